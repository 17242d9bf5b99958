"""What is worth telling of the matters of a period: which sources, classes, units, places; what repeats.

Only names are chosen here; every number is quoted by the text and read by the registry, from the same rows.
What concerns one person (a request, a dispute) is never told by class and place, and by class only once
there are as many as the rule asks for.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone

from gongjian.apps.documents.selectors.composing import Source
from gongjian.apps.matters.choices import ClassKind, MatterKind, MatterSource
from gongjian.apps.matters.models import Matter, MatterClass
from gongjian.apps.matters.selectors.map import first_spots, gather
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor
from gongjian.core.figures import Period
from gongjian.core.registry import rows_behind
from gongjian.core.rules import rule_value

MOST_CLASSES = 6
MOST_SPOTS = 10
MOST_UNITS = 10
REPEATS = "matters.analysis_repeats"
LEAST = "matters.analysis_least"
OF_EVERYBODY = (MatterKind.REPORT, MatterKind.IDEA)
OF_PUBLIC_SPACE = (ClassKind.COMPONENT, ClassKind.EVENT)


@dataclass(frozen=True)
class Spot:
    """One class at one place."""

    place_code: str
    place: str
    matter_class: MatterClass


@dataclass(frozen=True)
class Named:
    """Something with a number and a name."""

    key: str
    name: str


@dataclass(frozen=True)
class Facts:
    """What the text names; `repeats_before` are those of the period before."""

    least: int
    sources: list[Named]
    kinds: list[Named]
    has_few_kinds: bool
    classes: list[MatterClass]
    spots: list[Named]
    repeats: list[Spot]
    repeats_before: list[Spot]
    late_units: list[Named]


def find_facts(actor: Actor, source: Source) -> Facts:
    """Choose what to name; about a dozen queries."""
    place_code, period = source.place_code, source.period
    least = int(rule_value(LEAST, on=period.last_on, place_code=place_code))
    received = _rows("received", source)
    kinds = _tally(received, "kind")
    told = [kind for kind, count in kinds if kind in OF_EVERYBODY or count >= least]
    return Facts(
        least=least,
        sources=[Named(key, str(MatterSource(key).label)) for key, _count in _tally(received, "source")],
        kinds=[Named(kind, str(MatterKind(kind).label)) for kind in told],
        has_few_kinds=len(told) < len(kinds),
        classes=_classes(received, least),
        spots=_hot_places(actor, source),
        repeats=_repeats(place_code, period),
        repeats_before=_repeats(place_code, period.previous()),
        late_units=_late_units(source),
    )


def _rows(key: str, source: Source) -> Any:
    rows = rows_behind(f"matters.{key}", place_code=source.place_code, period=source.period)
    return rows.order_by()


def _tally(rows: Any, field: str) -> list[tuple[str, int]]:
    """List the values of a field that occur with how often, the most frequent first."""
    found = rows.values(field).annotate(count=Count("pk")).order_by("-count", field)
    return [(row[field], row["count"]) for row in found]


def _classes(rows: Any, least: int) -> list[MatterClass]:
    """List the most frequent classes; requests of persons only from the least number on."""
    counted = rows.filter(matter_class__isnull=False).values("matter_class").annotate(count=Count("pk"))
    tallies = {row["matter_class"]: row["count"] for row in counted.order_by("-count", "matter_class")[:40]}
    known = MatterClass.objects.in_bulk(tallies)
    told = [known[pk] for pk, count in tallies.items() if _may_tell(known[pk], count, least)]
    return told[:MOST_CLASSES]


def _may_tell(matter_class: MatterClass, count: int, least: int) -> bool:
    return matter_class.kind in OF_PUBLIC_SPACE or count >= least


def _repeats(place_code: str, period: Period) -> list[Spot]:
    """List the places where one class of public space came as often as the rule says, the most first."""
    at_least = int(rule_value(REPEATS, on=period.last_on, place_code=place_code))
    rows = rows_behind("matters.received", place_code=place_code, period=period).order_by()
    rows = rows.filter(matter_class__kind__in=OF_PUBLIC_SPACE)
    grouped = rows.values("place_code", "matter_class").annotate(count=Count("pk"))
    found = list(
        grouped.filter(count__gte=at_least).order_by("-count", "place_code", "matter_class")[:MOST_SPOTS]
    )
    classes = MatterClass.objects.in_bulk({row["matter_class"] for row in found})
    names = names_of({row["place_code"] for row in found})
    return [
        Spot(row["place_code"], names.get(row["place_code"], ""), classes[row["matter_class"]])
        for row in found
    ]


def _hot_places(actor: Actor, source: Source) -> list[Named]:
    """List the places below with more than chance explains."""
    now = timezone.now()
    seen = Matter.objects.visible_to(actor).filter(pk__in=_rows("received", source).values("pk"))
    gathered = gather(first_spots(seen.order_by("pk"), now), source.place_code, now)
    if gathered is None:
        return []
    return [Named(place.place_code, place.name) for place in gathered.places if place.spot.is_hot]


def _late_units(source: Source) -> list[Named]:
    rows = _rows("unit_late", source).values("organisation_id", "organisation__name")
    found = rows.annotate(count=Count("pk")).order_by("-count", "organisation_id")[:MOST_UNITS]
    return [Named(str(row["organisation_id"]), row["organisation__name"]) for row in found]
