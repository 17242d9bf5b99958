"""What is still on the phones of a round, and what came from them that waits for a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongjian.apps.inspections.models import ReplayedOperation, Round, ScoreSheet, SheetConflict, TakenRound
from gongjian.apps.inspections.selectors.refused import refused_of
from gongjian.apps.places.selectors import name_beside, names_of
from gongjian.core.access import Actor, OwnedQuerySet

SILENT_AFTER = timedelta(minutes=30)
"""A phone at the kerb that is on line speaks every few minutes."""


@dataclass(frozen=True)
class PhoneLine:
    """One phone that took a round along, by its last word."""

    taken: TakenRound
    came_since: int
    sheets: tuple[dict[str, Any], ...]
    is_silent: bool

    @property
    def begun(self) -> int:
        """How many sheets it has in hand."""
        return len(self.sheets)

    @property
    def is_holding(self) -> bool:
        """Whether something is still on it, by its last word."""
        return self.taken.waiting_operations > 0


@dataclass(frozen=True)
class OnPhones:
    """The phones of a round; those that hold something come first, the longest silent on top."""

    lines: list[PhoneLine]

    @property
    def holding(self) -> int:
        """How many phones hold something."""
        return sum(line.is_holding for line in self.lines)

    @property
    def operations(self) -> int:
        """How many records are on the phones."""
        return sum(line.taken.waiting_operations for line in self.lines)

    @property
    def photos(self) -> int:
        """How many of them are photos."""
        return sum(line.taken.waiting_photos for line in self.lines)


def read_phones(actor: Actor, row: Round) -> OnPhones:
    """List the phones that took a round along; two queries and one for the names of places."""
    came = ReplayedOperation.objects.filter(
        phone=OuterRef("phone"), round=OuterRef("round"), received_at__gt=OuterRef("said_at")
    )
    counted = came.order_by().values("phone").annotate(count=Count("pk")).values("count")
    taken = (
        TakenRound.objects.visible_to(actor)
        .filter(round=row)
        .select_related("phone__user")
        .annotate(came=Coalesce(Subquery(counted), 0))
    )
    rows = list(taken.order_by("phone__last_seen_at", "pk"))
    names = names_of({sheet["place"] for one in rows for sheet in one.sheets})
    silent = timezone.now() - SILENT_AFTER
    lines = [_line(one, names, silent) for one in rows]
    return OnPhones(sorted(lines, key=lambda line: not line.is_holding))


def _line(taken: Any, names: dict[str, str], silent: datetime) -> PhoneLine:
    sheets = tuple({**sheet, "name": names.get(sheet["place"], sheet["place"])} for sheet in taken.sheets)
    return PhoneLine(taken, taken.came, sheets, taken.phone.last_seen_at < silent)


def sheets_in_conflict(actor: Actor, row: Round) -> QuerySet[Any]:
    """List the sheets of a round with open fields, with how many (`open_count`)."""
    rows = ScoreSheet.objects.visible_to(actor).filter(
        round=row, conflicts__isnull=False, conflicts__resolved_at__isnull=True
    )
    counted = rows.annotate(open_count=Count("conflicts"))
    return counted.select_related("inspector").order_by("place_code", "pk")


def refused_in(actor: Actor, row: Round) -> OwnedQuerySet:
    """List what phones recorded for a round and could not be merged, the oldest first."""
    rows = refused_of(actor).filter(round=row).select_related("phone__user", "file", "sheet")
    return rows.order_by("received_at", "pk")


def waiting_for_desk() -> dict[str, Coalesce]:
    """Annotate rounds with what came from their phones and waits for a person: open fields, refused records."""
    fields = SheetConflict.objects.filter(sheet__round=OuterRef("pk"), resolved_at__isnull=True)
    records = ReplayedOperation.objects.filter(
        round=OuterRef("pk"), result="refused", settled_at__isnull=True
    )
    return {"open_fields": _count(fields, "sheet__round"), "refused": _count(records, "round")}


def open_fields_of(sheet: str) -> Coalesce:
    """Annotate rows with how many fields of a sheet, by the column that holds its key, are open."""
    rows = SheetConflict.objects.filter(sheet=OuterRef(sheet), resolved_at__isnull=True)
    return _count(rows, "sheet")


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def my_conflicts(actor: Actor) -> QuerySet[Any]:
    """List one's own sheets with open fields in rounds that still run, with how many (`open_count`)."""
    rows = ScoreSheet.objects.filter(
        inspector_id=actor.user_id,
        round__is_closed=False,
        conflicts__isnull=False,
        conflicts__resolved_at__isnull=True,
    )
    counted = rows.annotate(open_count=Count("conflicts"), place_name=name_beside("place_code"))
    return counted.select_related("round").order_by("round__ends_on", "pk")
