"""The map: matters one by one while they are few, else how many lie in each cell; and where they gather."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Avg, Count, FloatField, Max, Min, Q, QuerySet
from django.db.models.functions import Cast, Floor, Substr
from django.utils.translation import gettext as _

from gongjian.apps.matters.choices import ClassKind, MatterKind
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.matters import STILL
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
"""The first so many of the view are drawn at all, so that the page costs the same however long the table is."""
CELLS = 16
FALSE_SHARE = "hotspots.false_share"
TONES = {"red": "bad", "amber": "warn", "green": "brand"}
Address = Callable[[int], str]
BoxAddress = Callable[[Box], str]


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


def draw_matters(
    rows: OwnedQuerySet,
    now: datetime,
    address: Address,
    box_address: BoxAddress,
    box: Box | None = None,
    hot: tuple[str, ...] = (),
) -> Drawn:
    """Draw ordered rows, in a box if one is given. Five queries, whatever there is.

    `address` names the page of a matter, `box_address` the map of a part; single matters of `hot` places are ringed.
    """
    first = Matter.objects.filter(pk__in=rows.values("pk")[:MOST_DRAWN])
    seen = first.filter(_inside(box)) if box else first
    located = Q(latitude__isnull=False, longitude__isnull=False)
    known = seen.order_by().aggregate(
        placed=Count("pk", filter=located),
        all=Count("pk"),
        south=Min("latitude"),
        north=Max("latitude"),
        west=Min("longitude"),
        east=Max("longitude"),
    )
    placed, unplaced, is_cut = known["placed"], known["all"] - known["placed"], known["all"] == MOST_DRAWN
    if placed == 0:
        return Drawn([], [], 0, unplaced, is_cut)
    if placed <= MOST_SINGLE:
        kept = seen.filter(located).select_related("matter_class").order_by("due_at", "pk")
        found = rows_of(list(kept), now)
        items = [item_of(row, address, hot) for row in found]
        return Drawn(items, found, placed, unplaced, is_cut)
    around = Box(*(float(known[side]) for side in ("south", "west", "north", "east")))
    return Drawn(_cells(seen.filter(located), around, now, box_address), [], placed, unplaced, is_cut)


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


def _inside(box: Box) -> Q:
    return Q(latitude__range=(box.south, box.north), longitude__range=(box.west, box.east))


def _cells(rows: QuerySet[Matter], around: Box, now: datetime, box_address: BoxAddress) -> list[MapItem]:
    """Count matters by the cells of a grid over a box; one item each, where they lie on average. One query."""
    high, wide = (around.north - around.south) / CELLS, (around.east - around.west) / CELLS
    cells = (
        rows.order_by()
        .annotate(
            row=Floor((Cast("latitude", FloatField()) - around.south) / (high or 1)),
            column=Floor((Cast("longitude", FloatField()) - around.west) / (wide or 1)),
        )
        .values("row", "column")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=now, closed_at__isnull=True) & ~Q(state__in=STILL)),
            over=Count("pk", filter=Q(closed_at__isnull=False)),
            north=Avg("latitude"),
            east=Avg("longitude"),
        )
    )
    found = []
    for cell in cells:
        south, west = around.south + cell["row"] * high, around.west + cell["column"] * wide
        part = Box(south, west, south + high, west + wide)
        tone = "bad" if cell["late"] else "ok" if cell["over"] == cell["count"] else "brand"
        words = _("%(count)d 件，%(late)d 件逾期") % {"count": cell["count"], "late": cell["late"]}
        found.append(
            MapItem(
                key=f"{cell['row']:.0f}-{cell['column']:.0f}",
                latitude=float(cell["north"]),
                longitude=float(cell["east"]),
                words=words,
                tone=tone,
                href=box_address(part),
                count=cell["count"],
            )
        )
    return found


def gather(rows: OwnedQuerySet, place_code: str, now: datetime) -> Gatherings | None:
    """Rank the places of a level below one by their matters among the first MOST_DRAWN; three queries.

    Every place counts by its households where all of them are known, else all alike. None at a community.
    """
    level = _level_below(place_code)
    if level is None:
        return None
    tallies = _tallies(rows, level, now)
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


def _tallies(rows: OwnedQuerySet, level: int, now: datetime) -> dict[str, tuple[int, int]]:
    first = Matter.objects.filter(pk__in=rows.values("pk")[:MOST_DRAWN])
    late = Count("pk", filter=Q(due_at__lt=now, closed_at__isnull=True) & ~Q(state__in=STILL))
    coded = first.order_by().annotate(code=Substr("place_code", 1, level)).values("code")
    return {row["code"]: (row["count"], row["late"]) for row in coded.annotate(count=Count("pk"), late=late)}


def _level_below(place_code: str) -> int | None:
    """Choose the level that is compared: communities in a county, streets in a city, counties in a province."""
    length = len(place_code)
    wanted = 12 if length >= 6 else 9 if length == 4 else 6 if length == 2 else 4
    return wanted if wanted > length else None
