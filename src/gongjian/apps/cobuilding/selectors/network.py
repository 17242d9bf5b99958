"""Who builds with whom in a year: pairs of communities and units, the picture of their lines, the days to an agreement."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices import DeliveryStatus
from gongjian.apps.cobuilding.models import Agreement, AgreementLine, Delivery
from gongjian.apps.cobuilding.selectors.days import WAIT_FOR_AGREEMENT
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, prefix_range
from gongjian.core.figures import Period
from gongjian.core.maps import MapItem, Picture, draw_map

KEY = ("place_code", "organisation_id")
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
    """List the pairs of a place whose agreements were in force in a year, those that gave most first.

    MOST_PAIRS at most: those with most deliveries, then those with most agreements. Four queries.
    """
    rows, period = _in_force(actor, place_code, year), year_of(year)
    given = _given(rows, period)
    signed = rows.values(*KEY, "organisation__name").annotate(count=Count("pk"))
    giving = signed.filter(
        place_code__in={code for code, _unit in given}, organisation_id__in={unit for _code, unit in given}
    )
    most = signed.order_by("-count", *KEY)[:MOST_PAIRS] if len(given) < MOST_PAIRS else []
    found = {(row["place_code"], row["organisation_id"]): row for row in (*giving, *most)}
    names = names_of({code for code, _unit in found})
    pairs = [
        Pair(
            code, names.get(code, code), unit, row["organisation__name"], row["count"],
            *given.get((code, unit), (0, 0, 0)),
        )
        for (code, unit), row in found.items()
    ]  # fmt: skip
    pairs.sort(key=lambda pair: (-pair.deliveries, -pair.agreements, pair.place_code, pair.unit_id))
    return pairs[:MOST_PAIRS]


@dataclass(frozen=True)
class Width:
    """How many communities, units and pairs of them build together."""

    places: int
    units: int
    pairs: int


def width_of(actor: Actor, place_code: str, year: int) -> Width:
    """Count the communities, the units and the pairs of a place whose agreements were in force in a year. One query."""
    pairs = _in_force(actor, place_code, year).values(*KEY).distinct()
    found = pairs.aggregate(
        places=Count("place_code", distinct=True),
        units=Count("organisation_id", distinct=True),
        pairs=Count("place_code"),
    )
    return Width(**found)


def _in_force(actor: Actor, place_code: str, year: int) -> QuerySet[Any]:
    """Keep the agreements of a place that were signed by the end of a year and not over before it."""
    period = year_of(year)
    rows = Agreement.objects.visible_to(actor).filter(
        prefix_range("place_code", place_code), signed_on__lte=period.last_on
    )
    lasting = Q(ended_on__isnull=True, ends_on__gte=period.first_on) | Q(ended_on__gte=period.first_on)
    return rows.filter(lasting).order_by()


def _given(agreements: QuerySet[Any], period: Period) -> dict[tuple[str, int], tuple[int, int, int]]:
    """Add up what the pairs that gave most often gave: deliveries, minutes, cents."""
    lines = Delivery.objects.filter(
        line__agreement__in=agreements,
        status=DeliveryStatus.CONFIRMED,
        on__range=(period.first_on, period.last_on),
    )
    by_pair = [f"line__agreement__{name}" for name in KEY]
    summed = (
        lines.order_by()
        .values_list(*by_pair)
        .annotate(count=Count("pk"), minutes_=Sum("minutes"), cents=Sum("value_cents"))
        .order_by("-count", *by_pair)[:MOST_PAIRS]
    )
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
    """Return the median of days from a need's entry to its signature, of lines signed in a year; None without any.

    Days are those of the office's zone. Two queries, for the number of lines and for the one or two in the middle.
    """
    period = year_of(year)
    rows = AgreementLine.objects.visible_to(actor).filter(
        prefix_range("agreement__place_code", place_code),
        agreement__signed_on__range=(period.first_on, period.last_on),
    )
    if not (count := rows.count()):
        return None
    ordered = rows.order_by(WAIT_FOR_AGREEMENT).values_list("agreement__signed_on", "need__made_at")
    middle = ordered[(count - 1) // 2 : count // 2 + 1]
    return mean((signed_on - localdate(made_at)).days for signed_on, made_at in middle)


def map_of(actor: Actor, place_code: str, year: int) -> Picture | None:
    """Draw where what was agreed in a year is needed, as far as the latest MOST_PAIRS agreements go; None when no need says where. Two queries."""
    period = year_of(year)
    located = AgreementLine.objects.filter(need__latitude__isnull=False, need__longitude__isnull=False)
    signed = Agreement.objects.visible_to(actor).filter(
        Exists(located.filter(agreement=OuterRef("pk"))),
        prefix_range("place_code", place_code),
        signed_on__range=(period.first_on, period.last_on),
    )
    latest = list(signed.order_by("-signed_on", "-pk").values_list("pk", flat=True)[:MOST_PAIRS])
    rows = located.filter(agreement_id__in=latest).select_related("need", "agreement__organisation")
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
