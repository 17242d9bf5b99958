"""The parts of units in a matter, when the matter itself moves on."""

from datetime import datetime

from django.utils import timezone

from gongjian.apps.matters.choices import AssignmentState
from gongjian.apps.matters.models import Assignment, Extension, Matter
from gongjian.apps.matters.transitions import next_state


def settle(matter: Matter, done_at: datetime | None = None) -> None:
    """Move a locked matter by its parts: to its check when none is owed any more, else to being handled.

    `done_at` is when the part was done that made us ask; the matter is done with the last of its parts.
    """
    rows = (
        Assignment.objects.filter(matter=matter, cycle=matter.cycle)
        .exclude(state__in=(AssignmentState.HANDED_BACK, AssignmentState.ENDED))
        .values_list("state", "done_at")
    )
    parts = {state for state, _at in rows}
    if parts <= {AssignmentState.DONE}:
        moments = [at for _state, at in rows if at is not None]
        matter.state = next_state("act", matter.state)
        matter.done_at = max([done_at, *moments]) if done_at else timezone.now()
    elif AssignmentState.REWORK not in parts:
        matter.state = next_state("accept", matter.state)
    matter.save(update_fields=["state", "done_at"])


def end_parts(matter: Matter) -> None:
    """End what units still owe of a locked matter, and what they asked for and was not answered."""
    Assignment.objects.filter(matter=matter, state__in=AssignmentState.in_hand()).update(
        state=AssignmentState.ENDED
    )
    Extension.objects.filter(matter=matter, is_granted__isnull=True).update(
        is_granted=False, decided_at=timezone.now(), words="没有答复，随派办一起结束"
    )
