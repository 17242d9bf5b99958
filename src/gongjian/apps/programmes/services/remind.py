"""Remind those who owe a report (催报)."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.programmes.choices import ProgrammeStatus
from gongjian.apps.programmes.models import Assignment, Programme
from gongjian.apps.programmes.selectors.debts import owing_leaves
from gongjian.apps.programmes.services.notices import reminder_topic, tell
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotFound


@transaction.atomic
def remind(*, actor: Actor, programme_id: int, assignment_ids: list[int] | None = None) -> int:
    """Tell everybody below the actor who owes a report of a programme; return how many places and units.

    `assignment_ids` narrows it to some. Raises Invalid when nobody owes anything.
    """
    programme = Programme.objects.visible_to(actor).filter(pk=programme_id).one()
    if programme is None:
        raise NotFound()
    actor.require(Right.REPORTS_CONFIRM)
    rows = owing_leaves(
        Assignment.objects.reachable_by(actor, Right.REPORTS_CONFIRM), programme, timezone.localdate()
    )
    if assignment_ids is not None:
        rows = rows.filter(pk__in=assignment_ids)
    owing = set(rows.values_list("place_code", "organisation_id"))
    if not owing:
        raise Invalid("现在没有人欠报，不用催。")
    places = {place for place, unit in owing if unit is None}
    units = {unit for _place, unit in owing if unit is not None}
    tell(
        holders_of(Right.REPORTS_WRITE, places, units),
        f"{actor.name}催报：“{programme.title}”的进度还没有报，请尽快填报。",
        f"{reverse('programmes:mine')}?state=owing",
        programme.place_code,
        topic=reminder_topic(programme),
    )
    audit.record(
        actor,
        "programmes.reminded",
        programme,
        after={"places": sorted(places), "units": sorted(units)},
    )
    return len(owing)


@transaction.atomic
def remind_below(*, actor: Actor, place_code: str) -> int:
    """Remind all in a place below the actor who owe a report of any running programme; return how many.

    Raises NotAllowed outside the actor's places and Invalid when nobody owes anything.
    """
    if not place_code:
        raise Invalid("没有说催哪个地方。请在“下级情况”里点那个地方的“催报”。")
    actor.require(Right.REPORTS_CONFIRM, place_code)
    programmes = Programme.objects.visible_to(actor).filter(status=ProgrammeStatus.ACTIVE)
    rows = Assignment.objects.reachable_by(actor, Right.REPORTS_CONFIRM).within(place_code)
    told: set[tuple[str, int | None]] = set()
    for programme in programmes.order_by("pk"):
        owing = owing_leaves(rows, programme, timezone.localdate())
        ids = list(owing.values_list("pk", flat=True))
        if ids:
            remind(actor=actor, programme_id=programme.pk, assignment_ids=ids)
            told |= set(owing.values_list("place_code", "organisation_id"))
    if not told:
        raise Invalid("这里现在没有人欠报，不用催。")
    return len(told)
