"""The map: matters one by one while they are few, else how many lie in each cell; and where they gather."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, FloatField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from gongjian.apps.matters.choices import ClassKind, MatterKind
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.matters import is_late
from gongjian.apps.matters.selectors.rows import MatterRow, rows_of
from gongjian.apps.places.models import Place
from gongjian.core.access import OwnedQuerySet, prefix_range
from gongjian.core.figures import round_half_up
from gongjian.core.maps import MapItem
from gongjian.core.rules import rule_value
from gongjian.engines.coordinates import Box
from gongjian.engines.hotspots import HotSpot, Observed, rank_hot_spots

MOST_SINGLE = 300
"""So many matters are drawn one by one; more are drawn by cells."""
MOST_DRAWN = 10_000
"""The first so many of the view are looked at, so that the page costs the same however long the table is."""
CELLS = 16
FALSE_SHARE = "hotspots.false_share"
TONES = {"red": "bad", "amber": "warn", "green": "brand"}
Address = Callable[[int], str]
BoxAddress = Callable[[Box], str]


class Spot(NamedTuple):
    """Where one matter of the view is, if that is known, and how it stands."""

    pk: int
    place_code: str
    latitude: float | None
    longitude: float | None
    is_late: bool
    is_over: bool


class Located(NamedTuple):
    """A matter on the map: its number, where it is, how it stands."""

    pk: int
    latitude: float
    longitude: float
    is_late: bool
    is_over: bool


@dataclass(frozen=True)
class Drawn:
    """What a map shows: items, and the rows they are when they are few (for the list twin).

    `placed` and `unplaced` are counted among the first MOST_DRAWN; `is_cut` says that there are more.
    """

    items: list[MapItem]
    rows: list[MatterRow]
    placed: int
    unplaced: int
    is_cut: bool


@dataclass(frozen=True)
class Gathered:
    """One place: how many matters and how many late, beside what its share of households lets expect."""

    place_code: str
    name: str
    count: int
    late: int
    spot: HotSpot

    @property
    def expected(self) -> str:
        """What its weight lets expect, to a tenth."""
        return str(round_half_up(self.spot.expected, 1))

    @property
    def times(self) -> str:
        """How many times that there is."""
        return "" if self.spot.times is None else str(round_half_up(self.spot.times, 1))


@dataclass(frozen=True)
class Gatherings:
    """Places below one by how little chance explains their matters; `by_households` unless these aren't known."""

    places: list[Gathered]
    hot: tuple[str, ...]
    by_households: bool
    false_share: Fraction


def first_spots(rows: OwnedQuerySet, now: datetime) -> list[Spot]:
    """Read where the first MOST_DRAWN of ordered rows are; one query, which reads each row once."""
    found = rows.annotate(
        north_=Cast("latitude", FloatField()),
        east_=Cast("longitude", FloatField()),
        late_=ExpressionWrapper(is_late(now), BooleanField()),
        over_=ExpressionWrapper(Q(closed_at__isnull=False), BooleanField()),
    )
    columns = found.values_list("pk", "place_code", "north_", "east_", "late_", "over_")
    return [Spot(*row) for row in columns[:MOST_DRAWN]]


def draw_matters(
    spots: Sequence[Spot],
    now: datetime,
    address: Address,
    box_address: BoxAddress,
    box: Box | None = None,
    hot: tuple[str, ...] = (),
) -> Drawn:
    """Draw the first matters of a view, in a box if one is given. Four queries at most.

    `address` names the page of a matter, `box_address` the map of a part; single matters of `hot` places are ringed.
    """
    placed = [
        Located(pk, north, east, late, over)
        for pk, _place, north, east, late, over in spots
        if north is not None and east is not None
    ]
    is_cut, unplaced = len(spots) == MOST_DRAWN, len(spots) - len(placed)
    if box:
        placed, unplaced = [one for one in placed if _is_inside(one, box)], 0
    if len(placed) > MOST_SINGLE:
        return Drawn(_cells(placed, box_address), [], len(placed), unplaced, is_cut)
    kept = Matter.objects.filter(pk__in=[one.pk for one in placed])
    found = rows_of(list(kept.select_related("matter_class").order_by("due_at", "pk")), now)
    items = [item_of(row, address, hot) for row in found]
    return Drawn(items, found, len(placed), unplaced, is_cut)


