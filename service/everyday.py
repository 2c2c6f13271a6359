"""Everyday words for what documents say in official ones: 送餐 for 外卖, 支书 for 书记.

Invariant: a pair only adds ways to find and recognise a sentence; it never takes part in what is quoted.
"""

from functools import cache

# Each line: everyday words = official words that say the same. Kept to pairs that hold throughout the genre.
_PAIRS = """
老板 = 出资人 企业家 企业主 负责人
支书 = 书记
带头人 领头人 当家人 一把手 = 书记 负责人 主要领导
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
商业街 = 商圈 街区
店铺 铺子 = 商铺 商户 商家 门店 个体工商户
后进 = 薄弱 软弱涣散
上班族 打工人 白领 = 白领 职工 员工
开会商量 商量 = 议事 协商
搬家 搬走 = 流出 迁出
找工作 = 就业 招聘
看病 = 医疗 义诊
歇脚 歇歇 = 休息
打扫 搞卫生 = 环境整治 保洁
罚 处罚 = 处罚 扣分
凑钱 = 众筹 筹集
带队 = 带领 率领 领队
讲课 = 授课 主讲 讲授 宣讲
扫大街 扫马路 = 环卫
要饭 讨饭 = 乞讨
回老家 = 返乡
当兵 = 官兵 战士 现役 参军
当过兵 老兵 = 退役军人 退伍
掏钱 掏腰包 自掏腰包 = 承担 出资 资助 自费 自付
出钱 = 出资 承担 资助 列支
修路 = 道路建设 道路修复
修房子 = 修缮 危房改造
盖房 盖房子 = 建房
漏雨 漏水 = 渗漏 防水
大夫 = 医生 医师
爹妈 爸妈 = 父母
独苗 = 独生子女
残疾人 = 残障
生娃 生孩子 = 生育 分娩
房贷 = 住房贷款
租房 租房子 = 住房租金 租赁
过年 = 春节
调班 = 调休
放假 = 休假 假期
涨价 = 价格上涨 提价
砍人 裁人 = 裁员
收钱 = 收费 收取
花多少钱 花了多少钱 = 投入 投资
省钱 省下 = 节约 节省
欠钱 欠账 = 拖欠 债务
交钱 = 缴费 缴纳
退钱 = 返还 退还
贷款 借钱 = 融资 贷款 信贷
办证 办事 = 政务服务 办理
马路 = 道路
停车 停车难 = 停车位
电瓶车 电动车 = 电动自行车
小饭桌 = 助餐 食堂
独居 孤老 = 独居老人 空巢
打疫苗 = 接种
发大水 = 洪水 洪涝 强降雨 汛情
着火 失火 = 火灾 消防
骗钱 上当 = 诈骗
吃低保 低保 = 最低生活保障
穷人家 穷人 = 困难家庭 困难群众 贫困
干活 = 劳动 务工 作业
管账 = 财务 会计 出纳
假账 = 虚假
挨罚 = 处分 处罚
乡亲 老乡 = 村民 群众
手艺 = 技能 技艺
技校 = 职业院校 职业学校
下车间 = 企业实践
合伙 = 合作 联合
分工 = 职责 责任制
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
