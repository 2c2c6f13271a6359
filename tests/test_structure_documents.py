"""Paths of single paragraphs of more State Council documents; those of ten whole documents are in eval/gold."""

import json
from pathlib import Path

import pytest

from indexer.structure import split_sections
from indexer.types import Section

POLICY_PATHS: dict[str, dict[str, tuple[str, ...]]] = {
    "gov1": {
        "各省、自治区": (),
        "长效制约": ("一、总体要求",),
        "责任可追溯": ("三、重点任务", "（一）统筹建设监管工作平台"),
        "抽查工作计划，": ("三、重点任务", "（四）统筹制定抽查计划"),
        "良好氛围": ("四、保障措施", "（三）营造良好环境"),
    },
    "gov2": {
        "聚焦支小支农主业": ("一、总体要求", "（二）基本原则"),
        "低于50%": ("二、坚持聚焦支小支农融资担保业务", "（六）加强业务引导"),
        "总对总": ("四、完善银担合作机制", "（十二）加强“总对总”合作"),
    },
    "gov3": {
        "现将《": (),
        "总体要求与目标：": (),
        "学分银行": ("二、构建职业教育国家标准", "（八）实现学习成果的认定、积累和转换"),
    },
    "gov4": {
        "病案首页质量": ("三、支撑体系", "（一）提高病案首页质量"),
        "门诊收入/医疗收入": ("附件 三级公立医院绩效考核指标",),
    },
    "gov5": {
        "境内区外委托加工": ("四、主要任务", "（一）统筹两个市场，打造加工制造中心", "3.释放企业产能"),
        "铁矿石": ("四、主要任务", "（五）培育新动能新优势，打造销售服务中心", "20.支持期货交割"),
        "发展目标\n": ("三、发展目标",),
    },
    "gov56": {"化工围江": ("附件 国务院第五次大督查发现的典型经验做法",)},
    "gov58": {
        "理工科专业": ("第二章 专利代理机构和专利代理师", "第十条"),
        "书面合伙协议": ("第二章 专利代理机构和专利代理师", "第八条"),
        "代理国防专利": ("第五章 附则", "第三十一条"),
    },
}  # fmt: skip


def found_paths(text: str, sections: tuple[Section, ...], words: str) -> tuple[str, ...]:
    position = text.index(words)
    return next(section.path for section in sections if section.start <= position < section.end)


@pytest.mark.parametrize("number", POLICY_PATHS)
def test_paragraphs_of_state_council_documents_stand_under_their_headings(shared: Path, number: str) -> None:
    file = shared / "data" / "govcn_policies" / "corpus.jsonl"
    if not file.is_file():
        pytest.skip(f"the State Council documents are not at hand: {file} is absent")
    records = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    record = next(record for record in records if record["_id"] == number)
    sections = split_sections(record["text"], (), record["title"])
    expected = POLICY_PATHS[number]
    assert {words: found_paths(record["text"], sections, words) for words in expected} == expected
