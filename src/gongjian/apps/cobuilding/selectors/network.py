"""Who builds with whom in a year: pairs of communities and units, the picture of their lines, the days to an agreement."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices import DeliveryStatus
from gongjian.apps.cobuilding.models import Agreement, AgreementLine, Delivery
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, prefix_range
from gongjian.core.figures import Period
from gongjian.core.maps import MapItem, Picture, draw_map

MOST_PAIRS = 200
MOST_DRAWN = 24
ROW, TOP, LEFT, RIGHT, WIDTH = 30, 20, 128, 232, 360
THICKEST, THINNEST = 10.0, 1.5
LONGEST_NAME = 9


@dataclass(frozen=True)
class Pair:
    """A community and a unit in a year: agreements signed or in force, confirmed deliveries, minutes, value in cents."""

    place_code: str
    place_name: str
    unit_id: int
    unit_name: str
    agreements: int
    deliveries: int
    minutes: int
    value_cents: int

    @property
    def hours(self) -> float:
        """How long people served, in hours."""
        return self.minutes / 60


@dataclass(frozen=True)
class Node:
    """A community or unit in the picture: what is written, where."""

    name: str
    title: str
    y: int


@dataclass(frozen=True)
class Line:
    """The line between two nodes: an SVG path, how thick, what a reader hears, whether anything was given yet."""

    path: str
    thickness: float
    words: str
    is_given: bool


@dataclass(frozen=True)
class Network:
    """The picture: communities left, units right; `most` is what the thickest line stands for, `hidden` pairs are in the table alone."""

    places: tuple[Node, ...]
    units: tuple[Node, ...]
    lines: tuple[Line, ...]
    height: int
    hidden: int
    most: int
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT


def year_of(year: int) -> Period:
    """Return the days of a year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def list_pairs(actor: Actor, place_code: str, year: int) -> list[Pair]:
    """List all pairs of a place whose agreements were in force in a year, those that gave most first. Three queries."""
    period = year_of(year)
    rows = Agreement.objects.visible_to(actor).filter(
        prefix_range("place_code", place_code), signed_on__lte=period.last_on
    )
    rows = rows.filter(
        Q(ended_on__isnull=True, ends_on__gte=period.first_on) | Q(ended_on__gte=period.first_on)
    )
    signed = rows.order_by().values("place_code", "organisation_id", "organisation__name")
    found = list(signed.annotate(count=Count("pk")))
    given = _given(rows.order_by(), period)
    names = names_of({row["place_code"] for row in found})
    pairs = [
        Pair(
            row["place_code"],
            names.get(row["place_code"], row["place_code"]),
            row["organisation_id"],
            row["organisation__name"],
            row["count"],
            *given.get((row["place_code"], row["organisation_id"]), (0, 0, 0)),
        )
        for row in found
    ]
    return sorted(pairs, key=lambda pair: (-pair.deliveries, -pair.agreements, pair.place_code, pair.unit_id))


def _given(agreements: QuerySet[Any], period: Period) -> dict[tuple[str, int], tuple[int, int, int]]:
    lines = Delivery.objects.filter(
        line__agreement__in=agreements,
        status=DeliveryStatus.CONFIRMED,
        on__range=(period.first_on, period.last_on),
    )
    by_pair = lines.order_by().values_list("line__agreement__place_code", "line__agreement__organisation_id")
    summed = by_pair.annotate(Count("pk"), Sum("minutes"), Sum("value_cents"))
    return {(code, unit): (count, minutes or 0, cents or 0) for code, unit, count, minutes, cents in summed}


def draw_network(pairs: Sequence[Pair]) -> Network:
    """Draw the first pairs as lines between two columns; the thicker, the more often was given."""
    drawn = pairs[:MOST_DRAWN]
    weight: Counter[str] = Counter()
    units: defaultdict[int, int] = defaultdict(int)
    for pair in drawn:
        weight[pair.place_code] += pair.deliveries + 1
        units[pair.unit_id] += pair.deliveries + 1
    place_at = {code: TOP + ROW * at for at, (code, _w) in enumerate(weight.most_common())}
    ordered = sorted(units, key=lambda unit: (_middle(unit, drawn, place_at), unit))
    unit_at = {unit: TOP + ROW * at for at, unit in enumerate(ordered)}
    most = max((pair.deliveries for pair in drawn), default=0)
    place_names = {pair.place_code: pair.place_name for pair in drawn}
    unit_names = {pair.unit_id: pair.unit_name for pair in drawn}
    return Network(
        places=tuple(Node(_short(place_names[code]), place_names[code], y) for code, y in place_at.items()),
        units=tuple(Node(_short(unit_names[unit]), unit_names[unit], y) for unit, y in unit_at.items()),
        lines=tuple(_line(pair, place_at[pair.place_code], unit_at[pair.unit_id], most) for pair in drawn),
        height=TOP + ROW * max(len(place_at), len(unit_at), 1),
        hidden=len(pairs) - len(drawn),
        most=most,
    )


def _middle(unit: int, pairs: Sequence[Pair], place_at: dict[str, int]) -> float:
    """Return how far down a unit's communities stand, so that few lines cross."""
    found = [place_at[pair.place_code] for pair in pairs if pair.unit_id == unit]
    return sum(found) / len(found)


def _line(pair: Pair, start: int, end: int, most: int) -> Line:
    middle = (LEFT + RIGHT) // 2
    path = f"M{LEFT} {start}C{middle} {start} {middle} {end} {RIGHT} {end}"
    share = pair.deliveries / most if most else 0
    words = _("%(place)s、%(unit)s：协议 %(agreements)d 份，交付 %(deliveries)d 次") % {
        "place": pair.place_name,
        "unit": pair.unit_name,
        "agreements": pair.agreements,
        "deliveries": pair.deliveries,
    }
    return Line(path, round(THINNEST + (THICKEST - THINNEST) * share, 1), words, pair.deliveries > 0)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def days_to_agreement(actor: Actor, place_code: str, year: int) -> float | None:
    """Return the median of days from a need's entry to its signature, of lines signed in a year; None without any."""
    period = year_of(year)
    rows = AgreementLine.objects.visible_to(actor).filter(
        prefix_range("agreement__place_code", place_code),
        agreement__signed_on__range=(period.first_on, period.last_on),
    )
    moments = rows.values_list("agreement__signed_on", "need__made_at")
    days = [(signed_on - made_at.date()).days for signed_on, made_at in moments]
    return median(days) if days else None


def map_of(actor: Actor, place_code: str, year: int) -> Picture | None:
    """Draw where what was agreed in a year is needed; None when no need says where."""
    period = year_of(year)
    rows = (
        AgreementLine.objects.visible_to(actor)
        .filter(
            prefix_range("agreement__place_code", place_code),
            agreement__signed_on__range=(period.first_on, period.last_on),
            need__latitude__isnull=False,
            need__longitude__isnull=False,
        )
        .select_related("need", "agreement__organisation")
    )
    items = [
        MapItem(
            str(line.pk),
            float(line.need.latitude or 0),
            float(line.need.longitude or 0),
            f"{line.need.title}：{line.agreement.organisation}",
            tone="ok" if line.accepted is not None and line.accepted >= line.promised else "brand",
            href=reverse("cobuilding:agreement", args=[line.agreement_id]),
        )
        for line in rows[:MOST_PAIRS]
    ]
    return draw_map(items, []) if items else None
