"""Where findings gather: places ranked against what their inspections let expect, and a map of them."""

from collections.abc import Callable, Mapping, Sequence
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
from gongjian.core.maps import MapItem, Picture, draw_map
from gongjian.core.rules import rule_value
from gongjian.engines.hotspots import HotSpot, Observed, rank_hot_spots

DAYS, FALSE_SHARE = "hotspots.days", "hotspots.false_share"
Address = Callable[[str], str]


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
class HotSpots:
    """The ranking and the map of one question."""

    rows: list[HotRow]
    map: Picture | None
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


def read_hot_spots(actor: Actor, asked: Asked, address: Address) -> HotSpots:
    """Rank the places of a level within a place by their findings, and draw them; five queries.

    `address` says where the findings of a place are listed.
    """
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
        map=_map(list(points.values()), names, tuple(spot.key for spot in spots if spot.is_hot), address),
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


def _map(
    tallies: Sequence[Tally], names: Mapping[str, str], hot: tuple[str, ...], address: Address
) -> Picture | None:
    placed = {
        t.place_code: (t, t.latitude, t.longitude)
        for t in tallies
        if t.latitude is not None and t.longitude is not None
    }

    def item_of(codes: Sequence[str]) -> MapItem:
        _first, latitude, longitude = placed[codes[0]]
        return _item([placed[code][0] for code in codes], (latitude, longitude), names, hot, address)

    return draw_map(
        [item_of([code]) for code in placed], join=lambda members: item_of([member.key for member in members])
    )


def _item(
    members: Sequence[Tally],
    at: tuple[float, float],
    names: Mapping[str, str],
    hot: tuple[str, ...],
    address: Address,
) -> MapItem:
    is_hot = any(t.place_code.startswith(hot) for t in members)
    count, left, late = (
        sum(values) for values in zip(*((t.count, t.open, t.late) for t in members), strict=True)
    )
    shape = (
        "diamond"
        if any(t.vetoes for t in members)
        else "square"
        if any(t.repeated for t in members)
        else "circle"
    )
    shown = "、".join(names.get(t.place_code, t.place_code) for t in members[:4])
    more = f"等 {len(members)} 个社区" if len(members) > 4 else ""
    return MapItem(
        key=members[0].place_code,
        latitude=at[0],
        longitude=at[1],
        words=f"{shown}{more}：{count} 处，{left} 处没有整改好，{late} 处逾期{'；有热点' if is_hot else ''}",
        shape=shape,
        tone="bad" if late else "warn" if left else "ok",
        href=address(_common([t.place_code for t in members])),
        count=count,
        is_hot=is_hot,
    )


def _common(codes: Sequence[str]) -> str:
    """Return the lowest place that holds all of them."""
    first = codes[0]
    lengths = [n for n in LEVEL_LENGTHS if n <= len(first) and all(code[:n] == first[:n] for code in codes)]
    return first[: max(lengths, default=0)]
