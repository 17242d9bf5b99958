"""What of matters is bound to one person, and giving it to another."""

from django.db.models import QuerySet
from django.urls import reverse

from gongjian.apps.matters.choices import AssignmentState
from gongjian.apps.matters.models import Assignment, ShiftHandover
from gongjian.apps.matters.selectors.hands import in_hand, people_of
from gongjian.apps.parties.models import User
from gongjian.apps.parties.selectors import holders_of
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.open_work import OpenItem

MOST_PARTS = 200


def open_work_of(user_id: int) -> list[OpenItem]:
    """List the shifts that wait for a person, and the parts of units that nobody else acts for."""
    shifts = [
        OpenItem("交接班", row.pk, f"{row.giver}交的班", reverse("matters:shift", args=[row.pk]))
        for row in _shifts(user_id).select_related("giver")
    ]
    return shifts + [
        OpenItem("事项", part.pk, part.matter.title, reverse("matters:matter", args=[part.matter_id]))
        for part in _sole_parts(user_id)
    ]


def transfer(actor: Actor, giver_id: int, taker_id: int) -> int:
    """Let another take the shifts that wait for a person, where he may; return how many.

    Parts are the unit's and stay with it: whoever acts for it has them.
    """
    rows = list(_shifts(giver_id).select_for_update(no_key=True, of=("self",)))
    moved = [row for row in rows if taker_id in holders_of(Right.MATTERS_DISPATCH, [row.place_code])]
    for row in moved:
        row.taker_id = taker_id
        row.save(update_fields=["taker"])
        audit.record(
            actor,
            "matters.shift_passed_on",
            row,
            before={"taker_id": giver_id},
            after={"taker_id": taker_id},
        )
    return len(moved)


def _shifts(user_id: int) -> QuerySet[ShiftHandover]:
    rows: QuerySet[ShiftHandover] = ShiftHandover.objects.filter(
        taker_id=user_id, confirmed_at__isnull=True, withdrawn_at__isnull=True
    )
    return rows


def _sole_parts(user_id: int) -> list[Assignment]:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return []
    rows = Assignment.objects.filter(in_hand(user.as_actor()), state__in=AssignmentState.in_hand())
    parts = list(rows.select_related("matter", "organisation").order_by("due_at", "pk")[:MOST_PARTS])
    units = {part.organisation_id: part.organisation for part in parts}
    alone = {pk for pk, unit in units.items() if people_of(unit) == [user_id]}
    return [part for part in parts if part.organisation_id in alone]
