"""Names of persons beside a role or a word that people do."""

import pytest

from service.people import find_people


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("社区党委书记王小平介绍了做法。", ["王小平"]),
        ("李红说，驿站由社区管理。", ["李红"]),
        ("网格长由赵卫国担任。", ["赵卫国"]),
        ("主　任：孙　某　　副市长", ["孙　某"]),
        ("主任：陈国强", ["陈国强"]),
        ("会议决定赵明代理主任职务。", ["赵明"]),
        ("新来的书记助理徐晓红说，工作不难。", ["徐晓红"]),
        ("义诊团由主任苏启文带队。", ["苏启文"]),
        ("书记和主任一同走访。", []),
        ("驿站由社区和物业共同管理。", []),
        ("书记武汉市委组织部任命。", []),
        ("", []),
    ],
)
def test_names_are_found_beside_roles_and_nowhere_else(sentence: str, names: list[str]) -> None:
    assert [sentence[start:end] for start, end in find_people(sentence)] == names
