"""Read the fields that phone and desk set differently."""

from gongjian.apps.inspections.models import ScoreSheet, SheetConflict
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound


def get_conflict(actor: Actor, conflict_id: int) -> SheetConflict:
    """Return one conflict of a sheet one may write on or see; NotFound otherwise."""
    rows = SheetConflict.objects.reachable_by(actor, Right.INSPECTIONS_SCORE)
    found = rows.filter(pk=conflict_id).first()
    if found is None:
        raise NotFound()
    return found


def sheet_of(actor: Actor, conflict: SheetConflict) -> OwnedQuerySet:
    """Keep the sheet that a conflict belongs to."""
    return ScoreSheet.objects.reachable_by(actor, Right.INSPECTIONS_SCORE).filter(pk=conflict.sheet_id)
