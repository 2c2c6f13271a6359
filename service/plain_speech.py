"""Spoken questions put plainly: without greetings, and with the question words of the written language.

Invariant: what a question is about is left as it is; where nothing but courtesies would be left out, nothing is.
"""

import re

# 老师您好， | 你好！ | 各位领导，
_GREETING = re.compile(
    r"^(?:(?:各位)?(?:老师|领导|同志|专家)们?[,，、 ]?(?:[您你]好|好)?|[您你]好|大家好)[呀啊]?[,，。！!、 ]+"
)
# 我是新来的组织委员，
_SELF = re.compile(r"^(?:我们?|本人|咱们?)(?:是|刚|在|这边|这里)[^，,。？?哪谁几]{1,16}[，,。]")
# 我想了解一下… | 麻烦帮我查查… | 请介绍一下…
_COURTESY = re.compile(
    r"^(?:(?:不好意思|打扰一?下|麻烦|劳驾|请|我们?|咱们?|想要?|需要|帮我?|帮忙|替我|给我|能不能|能否|可以)[,，]?)*"
    r"(?:请问|请教|咨询|打听|了解|想知道|想问问?|(?:查|找|看|问|介绍|讲|说|了解|打听|咨询|请教)一?下|查查|找找|看看|问问|说说|讲讲|谈谈|告诉我)+"
    r"(?:一?下)?(?:关于|有关)?[,，：: ]?"
)
_PLAIN = (
    (re.compile(r"啥时候?|几时|多咱|哪会儿"), "什么时候"),
    (re.compile(r"为啥|干吗|干嘛"), "为什么"),
    (re.compile(r"咋"), "怎么"),
    (re.compile(r"啥"), "什么"),
    (re.compile(r"哪块儿|哪儿"), "哪里"),
    (re.compile(r"怎么会(?![议员])"), "为什么会"),
    # 症结在哪, 差在哪里 ask for no place
    (
        re.compile(
            r"(症结|根源|病根|原因|问题|难点|难处|关键|优势|好处|特点|亮点)(?:主要|究竟|到底)?在(?:哪里|哪)(?=[？?]?$)"
        ),
        r"\1是什么",
    ),
    (
        re.compile(r"(?:区别|差别|差异|不同|不一样|差)(?:主要)?[在是](?:于)?(?:哪里|何处|什么地方|哪些?方面|哪)"),
        "有什么不同",
    ),
    (re.compile(r"有(什么|哪些)([^，。？?]{2,12})没有?(?=[？?]?$)"), r"有\1\2"),  # 有什么做法没有
)
_SHORTEST = 4  # characters that a question has without its courtesies


def put_plainly(question: str) -> str:
    """The question without courtesies, spoken question words replaced; in its own script and width otherwise."""
    rest = _COURTESY.sub("", _SELF.sub("", _GREETING.sub("", question.strip())))
    plain = rest if len(rest) >= _SHORTEST else question
    for pattern, written in _PLAIN:
        plain = pattern.sub(written, plain)
    return plain