def item_of(row: MatterRow, address: Address, hot: tuple[str, ...] = ()) -> MapItem:
    """Return a located matter as the map draws it: shape by kind, colour by deadline, ringed in a hot place."""
    matter = row.matter
    left = row.left.phrase if row.left else row.word
    return MapItem(
        key=str(matter.pk),
        latitude=float(matter.latitude or 0),
        longitude=float(matter.longitude or 0),
        words=_("%(title)s，%(place)s，%(left)s") % {"title": matter.title, "place": row.place, "left": left},
        shape=_shape(matter),
        tone=TONES[row.left.light.value] if row.left else "ok" if matter.closed_at else "plain",
        href=address(matter.pk),
        is_hot=matter.place_code.startswith(hot),
    )


def _shape(matter: Matter) -> str:
    if matter.kind == MatterKind.DISPUTE:
        return "diamond"
    is_component = matter.matter_class is not None and matter.matter_class.kind == ClassKind.COMPONENT
    return "square" if is_component else "circle"


def _is_inside(one: Located, box: Box) -> bool:
    return box.south <= one.latitude <= box.north and box.west <= one.longitude <= box.east


def _cells(placed: Sequence[Located], box_address: BoxAddress) -> list[MapItem]:
    """Count matters by the cells of a grid over all of them; one item each, where they lie on average."""
    south, west = min(one.latitude for one in placed), min(one.longitude for one in placed)
    high = (max(one.latitude for one in placed) - south) / CELLS
    wide = (max(one.longitude for one in placed) - west) / CELLS
    cells: dict[tuple[int, int], list[Located]] = {}
    for one in placed:
        cell = int((one.latitude - south) / (high or 1)), int((one.longitude - west) / (wide or 1))
        cells.setdefault(cell, []).append(one)
    return [
        _cell_item(
            f"{row}-{column}",
            inside,
            Box(
                south + row * high, west + column * wide, south + (row + 1) * high, west + (column + 1) * wide
            ),
            box_address,
        )
        for (row, column), inside in cells.items()
    ]


def _cell_item(key: str, inside: Sequence[Located], part: Box, box_address: BoxAddress) -> MapItem:
    count, late = len(inside), sum(one.is_late for one in inside)
    return MapItem(
        key=key,
        latitude=sum(one.latitude for one in inside) / count,
        longitude=sum(one.longitude for one in inside) / count,
        words=_("%(count)d 件，%(late)d 件逾期") % {"count": count, "late": late},
        tone="bad" if late else "ok" if all(one.is_over for one in inside) else "brand",
        href=box_address(part),
        count=count,
    )


def gather(spots: Sequence[Spot], place_code: str, now: datetime) -> Gatherings | None:
    """Rank the places of a level below one by their matters among the first of a view; two queries.

    Every place counts by its households where all of them are known, else all alike. None at a community.
    """
    level = _level_below(place_code)
    if level is None:
        return None
    tallies = _tallies(spots, level)
    places = Place.objects.filter(prefix_range("code", place_code), level=level, valid_to__isnull=True)
    weights = {
        code: (name, households)
        for code, name, households in places.values_list("code", "name", "households")
    }
    for code in tallies.keys() - weights.keys():
        weights[code] = (code, None)
    by_households = bool(weights) and all(households for _name, households in weights.values())
    share = Fraction(str(rule_value(FALSE_SHARE, on=now.date(), place_code=place_code)))
    seen = [
        Observed(code, tallies.get(code, (0, 0))[0], (households or 1) if by_households else 1)
        for code, (_name, households) in weights.items()
    ]
    ranked = rank_hot_spots(seen, share)
    listed = [
        Gathered(spot.key, weights[spot.key][0], *tallies[spot.key], spot)
        for spot in ranked
        if spot.key in tallies
    ]
    return Gatherings(listed, tuple(spot.key for spot in ranked if spot.is_hot), by_households, share)


def _tallies(spots: Sequence[Spot], level: int) -> dict[str, tuple[int, int]]:
    """Count the matters and the late ones of each place of a level."""
    every = Counter(spot.place_code[:level] for spot in spots)
    late = Counter(spot.place_code[:level] for spot in spots if spot.is_late)
    return {code: (count, late[code]) for code, count in every.items()}


def _level_below(place_code: str) -> int | None:
    """Choose the level that is compared: communities in a county, streets in a city, counties in a province."""
    length = len(place_code)
    wanted = 12 if length >= 6 else 9 if length == 4 else 6 if length == 2 else 4
    return wanted if wanted > length else None
