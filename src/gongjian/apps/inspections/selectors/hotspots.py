"""Where findings gather: places ranked against what their inspections let expect, and a map of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Avg, Count, Q
from django.db.models.functions import Substr
from django.utils import timezone

from gongjian.apps.inspections.choices import FindingStatus, SheetStatus
from gongjian.apps.inspections.models import ScoreSheet
from gongjian.apps.inspections.selectors.findings import list_findings, view_condition
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import LEVEL_LENGTHS, Actor
from gongjian.core.figures import round_half_up
from gongjian.core.rules import rule_value
from gongjian.engines.hotspots import (
    Frame,
    HotSpot,
    MapPoint,
    Marker,
    Observed,
    draw_markers,
    frame_of,
    rank_hot_spots,
    scale_bar,
)

WIDTH, HEIGHT, MARGIN, CELL = 960, 560, 56, 64
BAR = 180
DAYS, FALSE_SHARE = "hotspots.days", "hotspots.false_share"


@dataclass(frozen=True)
class Asked:
    """What a map and its ranking are narrowed to; the last day is today unless said otherwise."""

    place_code: str
    first_on: date
    last_on: date
    level: int = Level.COMMUNITY
    round_id: int | None = None
    text: str = ""
    view: str = "all"


@dataclass(frozen=True)
class Tally:
    """The findings of one place: how many, not mended, late, repeated, vetoing; where they lie on average."""

    place_code: str
    count: int
    open: int
    late: int
    repeated: int
    vetoes: int
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class HotRow:
    """One ranked place; without a test (`spot` None) where nobody inspected in the period."""

    tally: Tally
    name: str
    within: str
    spot: HotSpot | None

    @property
    def expected(self) -> str:
        """What its inspections let expect, to a tenth."""
        return str(round_half_up(self.spot.expected, 1)) if self.spot else ""

    @property
    def times(self) -> str:
        """How many times that was found."""
        return str(round_half_up(self.spot.times, 1)) if self.spot and self.spot.times is not None else ""


@dataclass(frozen=True)
class Mark:
    """One mark of the map: shape by kind, tone by state, size by count, a ring for a hot spot, and where it leads."""

    x: float
    y: float
    radius: int
    count: int
    shape: str
    tone: str
    is_hot: bool
    place_code: str
    words: str

    @property
    def ring(self) -> int:
        """The radius of the ring around a hot spot."""
        return self.radius + 7

    @property
    def points(self) -> str:
        """The corners of a diamond."""
        r = self.radius + 3
        return f"{self.x},{self.y - r} {self.x + r},{self.y} {self.x},{self.y + r} {self.x - r},{self.y}"

    @property
    def corner(self) -> tuple[float, float, int]:
        """The upper left corner of a square, and its side."""
        r = self.radius - 1
        return round(self.x - r, 1), round(self.y - r, 1), 2 * r


@dataclass(frozen=True)
class HotMap:
    """Marks within a frame, and a scale."""

    marks: tuple[Mark, ...]
    frame: Frame
    bar_m: int
    bar: float

    @property
    def bar_km(self) -> int:
        """The scale's length in kilometres."""
        return self.bar_m // 1000


@dataclass(frozen=True)
class HotSpots:
    """The ranking and the map of one question."""

    rows: list[HotRow]
    map: HotMap | None
    total: int
    inspections: int
    hot: int
    false_share: Fraction
    unplaced: int

    @property
    def mean(self) -> Fraction | None:
        """Findings an inspection on the whole; None where nobody inspected."""
        return Fraction(self.total, self.inspections) if self.inspections else None

    @property
    def mean_text(self) -> str:
        """The mean to a tenth."""
        return "" if self.mean is None else str(round_half_up(self.mean, 1))


def default_days(place_code: str) -> int:
    """Return over how many days hot spots are looked for."""
    return int(rule_value(DAYS, on=timezone.localdate(), place_code=place_code))


def read_hot_spots(actor: Actor, asked: Asked) -> HotSpots:
    """Rank the places of a level within a place by their findings, and draw them; five queries."""
    tallies = _tallies(actor, asked, asked.level)
    seen = _inspections(actor, asked)
    share = Fraction(str(rule_value(FALSE_SHARE, on=asked.last_on, place_code=asked.place_code)))
    tested = [Observed(code, tallies[code].count if code in tallies else 0, n) for code, n in seen.items()]
    spots = rank_hot_spots(tested, share)
    ranked = [tallies[spot.key] for spot in spots if spot.key in tallies]
    by_key = {spot.key: spot for spot in spots}
    rest = sorted(
        (t for code, t in tallies.items() if code not in seen), key=lambda t: (-t.count, t.place_code)
    )
    points = tallies if asked.level == Level.COMMUNITY else _tallies(actor, asked, Level.COMMUNITY)
    names = names_of({*tallies, *points, *(code[: Level.STREET] for code in tallies)})
    rows = [
        HotRow(
            t, names.get(t.place_code, t.place_code), _within(t.place_code, names), by_key.get(t.place_code)
        )
        for t in [*ranked, *rest]
    ]
    return HotSpots(
        rows=rows,
        map=_map(list(points.values()), names, tuple(spot.key for spot in spots if spot.is_hot)),
        total=sum(place.count for place in tested),
        inspections=sum(seen.values()),
        hot=sum(spot.is_hot for spot in spots),
        false_share=share,
        unplaced=sum(t.count for t in points.values() if t.latitude is None),
    )


