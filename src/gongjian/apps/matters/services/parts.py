"""The parts of units in a matter, when the matter itself moves on."""

from django.utils import timezone

from gongjian.apps.matters.choices import AssignmentState
from gongjian.apps.matters.models import Assignment, Extension, Matter
from gongjian.apps.matters.transitions import next_state


def settle(matter: Matter) -> None:
    """Move a locked matter by its parts: to its check when none is owed any more, else to being handled."""
    parts = set(
        Assignment.objects.filter(matter=matter, cycle=matter.cycle)
        .exclude(state__in=(AssignmentState.HANDED_BACK, AssignmentState.ENDED))
        .values_list("state", flat=True)
    )
    if parts <= {AssignmentState.DONE}:
        matter.state, matter.done_at = next_state("act", matter.state), timezone.now()
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
