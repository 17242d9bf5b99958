"""How far a round is: inspected of all, by the places of the next level, and who is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import Round, ScoreSheet
from gongjian.apps.inspections.selectors.rounds import has_visits, knows_ahead, looked_at, open_visits_of
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place, PlaceQuerySet
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound


@dataclass(frozen=True)
class ProgressRow:
    """One place: communities with a submitted sheet, of all that stand."""

    code: str
    name: str
    done: int
    total: int

    @property
    def missing(self) -> int:
        """How many communities have no submitted sheet."""
        return self.total - self.done

    @property
    def percent(self) -> int:
        """The share done, 0 to 100, for the length of a bar."""
        return self.done * 100 // self.total if self.total else 0


@dataclass(frozen=True)
class Progress:
    """The rows of the next level and their sum."""

    rows: list[ProgressRow]
    level: Level

    @property
    def done(self) -> int:
        """Communities with a submitted sheet."""
        return sum(row.done for row in self.rows)

    @property
    def total(self) -> int:
        """All communities that stand."""
        return sum(row.total for row in self.rows)

    @property
    def missing(self) -> int:
        """Communities without a submitted sheet."""
        return self.total - self.done


def round_day(row: Round) -> date:
    """Return the day whose places a round looks at: today while it runs, its last day afterwards."""
    return min(timezone.localdate(), row.ends_on) if row.ends_on >= row.starts_on else row.ends_on


def place_of_round(row: Round, place_code: str) -> str:
    """Return the part of a round asked for, the whole without one; NotFound outside the round."""
    if place_code and not (place_code.isdigit() and place_code.startswith(row.place_code)):
        raise NotFound
    return place_code or row.place_code


def next_level(place_code: str) -> Level:
    """Return the level right below a place, the community at the lowest."""
    return next((level for level in Level if level > len(place_code)), Level.COMMUNITY)


def all_communities(actor: Actor, row: Round, place_code: str) -> PlaceQuerySet:
    """Keep the communities of a part of a round's place that stand on its day, looked at or not."""
    places = Place.objects.visible_to(actor).within(place_code)
    return places.filter(level=Level.COMMUNITY).valid_on(round_day(row))


def communities(actor: Actor, row: Round, place_code: str) -> PlaceQuerySet:
    """Keep the communities that a part of a round looks at, as far as the actor may see and know of them."""
    return looked_at(actor, row, all_communities(actor, row, place_code))


def parts_of(actor: Actor, row: Round, place_code: str) -> list[str]:
    """List the codes of the next level below a part of a round that have communities."""
    part = {"part": Substr("code", 1, int(next_level(place_code)))}
    rows = all_communities(actor, row, place_code).order_by().annotate(**part)
    return sorted(set(rows.values_list("part", flat=True)))


def has_sheet(row: Round, **fields: object) -> Exists:
    """Match places (outer query) with a sheet of the round."""
    return Exists(ScoreSheet.objects.filter(round=row, place_code=OuterRef("code"), **fields))


def missing_communities(
    actor: Actor, row: Round, place_code: str, among: Iterable[ProgressRow] = ()
) -> PlaceQuerySet:
    """List the communities without a submitted sheet, by code; `among` parts of known progress it looks only there."""
    rows = communities(actor, row, place_code).exclude(has_sheet(row, status=SheetStatus.SUBMITTED))
    behind = [part.code for part in among if part.missing]
    if behind:
        rows = rows.filter(code__gte=min(behind), code__lte=max(behind).ljust(Level.COMMUNITY, "9"))
    return rows.order_by("code")


def read_progress(actor: Actor, row: Round, place_code: str) -> Progress:
    """Count done and all by the places of the next level; three queries at any size."""
    level = min(next_level(place_code), Level.COMMUNITY)
    part = {"part": Substr("code", 1, int(level))}
    standing = communities(actor, row, place_code).order_by()
    totals = _counts(standing.values(**part))
    missing = _counts(missing_communities(actor, row, place_code).values(**part))
    names = names_of(totals)
    rows = [
        ProgressRow(code, names.get(code, code), total - missing.get(code, 0), total)
        for code, total in totals.items()
    ]
    return Progress(rows, level)


def _counts(rows: QuerySet[Any, dict[str, Any]]) -> dict[str, int]:
    counted: QuerySet[Any, dict[str, Any]] = rows.annotate(count=Count("*"))
    return {row["part"]: row["count"] for row in counted.order_by("part")}


def to_inspect(actor: Actor, row: Round, place_code: str, text: str = "") -> QuerySet[Place]:
    """List the communities for which the actor has no sheet of the round yet, by code."""
    own = has_sheet(row, inspector_id=actor.user_id)
    rows = communities(actor, row, place_code).exclude(own)
    if has_visits(row) and not knows_ahead(actor, row):
        visits = open_visits_of(actor, row).filter(place_code=OuterRef("code")).order_by()
        rows = rows.filter(Exists(visits))
    if text:
        rows = rows.filter(name__contains=text)
    return rows.order_by("code")


def sheets_by_place(actor: Actor, row: Round, codes: Iterable[str]) -> dict[str, list[ScoreSheet]]:
    """List the sheets of a round by community, whatever their state, in the order they were opened; one query."""
    rows = ScoreSheet.objects.visible_to(actor).filter(round=row, place_code__in=codes)
    found: dict[str, list[ScoreSheet]] = defaultdict(list)
    for sheet in rows.select_related("inspector").order_by("place_code", "pk"):
        found[sheet.place_code].append(sheet)
    return found
