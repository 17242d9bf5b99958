"""Where or for whom a target holds: stated in its clause, before it, by its list, else by the title."""

import re

from gongjian.engines.plandoc.clauses import Surroundings
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.targets.paragraphs import line_start, openings

_WHOLE = (
    r"(?<![较比高低居列超于])(?:全(?:省|市|区|县|镇|乡|街道?|社区|域|校|村|系统|辖区)|辖区(?!内)"
    r"|城市社区(?=[^，。；]{0,4}$))(?!平均|前列|排名|第|首位)"
)
_PART = r"(?:中心|主)?城区|建成区|农村|城镇(?!化)|主次干道|背街小巷"
_OPENS = r"(?:力争|争取|确保|实现|使|到?20\d\d年底?|年底前?|全年|其中)*"
_STATED = re.compile(rf"(?P<whole>{_WHOLE})|(?:^|[，；。：])[“]?{_OPENS}(?P<part>{_PART})")
"""The whole (全区), or a part of it that opens a clause (农村…达到)."""
_OWNER = re.compile(r"(?P<owner>[\u3400-\u9fff]{1,6})(?=(?:要|应|须|至少)有$)")
"""Who is to have something: 三园区要有|30%街道."""
_EACH = re.compile(
    r"(?:每个|每栋|每(?![百千万月年日周天季])|各)(?:[\u3400-\u9fff]{1,6}?(?:（[^）]{1,8}）)?)(?=至少|不少于|不低于|打造|培育|建|设|报|培|开|完|组|有|配|新|发|年|都|要|应|须|落|达|创|举|选|每)"
)
_EACH_ACTS = re.compile(r"(?:^|，)各[\u3400-\u9fff]{1,5}?(?=要|应|须|将|都)")
_PLACE = re.compile(r"[\u3400-\u9fff]{1,7}?(省|自治区|市|社区|区|县|镇|乡|街道|村)")
_TITLE_PART = re.compile(_PART)
_NO_PLACE = re.compile("老旧|城市|全市|加强|关于")


def scope_of(reading: Reading, offset: int, around: Surroundings) -> str | None:
    """Return where or for whom a target holds, None if neither text nor title says so."""
    each = _EACH.search(around.before) or _EACH_ACTS.search(
        reading.text[around.sentence_start : around.start]
    )
    if each:
        return each[0].strip("，")
    owner = _OWNER.search(around.before)
    if owner:
        return owner["owner"]
    return (
        _stated(reading.text[line_start(reading, offset) : around.end])
        or _opened(reading, offset)
        or _of_title(reading)
    )


def _stated(words: str) -> str | None:
    """Return the last place that the words state."""
    found = _STATED.findall(words)
    return (found[-1][0] or found[-1][1]) if found else None


def _opened(reading: Reading, offset: int) -> str | None:
    for start, end in openings(reading, offset):
        stated = _stated(reading.text[start:end])
        if stated:
            return stated
    return None


def _of_title(reading: Reading) -> str | None:
    title = reading.frame.title or ""
    part = _TITLE_PART.match(title)
    if part:
        return part[0]
    place = _PLACE.match(title)
    if not place or _NO_PLACE.match(place[0]):
        return None
    if place[1] in ("社区", "街道", "村"):
        return place[1]
    inner = re.findall(r"街道|社区", title)
    return inner[0] if inner and title.startswith(place[0] + inner[0]) else f"全{place[1]}"
