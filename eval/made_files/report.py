"""The paragraphs of a made report of several pages; written for the made files, about no real place."""

_PLACES = ("云桥片区", "青禾街道", "望江新城", "枫林商圈", "石榴园区", "海棠社区")
_TRADES = ("物流仓储", "软件研发", "餐饮零售", "装备制造", "文化创意", "家政服务")
_OPENINGS = (
    "{place}以{trade}企业为主，现有企业{firms}家、从业人员{staff}人，其中党员{members}名，过去分散在不同支部，很少一起活动。",
    "在{place}，{trade}企业大多租用整层写字楼，员工上下班时间不一，找一个大家都方便的时间开会并不容易。",
    "{place}把{trade}企业集中的几栋楼划为一个网格，由专职工作者{members}人轮流上门，每月至少走访一遍。",
)
_MEASURES = (
    "街道拿出临街的一层房屋，改造成面积{area}平方米的服务站，设有会议室、图书角和母婴室，企业凭预约免费使用。",
    "服务站每年的运行经费为{cost}万元，区里承担六成，街道承担四成，账目每半年在楼内公示一次，接受企业监督。",
    "每季度召开一次联席会议，物业、业主和企业代表都到场，会上提出的事项当场登记，限{days}个工作日内答复。",
    "对流动党员实行“双向报到”：在工作的楼宇报到一次，在居住的社区报到一次，两边的活动参加哪一边都算数。",
)
_RESULTS = (
    "一年下来共收到意见{wishes}条，办结{done}条，没有办成的也逐条说明了原因，企业对服务站的评价比上年明显提高。",
    "目前已有{firms}家企业签订共建协议，认领服务项目{done}个，其中一半以上由企业自己出人出钱。",
)
_NUMERALS = "一二三四五六"

TITLE = "楼宇服务站运行情况报告"


def _paragraphs() -> tuple[str, ...]:
    paragraphs = []
    for index, (place, trade) in enumerate(zip(_PLACES, _TRADES, strict=True)):
        figures = {
            "place": place,
            "trade": trade,
            "firms": 118 + 37 * index,
            "staff": 3260 + 815 * index,
            "members": 24 + 7 * index,
            "area": 260 + 45 * index,
            "cost": f"{8.5 + 1.2 * index:.1f}",
            "days": 5 + index,
            "wishes": 96 + 13 * index,
            "done": 71 + 11 * index,
        }
        measures = (_MEASURES[index % 4], _MEASURES[(index + 1) % 4])
        paragraphs += [
            f"{_NUMERALS[index]}、{place}的做法",
            _OPENINGS[index % 3].format(**figures),
            f"（一）先把事情说清楚。{measures[0].format(**figures)}",
            f"（二）再把事情办下去。{measures[1].format(**figures)}{measures[0].format(**figures)}",
            _RESULTS[index % 2].format(**figures),
        ]
    return tuple(paragraphs)


REPORT = _paragraphs()

# Header first; long enough for two pages, with cells that need several lines.
STATIONS = (
    ("序号", "服务站", "面积（平方米）", "服务内容", "责任单位"),
    *(
        (
            str(number),
            f"{place[:2]}第{_NUMERALS[number % 6]}服务站",
            str(180 + 12 * number),
            f"为{trade}企业代办登记、年报和用工备案等事项，并且每周安排一次法律咨询",
            f"{place}党群服务中心",
        )
        for number, (place, trade) in enumerate(((place, trade) for place in _PLACES for trade in _TRADES), start=1)
    ),
)
