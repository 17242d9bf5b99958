"""Positions inside charts, as SVG attributes: the content policy forbids inline styles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django import template

register = template.Library()
Amount = Decimal | Fraction | int | float | str | None

LINE_TOP, LINE_BOTTOM = 14, 196  # px inside a line chart 220 px high
LINE_LEFT, LINE_RIGHT = 6.0, 86.0  # per cent of the width; the rest is for names on the lines
MAX_SERIES = 6


def _float(value: Amount) -> float | None:
    return None if value is None or value == "" else float(value)


@register.filter
def svg_pct(value: Amount) -> str:
    """Write a length between 0 and 100 as an SVG per cent; None is 0%.

    >>> svg_pct(88.123), svg_pct(140), svg_pct(None)
    ('88.12%', '100%', '0%')
    """
    number = min(100.0, max(0.0, _float(value) or 0.0))
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"


@register.filter
def negative(value: Amount) -> float:
    """Turn a length into the same length to the other side."""
    return -(_float(value) or 0.0)


@register.simple_tag
def place_on(value: Amount, low: Amount, high: Amount) -> float:
    """Place a value on a scale: 0 at `low`, 100 at `high`."""
    number, start, end = _float(value), _float(low), _float(high)
    if number is None or start is None or end is None or end == start:
        return 0.0
    return (number - start) / (end - start) * 100


@register.simple_tag
def part_of(whole: Amount, share: Amount) -> float:
    """Return `share` per cent of `whole`: the done part of a bar."""
    return (_float(whole) or 0.0) * min(100.0, max(0.0, _float(share) or 0.0)) / 100


@register.simple_tag
def add_up(*values: Amount) -> float:
    """Add positions; missing ones count nothing."""
    return sum(_float(value) or 0.0 for value in values)


@register.simple_tag
def lane_rules(count: Amount) -> list[float]:
    """Return where `count` equal columns begin, in per cent."""
    columns = int(_float(count) or 0)
    return [100 * index / columns for index in range(columns)]


@register.simple_tag
def cell_grid(cells: Sequence[Any], gap: float = 0.5) -> list[tuple[float, float, Any]]:
    """Return (x, width, cell) in per cent for equal cells side by side."""
    step = 100 / max(1, len(cells))
    return [(index * step, step - gap, cell) for index, cell in enumerate(cells)]


@dataclass(frozen=True)
class ChartPoint:
    """A drawn reading: x in per cent, y in px, the text of its value."""

    x: str
    y: float
    value: Any
    label: str


@dataclass(frozen=True)
class ChartSegment:
    """A stretch between two neighbouring readings."""

    x1: str
    y1: float
    x2: str
    y2: float


@dataclass(frozen=True)
class ChartLine:
    """One series: its number (colour and dash), points, stretches and where its name stands."""

    number: int
    name: str
    points: tuple[ChartPoint, ...]
    segments: tuple[ChartSegment, ...]
    name_y: float


@dataclass(frozen=True)
class ChartLayout:
    """A line chart ready to be drawn, and the rows of its table twin."""

    lines: tuple[ChartLine, ...]
    ticks: tuple[tuple[str, float], ...]
    labels: tuple[tuple[str, str], ...]
    target_y: float | None
    rows: tuple[tuple[str, tuple[Any, ...]], ...]


@register.simple_tag
def line_layout(
    labels: Sequence[str], series: Sequence[Mapping[str, Any]], target: Amount = None
) -> ChartLayout:
    """Lay out at most six series over `labels`; None is a gap, never zero."""
    drawn = list(series)[:MAX_SERIES]
    values = [number for one in drawn for value in one["values"] if (number := _float(value)) is not None]
    goal = _float(target)
    low, high = _scale([*values, goal] if goal is not None else values)

    def y_of(value: float) -> float:
        return round(LINE_BOTTOM - (value - low) / (high - low) * (LINE_BOTTOM - LINE_TOP), 1)

    def x_of(index: int) -> str:
        step = (LINE_RIGHT - LINE_LEFT) / max(1, len(labels) - 1)
        return svg_pct(LINE_LEFT + step * index)

    lines = tuple(_line(number, one, labels, x_of, y_of) for number, one in enumerate(drawn, start=1))
    ticks = tuple((_tick_text(value), y_of(value)) for value in (low, (low + high) / 2, high))
    every = -(-len(labels) // 6)
    shown = tuple((label, x_of(index)) for index, label in enumerate(labels) if index % every == 0)
    rows = tuple((label, tuple(one["values"][index] for one in drawn)) for index, label in enumerate(labels))
    return ChartLayout(lines, ticks, shown, None if goal is None else y_of(goal), rows)


@dataclass(frozen=True)
class SparkLine:
    """A small line in a box of 120 by 36: stretches between neighbouring readings, and the readings."""

    stretches: tuple[str, ...]
    points: tuple[tuple[float, float], ...]


@register.simple_tag
def spark_line(values: Sequence[Amount], low: Amount, high: Amount) -> SparkLine:
    """Lay out a small line on a scale that others share; None is a gap, never zero."""
    start, end = _float(low) or 0.0, _float(high) or 0.0
    span, step = (end - start) or 1.0, 116 / max(1, len(values) - 1)
    stretches: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        number = _float(value)
        if number is None:
            stretches.append([])
        else:
            y = 32 - (number - start) / span * 28
            stretches[-1].append((round(2 + step * index, 1), round(y, 1)))
    lines = tuple(" ".join(f"{x},{y}" for x, y in one) for one in stretches if len(one) > 1)
    return SparkLine(lines, tuple(point for one in stretches for point in one))


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """Choose round ends that hold all values; the base is zero when the data come near it."""
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    if 0 <= low < high * 0.6:
        low = 0.0
    span = (high - low) or abs(high) or 1.0
    step = 10.0 ** len(str(int(span))) / 20 if span >= 1 else span / 4
    return (low // step) * step, -(-high // step) * step if -(-high // step) * step > low else high + span


def _tick_text(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _line(number: int, one: Mapping[str, Any], labels: Sequence[str], x_of: Any, y_of: Any) -> ChartLine:
    numbers = [_float(value) for value in one["values"]]
    points = tuple(
        ChartPoint(x_of(index), y_of(value), one["values"][index], labels[index])
        for index, value in enumerate(numbers)
        if value is not None
    )
    segments = tuple(
        ChartSegment(x_of(index), y_of(first), x_of(index + 1), y_of(second))
        for index, (first, second) in enumerate(pairwise(numbers))
        if first is not None and second is not None
    )
    return ChartLine(number, str(one["name"]), points, segments, points[-1].y if points else LINE_BOTTOM)
