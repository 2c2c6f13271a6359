"""Names of persons in Chinese text, found by surname and by the role or verb beside them.

Invariant: a name is reported only beside a role (书记郑红) or a word that people do (郑红说, 由郑红担任).
"""

import re
from collections.abc import Iterator

from indexer.regions import find_places

_SURNAMES = (
    "欧阳|司马|上官|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤柳葛樊洪施颜倪翟兰岳齐殷章庄芦温鲁柯苗凌艾辛褚焦游阮耿甘"
    "祝包左文俞裴翁窦辜季牛关戚仇聂屈牟滕刁柴骆]"
)
_ROLE = (
    "第一书记|书记|主任|部长|局长|科长|处长|区长|市长|县长|镇长|村长|队长|组长|站长|所长|会长|院长|校长|经理|董事长|总裁|片长|楼长|网格长|网格员|委员|党员|负责人"
    "|指导员|记者|居民|村民|骑手|小哥|民警|同志|代表|志愿者|老人|医生|律师|教授|专家|创始人|干部|教师|老师|职工|导演|主演|主持人|秘书长|助理|主席|顾问|讲师|医师|护士|法官|检察官|辅导员|院士|博士|教练|选手|作家|画家|艺术家|工程师|乡长|支书|社工|队员|团长|理事|嘉宾"
)
_STOP = "说表介告和与及在带是为主同等的也还就把将对向从到给都又来去担任率组负等参出先"
_SPACED_ROLE = _ROLE.replace("主任", "主[ \u3000]*任").replace("组长", "组[ \u3000]*长")
# 书记郑红 | 主　任：王　某, in lists set in columns
_AFTER_ROLE = re.compile(
    rf"(?:{_SPACED_ROLE})(?:[、，：:][ \u3000]*)?((?:{_SURNAMES})(?:[一-鿿·]{{1,2}}|[ \u3000]+[一-鿿](?![一-鿿])))"
)
_BEFORE_VERB = re.compile(
    rf"(?<![一-鿿])((?:{_SURNAMES})[一-鿿]{{1,2}})(?=说|表示|介绍|告诉|担任|任|同志|书记|主任|坦言|回忆|是[^，。]{{0,12}}(?:{_ROLE}))"
)

_DOING = re.compile(
    rf"(?:由|是|任命|决定|选举|聘请|聘任|推选|邀请|邀请到|请来|[:：、，（(/])((?:{_SURNAMES})[一-鿿]{{1,2}})"
    r"(?=[、，。）)/ ]|$|等|为|代理|任"
    r"|[^，。]{0,4}(?:执导|主演|导演|饰演|领衔|获得|夺得|当选|担任|主持|带队|带领|主讲|授课|讲授))"
)  # 例子是王某，… | 由王某执导 | 任命王某为


def find_people(sentence: str) -> Iterator[tuple[int, int]]:
    """Spans of names of persons, each once, in order of the ways to find them; "" has none."""
    found: set[tuple[int, int]] = set()
    for pattern in (_AFTER_ROLE, _BEFORE_VERB, _DOING):
        for match in pattern.finditer(sentence):
            start, end = match.span(1)
            trimmed = end - 1 if end - start == 3 and sentence[end - 1] in _STOP else end
            known = (start, trimmed) in found
            if not known and sentence[start + 1] not in _STOP and not find_places(sentence[start:end]):
                found.add((start, trimmed))
                yield start, trimmed