def _tallies(actor: Actor, asked: Asked, level: int) -> dict[str, Tally]:
    today = timezone.localdate()
    rows = list_findings(
        actor,
        place_code=asked.place_code,
        round_id=asked.round_id,
        text=asked.text,
        period=(asked.first_on, asked.last_on),
    ).exclude(status=FindingStatus.WITHDRAWN)
    rows = rows.filter(view_condition(asked.view, today)).order_by()
    found = (
        rows.annotate(code=Substr("place_code", 1, level))
        .values("code")
        .annotate(
            count=Count("pk"),
            open=Count("pk", filter=Q(status__in=FindingStatus.open_states())),
            late=Count("pk", filter=view_condition("overdue", today)),
            repeated=Count("pk", filter=Q(nth__gt=1)),
            vetoes=Count("pk", filter=Q(is_veto=True)),
            lat=Avg("latitude"),
            long=Avg("longitude"),
        )
    )
    return {row["code"]: _tally(row) for row in found}


def _tally(row: Mapping[str, Any]) -> Tally:
    located = row["lat"] is not None and row["long"] is not None
    return Tally(
        row["code"],
        row["count"],
        row["open"],
        row["late"],
        row["repeated"],
        row["vetoes"],
        float(row["lat"]) if located else None,
        float(row["long"]) if located else None,
    )


def _inspections(actor: Actor, asked: Asked) -> dict[str, int]:
    """Count the sheets handed in by place: how often somebody looked."""
    rows = ScoreSheet.objects.visible_to(actor).within(asked.place_code)
    rows = rows.filter(status=SheetStatus.SUBMITTED, inspected_on__range=(asked.first_on, asked.last_on))
    if asked.round_id is not None:
        rows = rows.filter(round_id=asked.round_id)
    coded = rows.order_by().annotate(code=Substr("place_code", 1, asked.level))
    return dict(coded.values_list("code").annotate(Count("pk")))


def _within(code: str, names: Mapping[str, str]) -> str:
    return names.get(code[: Level.STREET], "") if len(code) > Level.STREET else ""


def _map(tallies: Sequence[Tally], names: Mapping[str, str], hot: tuple[str, ...]) -> HotMap | None:
    by_code = {t.place_code: t for t in tallies}
    points = [
        MapPoint(t.place_code, t.latitude, t.longitude, t.count)
        for t in tallies
        if t.latitude is not None and t.longitude is not None
    ]
    if not points:
        return None
    frame = frame_of(points, WIDTH, HEIGHT, MARGIN)
    marks = tuple(_mark(marker, by_code, names, hot) for marker in draw_markers(frame, points, CELL))
    bar_m, bar = scale_bar(frame, BAR)
    return HotMap(marks, frame, bar_m, bar)


def _mark(
    marker: Marker, by_code: Mapping[str, Tally], names: Mapping[str, str], hot: tuple[str, ...]
) -> Mark:
    members = [by_code[point.key] for point in marker.points]
    is_hot = any(t.place_code.startswith(hot) for t in members)
    count, late = marker.weight, sum(t.late for t in members)
    left = sum(t.open for t in members)
    shape = (
        "diamond"
        if any(t.vetoes for t in members)
        else "square"
        if any(t.repeated for t in members)
        else "circle"
    )
    tone = "bad" if late else "warn" if left else "ok"
    shown = "、".join(names.get(t.place_code, t.place_code) for t in members[:4])
    more = f"等 {len(members)} 个社区" if len(members) > 4 else ""
    return Mark(
        x=marker.x,
        y=marker.y,
        radius=min(24, 11 + int(count**0.5)),
        count=count,
        shape=shape,
        tone=tone,
        is_hot=is_hot,
        place_code=_common([t.place_code for t in members]),
        words=f"{shown}{more}：{count} 处，{left} 处没有整改好，{late} 处逾期{'；有热点' if is_hot else ''}",
    )


def _common(codes: Sequence[str]) -> str:
    """Return the lowest place that holds all of them."""
    first = codes[0]
    lengths = [n for n in LEVEL_LENGTHS if n <= len(first) and all(code[:n] == first[:n] for code in codes)]
    return first[: max(lengths, default=0)]
