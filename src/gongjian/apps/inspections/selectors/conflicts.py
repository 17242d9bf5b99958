"""Read the fields that phone and desk set differently."""

from dataclasses import dataclass
from typing import Any

from gongjian.apps.inspections.models import ScoreSheet, SheetConflict
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound
from gongjian.engines.scoring import plain


def get_conflict(actor: Actor, conflict_id: int) -> SheetConflict:
    """Return one conflict of a sheet one may write on or see; NotFound otherwise."""
    rows = SheetConflict.objects.reachable_by(actor, Right.INSPECTIONS_SCORE)
    found = rows.filter(pk=conflict_id).one()
    if found is None:
        raise NotFound()
    return found


def sheet_of(actor: Actor, conflict: SheetConflict) -> OwnedQuerySet:
    """Keep the sheet that a conflict belongs to."""
    return ScoreSheet.objects.reachable_by(actor, Right.INSPECTIONS_SCORE).filter(pk=conflict.sheet_id)


@dataclass(frozen=True)
class FieldRow:
    """One field with what the phone recorded and what stands at the desk now, as words to show."""

    conflict: SheetConflict
    desk: str
    desk_by: Any
    desk_at: Any

    @property
    def phone_key(self) -> str:
        """What the form sends for the phone's value."""
        return f"choose_{self.conflict.pk}=phone"

    @property
    def desk_key(self) -> str:
        """What the form sends for the desk's value."""
        return f"choose_{self.conflict.pk}=desk"


def open_rows(sheet: ScoreSheet) -> list[FieldRow]:
    """List what is open on a loaded sheet, with the desk's value of this moment; one query."""
    rows = SheetConflict.objects.filter(sheet=sheet, resolved_at__isnull=True)
    entries = {entry.rule_id: entry for entry in sheet.entries.all() if entry.rule_id}
    found = []
    for row in rows.select_related("item", "rule", "phone", "desk_by"):
        entry = entries.get(row.rule_id)
        if entry is None:
            found.append(FieldRow(row, "" if row.field == "note" else "0", row.desk_by, row.desk_at))
            continue
        value = entry.note if row.field == "note" else _number(getattr(entry, row.field, None))
        found.append(FieldRow(row, value, entry.recorded_by or row.desk_by, entry.recorded_at))
    return found


def _number(value: Any) -> str:
    return "" if value is None else plain(value)


def settled_rows(sheet: ScoreSheet) -> list[SheetConflict]:
    """List what was chosen on a sheet, the latest first; one query."""
    rows = SheetConflict.objects.filter(sheet=sheet, resolved_at__isnull=False)
    return list(rows.select_related("item", "rule", "resolved_by").order_by("-resolved_at")[:50])
