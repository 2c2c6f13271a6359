"""Furniture goes from the head and the tail of a text; what stands in the body stays, whatever words it uses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.edits import apply_edits
from indexer.furniture import remove_furniture
from indexer.types import Origin, RawText, StatedFact

BODY = (
    "社区党群服务中心全天开放，居民可以随时来办事，也可以在网上预约。\n"
    "来源：居民议事会收集的问题，由网格员上报。上一篇文章介绍过做法，点击查看更多。\n"
    "每月末由街道通报办理情况，分享经验，责任编辑：街道宣传干事负责审核后公布。\n"
)


def kept(text: str) -> str:
    return apply_edits(text, remove_furniture(text)[0])


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("下载\n打印\n全屏\n收藏\n【字号：\n加大\n还原\n减小\n】\n", "社区有了新去处\n"),
        ("您的位置:\n首页\n>\n本地要闻\n", "社区有了新去处\n"),
        ("首页 > 新闻 > 社区\n", "社区有了新去处\n"),
        ("当前位置：首页 » 新闻 » 正文\n2024-03-05 10:20 来源：示例日报\n", "社区有了新去处\n"),
        ("原标题：", "社区有了新去处\n"),
    ],
)
def test_the_head_of_a_page_goes(head: str, title: str) -> None:
    assert kept(head + title + BODY) == title + BODY


@pytest.mark.parametrize(
    "tail",
    [
        "上一篇：某街道开会\n下一篇：某社区义诊\n",
        "相关附件>>\n决定全文\n打印本页\n关闭窗口\n",
        "》》点击图片进入专题《《\n收藏\n|\n分享到:\n分享到微信\n×\n相关文档：\n",
        "（责任编辑：张三）\n扫一扫在手机打开当前页\n",
        "返回首页，查看更多\n责任编辑：\n",
    ],
)
def test_the_tail_of_a_page_goes(tail: str) -> None:
    assert kept(BODY + tail) == BODY


@pytest.mark.parametrize(
    ("glued", "facts"),
    [
        ("返回搜狐，查看更多责任编辑：", {}),
        ("（来源：示例发布）返回搜狐，查看更多                责任编辑：", {"publisher": "示例发布"}),
        ("来源：示例日报责任编辑：", {"publisher": "示例日报"}),
        ("(责任编辑：张三 CN070)", {"editor": "张三"}),
        ("（来源：示例发布）【责任编辑：李四】分享让更多人看到", {"publisher": "示例发布", "editor": "李四"}),
        (" 新闻线索报料通道：应用市场下载“示例”APP，记者在线等你来报料！", {}),
        ("*示例独家稿件，转载请注明出处。", {}),
    ],
)
def test_what_a_portal_wrote_behind_the_last_sentence_goes_and_is_read(glued: str, facts: dict[str, str]) -> None:
    body = BODY.rstrip("\n")
    edits, stated = remove_furniture(body + glued)
    assert apply_edits(body + glued, edits) == body
    assert {fact.name: fact.value for fact in stated} == facts
    assert all(fact.value in (body + glued)[fact.origin.start : fact.origin.end] for fact in stated)


def test_a_credit_behind_the_last_sentence_says_where_it_stood() -> None:
    text = "全天开放。（来源：示例发布）"
    assert remove_furniture(text)[1] == (StatedFact("publisher", "示例发布", Origin("credits", 5, 14)),)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        BODY + "\n\n",
        "当前位置： 首页->要闻 街道党工委三月五日召开会议。会议要求各社区办好十件实事，并按月公布进度。\n",
        "首页 > 要闻 街道办实事。居民说好！\n",
        "居民问：“谁来管？”街道答（来源：值班记录）：网格员来管\n",
        "会议指出，要做好编辑：选题、核实、发布三个环节\n",
        "资金来源：财政拨款\n资金去向：困难家庭\n年度结余由居民代表会议审议后公布。\n",
    ],
)
def test_body_text_stays_whatever_words_it_uses(text: str) -> None:
    assert remove_furniture(text) == ((), ())


@settings(deadline=None)  # the first example loads the dictionary or the table of characters
@given(
    st.lists(
        st.sampled_from(
            ["返回搜狐，查看更多", "责任编辑：", "来源：示例日报", "上一篇：", "分享到", "原标题：", "下载"]
        )
    )
)
def test_a_long_sentence_survives_any_furniture_around_it(furniture: list[str]) -> None:
    sentence = BODY.splitlines()[0]
    for text in ("\n".join([*furniture, sentence]), "\n".join([sentence, *furniture]), sentence + "".join(furniture)):
        assert sentence in clean(RawText("", "", text)).text
