"""Kinds of things that a question asks for by name, and how the name of one ends: 青松社区 for 哪个社区.

Invariant: data; what is no known kind is looked for by the word itself.
"""

# What names a thing of the kind asked for.
KINDS = {
    "街道": "街道|街(?![道区头坊])",
    "社区": "社区|村",
    "小区": "小区|花园|家园|嘉园|苑|新村|华庭|公寓|[一-鿿]{2}园",
    "企业": "公司|集团|企业|银行|网络|科技|超市|酒店",
    "公司": "公司|集团|企业|银行|网络|科技|超市|酒店",
    "部门": "部|局|委|办|厅|中心|院|室",
    "党组织": "党委|党支部|党总支|支部|党组|党工委",
    "单位": "局|部|委|办|厅|中心|院|公司|集团|社区|街道|党委|支部|协会|学校|医院|银行",
    "机构": "局|部|委|办|厅|中心|院|公司|协会|所",
    "组织": "党委|支部|协会|中心|委|会|队|站",
}


def kind_of(following: str) -> str:
    """街道 for 街道招小学生当网格长: the known kind that the words begin with, "" for no known one."""
    known = (
        kind
        for kind in (*sorted(KINDS, key=len, reverse=True), "村", "镇", "乡", "区", "县", "市", "省")
        if following.startswith(kind)
    )
    return next(known, "")
