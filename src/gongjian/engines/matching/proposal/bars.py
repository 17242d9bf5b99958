"""What bars a pair, read off the columns, and the least that its resource would have to allow so that nothing does."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from gongjian.engines.matching.eligibility import Bar
from gongjian.engines.matching.model import MINUTES_A_DAY
from gongjian.engines.matching.proposal.columns import BITS, FOR_EVER, NEVER, NO_LIMIT, Columns, Side
from gongjian.engines.matching.proposal.pairing import SPANS, WEEK, metres_between, with_resource

DAY_NAMES = "一二三四五六日"
DIVISIONS = (15, 12, 9, 6, 4, 2)
"""Digits of the codes of places, smallest first."""

Value = date | int | str | None | tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Widening:
    """What a resource would have to say instead, by the field names of `Resource`, and that in words."""

    fields: tuple[tuple[str, Value], ...]
    words: str


def bars_of(columns: Columns, need: int, resource: int) -> tuple[Bar, ...]:
    """List all that bars a pair, in the order of `why_not`; a ban by a person is no part of it."""
    mine, theirs = columns.need_side.rows([need]), columns.resource_side.rows([resource])
    word, bit = divmod(int(columns.category[need]), BITS)
    first, last = max(mine.first[0], theirs.first[0]), min(mine.last[0], theirs.last[0])
    span = int(SPANS[(first - 1) % WEEK, min(max(last - first, 0), WEEK - 1)]) if first <= last else 127
    reach = int(columns.reach_m[resource])
    community = columns.communities[columns.community[need]]
    is_barred = {
        Bar.CATEGORY: not int(columns.categories[resource, word]) >> bit & 1,
        Bar.PLACE: not community.startswith(columns.places[columns.place[resource]]),
        Bar.QUALIFICATION: bool((mine.qualifications & ~theirs.qualifications).any()),
        Bar.TIME: bool(first > last),
        Bar.WEEKDAY: not span & int(mine.weekdays[0]) & int(theirs.weekdays[0]),
        Bar.HOUR: bool(max(mine.opens[0], theirs.opens[0]) >= min(mine.closes[0], theirs.closes[0])),
        Bar.DISTANCE: reach != NO_LIMIT and metres_between(columns, need, resource) > reach,
    }
    return tuple(bar for bar, holds in is_barred.items() if holds)


def widen(columns: Columns, need: int, resource: int) -> tuple[Columns, Widening] | None:
    """Let a resource allow what a need asks for; None where only another kind of resource would do."""
    bars = bars_of(columns, need, resource)
    if not bars or Bar.CATEGORY in bars:
        return None
    mine, theirs = columns.need_side.rows([need]), columns.resource_side.rows([resource]).rows(slice(None))
    wider = Side(*(getattr(theirs, name).copy() for name in Side.__dataclass_fields__))
    fields: dict[str, Value] = {}
    words: list[str] = []
    reach, place = int(columns.reach_m[resource]), columns.places[columns.place[resource]]
    if Bar.PLACE in bars:
        place = fields["place"] = _common_place(place, columns.communities[columns.community[need]])
        words.append(f"资源公布到“{place}”" if place else "资源不限地方")
    if Bar.QUALIFICATION in bars:
        wider.qualifications[:] |= mine.qualifications
        names = _skills(columns, mine.qualifications[0] & ~theirs.qualifications[0])
        fields["qualifications"] = (*_skills(columns, theirs.qualifications[0]), *names)
        words.append(f"资源方有“{'、'.join(names)}”")
    if Bar.TIME in bars:
        _widen_days(mine, wider, fields, words)
    if {Bar.TIME, Bar.WEEKDAY} & set(bars):
        _widen_weekdays(mine, wider, fields, words)
    if Bar.HOUR in bars:
        wider.opens[:] = np.minimum(mine.opens, theirs.opens)
        wider.closes[:] = np.maximum(mine.closes, theirs.closes)
        fields["opens"], fields["closes"] = int(wider.opens[0]), int(wider.closes[0])
        words.append(f"资源的钟点放宽到 {_clock(wider.opens[0])}—{_clock(wider.closes[0])}")
    if Bar.DISTANCE in bars:
        reach = fields["reach_m"] = metres_between(columns, need, resource)
        words.append(f"服务半径放到 {reach} 米")
    changed = with_resource(columns, resource, wider, reach_m=reach, place=place)
    return changed, Widening(tuple(fields.items()), "，并且".join(words))


def bar_words(columns: Columns, need: int, resource: int, bar: Bar) -> str:
    """Say a bar with both sides' own figures."""
    mine, theirs = columns.need_side.rows([need]), columns.resource_side.rows([resource])
    if bar is Bar.QUALIFICATION:
        return f"资质不够，还要有“{'、'.join(_skills(columns, mine.qualifications[0] & ~theirs.qualifications[0]))}”"
    if bar is Bar.TIME:
        return f"日期对不上，需求是{_days(mine)}，资源是{_days(theirs)}"
    if bar is Bar.WEEKDAY:
        return f"星期对不上，需求是{_weekdays(mine.weekdays[0])}，资源是{_weekdays(theirs.weekdays[0])}"
    if bar is Bar.HOUR:
        return f"钟点对不上，需求是{_hours(mine)}，资源是{_hours(theirs)}"
    if bar is Bar.DISTANCE:
        metres, reach = metres_between(columns, need, resource), columns.reach_m[resource]
        return f"太远，相距 {metres} 米，服务半径 {reach} 米"
    return "资源没有公布到这个社区" if bar is Bar.PLACE else bar.value


