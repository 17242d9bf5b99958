"""Targets against values: where the readings of a figure are heading, in the office's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from gongjian.apps.indicators.selectors.definitions import definition_of
from gongjian.apps.indicators.selectors.values import series_of
from gongjian.core.figures import Figure, round_half_up
from gongjian.core.registry import Goal, Indicator
from gongjian.core.templatetags.dates import date_zh
from gongjian.engines.forecast import MIN_READINGS, Reading, Verdict, fit_trend, look_ahead
from gongjian.engines.forecast import Goal as Wanted

HUNDRED = Fraction(100)


@dataclass(frozen=True)
class ShownOutlook:
    """What is expected of a figure on the day its goal is due: a sentence, its mark, the range and the days."""

    goal: Goal
    word: str
    kind: str
    expected: str
    low: str
    high: str
    days: str
    count: int


def readings_of(
    indicator: Indicator, place_code: str, until: date, figures: Sequence[Figure]
) -> list[Reading]:
    """Return the readings a forecast rests on: a place's own confirmed values, else the figures of ended periods."""
    definition = definition_of(indicator.key)
    if definition is not None and len(place_code) == definition.level:
        rows = series_of(definition.pk, place_code, until)
        found = [(row.period_last_on, row.value(indicator.unit)) for row in rows]
    else:
        found = [(one.period.last_on, one.value) for one in figures if one.period.last_on <= until]
    return [Reading(on, value) for on, value in sorted(found) if value is not None]


def outlook_of(
    indicator: Indicator, readings: Sequence[Reading], goal: Goal, today: date
) -> ShownOutlook | None:
    """Hold the readings against a goal; None where it has no value or day, or the day is past."""
    if goal.value is None or goal.due_on is None or goal.due_on < today:
        return None
    trend = fit_trend(readings)
    if trend is None:
        words = _("只有 %(n)d 期数，满 %(least)d 期才能预计") % {"n": len(readings), "least": MIN_READINGS}
        return ShownOutlook(goal, words, "缺数据", "", "", "", "", len(readings))
    is_share = indicator.unit == "%"
    found = look_ahead(
        trend,
        Wanted(goal.value, goal.due_on, goal.is_least),
        least=Fraction(0) if is_share or min(one.value for one in readings) >= 0 else None,
        most=HUNDRED if is_share else None,
    )
    word, kind = _verdict(found.verdict, found.late_days)
    expected, low, high = (_text(value, indicator) for value in (found.expected, found.low, found.high))
    days = _days(found.earliest_on, found.latest_on) if found.verdict is not Verdict.LIKELY else ""
    return ShownOutlook(goal, word, kind, expected, low, high, days, len(readings))


def _verdict(verdict: Verdict, late_days: int | None) -> tuple[str, str]:
    if verdict is Verdict.LIKELY:
        return _("预计达标"), "已达目标"
    if verdict is Verdict.LATE:
        return _("预计迟 %(n)d 天") % {"n": late_days}, "预计迟"
    if verdict is Verdict.UNSURE:
        return _("说不准"), "待定"
    return _("照现在的走势到不了"), "预计迟"


def _text(value: Fraction, indicator: Indicator) -> str:
    return f"{round_half_up(value, max(1, indicator.decimals)):,}"


def _days(earliest: date | None, latest: date | None) -> str:
    """Say between which days the goal may be reached."""
    if earliest is None:
        return ""
    first = date_zh(earliest)
    if latest is None:
        return _("最早 %(first)s，最晚说不准") % {"first": first}
    return _("最早 %(first)s，最晚 %(last)s") % {"first": first, "last": date_zh(latest)}
