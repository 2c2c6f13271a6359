"""Everyday words for what documents say in official ones: 送餐 for 外卖, 支书 for 书记.

Invariant: a pair only adds ways to find and recognise a sentence; it never takes part in what is quoted.
"""

from functools import cache

# Each line: everyday words = official words that say the same. Kept to pairs that hold throughout the genre.
_PAIRS = """
老板 = 出资人 企业家 企业主 负责人
支书 = 书记
带头人 领头人 当家人 一把手 = 书记 负责人
公家 官方 = 政府 财政 党委 政策
花销 开销 = 经费 费用 补贴 支出
打电话 话费 电话费 = 通讯
贴钱 贴补 贴 = 补贴 补助
发钱 给钱 拨钱 = 补贴 经费 拨付 发放
工钱 薪水 = 工资 薪酬 报酬
乡下 乡里 = 农村 乡村
村子 = 村
抱团 扎堆 搭伙 = 联合 联建 共建 联动
换班子 = 换届
察觉 发觉 = 发现 排查
网络公司 网上公司 = 互联网企业 互联网
好处 = 优先 优惠 奖励 支持 激励
干得好 = 优秀 先进 示范 表现突出
送餐 送外卖 = 外卖
小伙 小伙子 小哥 = 骑手 小哥 快递员
开车师傅 开车 师傅 = 司机
跑腿 = 代办 配送
当地 本地 = 属地
进修 上课 学习班 = 培训
年轻 = 青年 新生代
老人家 老头 老太太 = 老年人 老人
带娃 看孩子 = 托管 托班
娃 娃娃 小孩 = 儿童 少年 孩子
邻居 街坊 = 居民 邻里
吵架 闹矛盾 打官司 = 矛盾 纠纷 调解
告状 反映 = 信访 诉求
写字楼 办公楼 = 楼宇 商务楼
上班族 打工人 白领 = 白领 职工 员工
开会商量 商量 = 议事 协商
搬家 搬走 = 流出 迁出
找工作 = 就业 招聘
看病 = 医疗 义诊
歇脚 歇歇 = 休息
打扫 搞卫生 = 环境整治 保洁
罚 处罚 = 处罚 扣分
凑钱 = 众筹 筹集
"""


@cache
def _official() -> dict[str, tuple[str, ...]]:
    pairs = (line.split(" = ") for line in _PAIRS.strip().splitlines())
    return {word: tuple(official.split()) for everyday, official in pairs for word in everyday.split()}


def official_words(word: str) -> tuple[str, ...]:
    """The official words for an everyday one; () where none is known."""
    return _official().get(word, ())


def everyday_words_in(text: str) -> tuple[str, ...]:
    """The everyday words of a text that have official ones, longest first, none inside another or an official one."""
    found: list[str] = []
    for word in sorted(_official(), key=len, reverse=True):
        if _stands_alone(word, text) and not any(word in longer for longer in found):
            found.append(word)
    return tuple(found)


def _stands_alone(word: str, text: str) -> bool:
    """The text has the word elsewhere than inside the official ones for it: 贴 is in 村里贴多少, not in 每月补贴."""
    for official in official_words(word):
        if word in official and word != official:
            text = text.replace(official, "\n")
    return word in text


def in_official_words(text: str) -> str:
    """The text with the official words for its everyday ones behind it, each once; unchanged where it has none."""
    found = [word for everyday in everyday_words_in(text) for word in official_words(everyday)]
    added = [word for word in dict.fromkeys(found) if word not in text]
    return f"{text} {' '.join(added)}" if added else text