def _common_place(one: str, other: str) -> str:
    """Return the smallest division that holds both codes; none for the whole nation."""
    lengths = (length for length in DIVISIONS if one[:length] == other[:length])
    return other[: next(lengths, 0)]


def _widen_days(mine: Side, wider: Side, fields: dict[str, Value], words: list[str]) -> None:
    wider.first[:] = np.minimum(mine.first, wider.first)
    wider.last[:] = np.maximum(mine.last, wider.last)
    fields["first_on"], fields["last_on"] = _day(wider.first[0]), _day(wider.last[0])
    words.append(f"资源的日期放宽到{_days(wider)}")


def _widen_weekdays(mine: Side, wider: Side, fields: dict[str, Value], words: list[str]) -> None:
    """Add the need's weekdays where none of them is among the resource's on the days both have."""
    first, last = max(mine.first[0], wider.first[0]), min(mine.last[0], wider.last[0])
    there = int(SPANS[(first - 1) % WEEK, min(last - first, WEEK - 1)])
    if there & int(mine.weekdays[0]) & int(wider.weekdays[0]):
        return
    added = there & int(mine.weekdays[0]) or int(mine.weekdays[0])
    wider.weekdays[:] |= added
    fields["weekdays"] = tuple(day for day in range(1, 8) if int(wider.weekdays[0]) >> (day - 1) & 1)
    words.append(f"资源{_weekdays(added)}也能用")


def _skills(columns: Columns, words: np.ndarray) -> tuple[str, ...]:
    return tuple(
        name
        for place, name in enumerate(columns.qualification_names)
        if int(words[place // BITS]) >> (place % BITS) & 1
    )


def _day(ordinal: int) -> date | None:
    return None if ordinal in (NEVER, FOR_EVER) else date.fromordinal(int(ordinal))


def _days(side: Side) -> str:
    first, last = _day(side.first[0]), _day(side.last[0])
    if first and last:
        return f" {first} 至 {last}"
    return f" {first} 起" if first else f" {last} 止" if last else "不限日期"


def _weekdays(bits: int) -> str:
    names = [f"周{name}" for place, name in enumerate(DAY_NAMES) if int(bits) >> place & 1]
    return "每天" if len(names) == WEEK else "、".join(names)


def _hours(side: Side) -> str:
    if side.opens[0] == 0 and side.closes[0] == MINUTES_A_DAY:
        return "不限钟点"
    return f" {_clock(side.opens[0])}—{_clock(side.closes[0])}"


def _clock(minutes: int) -> str:
    return f"{int(minutes) // 60}:{int(minutes) % 60:02d}"
