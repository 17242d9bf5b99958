"""Tables of indicators: a figure whose row names what is measured, and whose column says by when.

Rows may also be places (东湖街道) and columns the measures, where the headings around announce goals.
"""

import re
from dataclasses import dataclass, replace

from gongjian.engines.plandoc.clauses import Surroundings, strip_words
from gongjian.engines.plandoc.numerals import to_int
from gongjian.engines.plandoc.quantities import Amount
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.table_cells import Place
from gongjian.engines.plandoc.targets.grounds import ORDERS, in_goals

_SCORED = re.compile("分值|评分|权重|扣分|得分|标准分|满分")
_NAMED = re.compile("指标|目标")
_VALUE = re.compile("目标|指标值|计划[数值]?|任务[数值量]|(?:20)\\d\\d年?")
_BASE = re.compile("基[数期]|现状|现值|实际|完成|实绩|上年|去年|同比|增[速幅]|年均|累计")
_AIM = re.compile("目标|指标值|计划|任务")
_YEAR = re.compile(r"(?P<year>20\d\d)年?(?:(?P<month>\d{1,2})月)?")
_PERIOD = re.compile(
    r"第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年|(?P<month>\d{1,2})月|全年|年底|年末"
)
_HEAD_NOISE = re.compile(
    r"20\d\d年?|第?[一二三四1-4]季度|[上下]半年|\d{1,2}月[份底末]?|全年|年度|年[底末]|目标|任务|计划|指标|[数值量]$|（[^）]*）"
)
_TITLE_OPENING = re.compile(
    r"^(?:(?:关于)?(?:20\d\d年度?)?(?:[^年]{1,12}?(?:街道|[省市区县镇乡]))?(?:20\d\d年度?)?)(?=[\u3400-\u9fff]{4})"
)
_TITLE_END = re.compile(
    r"(?:工作|专项|行动|实施|目标|任务|分解|分配|推进|计划|方案|安排|一览|通知|责任|表|的)+$"
)
_SHORTEST = 2
_KIND = re.compile("属性|性质|类型")
_PLACES = re.compile("街道|社区|乡镇|镇街|镇村|村居|村|区县|县区|县市区|地区|单位|部门|网格|片区")
_TOTAL = re.compile("合计|总计|小计|全[省市区县镇]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell's figure is of; `is_result` is False for base values and what was done."""

    indicator: str
    deadline: str | None = None
    scope: str | None = None
    is_result: bool = True


def entry_of(reading: Reading, amount: Amount, around: Surroundings) -> Entry | None:
    """Return what a figure is of by its row and column, None where its own words or no head says so."""
    place = reading.cells.at(amount.start)
    if place is None or len(strip_words(around.before)) > 1 or any(map(_SCORED.search, place.heads)):
        return None
    if any(map(_NAMED.search, place.heads)):
        head = place.full_head
        if _BASE.search(head) or reading.section_at(amount.start) in (Section.PAST, Section.PROBLEMS):
            return Entry(place.row, is_result=False)
        if head and not _VALUE.search(head) and not _PERIOD.search(head):
            return None
        if not _AIM.search(head) and not _looks_ahead(reading, amount.start):
            return Entry(place.row, is_result=False)
        entry = _of_year(reading, place.row, head, place.heads)
        return _at_place(reading, entry, place) if _PLACES.search(place.heads[0]) else entry
    if place.heads and _PLACES.search(place.heads[0]) and in_goals(reading, amount.start) and place.head:
        return Entry(place.head, scope=None if _TOTAL.search(place.row) else place.row)
    return None


def _at_place(reading: Reading, entry: Entry, place: Place) -> Entry:
    """Return the entry of a row that names a place: its column says what is measured there, else the title does."""
    thing = _HEAD_NOISE.sub("", place.head)
    if len(thing) < _SHORTEST:
        title = _TITLE_OPENING.sub("", reading.frame.title or "")
        thing = _TITLE_END.sub("", title) or place.head
    return replace(entry, indicator=thing, scope=None if _TOTAL.search(place.row) else place.row)


def _looks_ahead(reading: Reading, offset: int) -> bool:
    """Tell whether what stands at an offset may set results: an order, or a section on what is to come."""
    return reading.frame.kind in ORDERS or reading.section_at(offset) in (Section.GOAL, Section.FUTURE)


def _of_year(reading: Reading, row: str, head: str, heads: tuple[str, ...]) -> Entry:
    """Return the entry of a column whose head may hold a year.

    Its base is a year before the plan's own, and the first of a table that leaps years or tells binding
    indicators from expected ones.
    """
    found = _YEAR.search(head)
    if not found:
        return Entry(row, _end_of_period(head, reading.years.default))
    year = int(found["year"])
    years = sorted({int(other["year"]) for other in map(_YEAR.search, heads) if other})
    month = int(found["month"] or 12)
    return Entry(
        row, f"{year}-{month:02d}", is_result="目标" in head or not _is_base(reading, year, years, heads)
    )


def _end_of_period(head: str, year: int | None) -> str | None:
    """Return the last month of the part of a year a head names: 二季度, 上半年, 9月底, 全年."""
    found = _PERIOD.search(head)
    if found is None or year is None:
        return None
    other = int(found["month"] or (6 if found["half"] == "上" else 12))
    month = 3 * (to_int(found["quarter"]) or 0) if found["quarter"] else other
    return f"{year}-{month:02d}" if 1 <= month <= 12 else None


def _is_base(reading: Reading, year: int, years: list[int], heads: tuple[str, ...]) -> bool:
    """Tell whether the year of a column, one of `years`, is where a plan begins and not where it leads."""
    if any(_BASE.search(head) and _YEAR.search(head) for head in heads):
        return False  # the table says itself which column is the base
    own = reading.years.default
    if own is not None and year < own < years[-1]:
        return True
    apart = len(years) > 1 and (years[1] - years[0] > 1 or any(map(_KIND.search, heads)))
    return apart and year == years[0]
