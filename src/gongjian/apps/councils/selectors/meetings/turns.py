"""Who chairs next: computed from who chaired."""

from django.utils import timezone

from gongjian.apps.councils.choices import MeetingStatus
from gongjian.apps.councils.models import ChairTurn, CouncilMember, in_force
from gongjian.engines.roster import Turn, next_turn


def turns_of(council_id: int) -> list[ChairTurn]:
    """List the turns taken in the chair, oldest first; those of meetings that were cancelled do not count. One query."""
    rows = ChairTurn.objects.filter(meeting__council_id=council_id)
    rows = rows.exclude(meeting__status=MeetingStatus.CANCELLED)
    return list(
        rows.select_related("of__organisation", "by__organisation", "meeting").order_by(
            "meeting__number", "pk"
        )
    )


def ring_of(council_id: int) -> list[int]:
    """List the members of today that chair by turns, in their order. One query."""
    rows = CouncilMember.objects.filter(
        in_force(timezone.localdate(), "", "joined_on", "left_on"),
        council_id=council_id,
        chair_order__isnull=False,
    )
    return list(rows.order_by("chair_order", "pk").values_list("pk", flat=True))


def next_chair(council_id: int) -> Turn | None:
    """Return whose turn is next and who takes it; None when nobody chairs by turns. Two queries."""
    taken = [Turn(turn.of_id, turn.by_id) for turn in turns_of(council_id)]
    return next_turn(ring_of(council_id), taken)
