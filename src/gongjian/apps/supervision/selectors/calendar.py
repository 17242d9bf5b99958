"""The calendar of supervision: what the plans give for a span of days, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongjian.apps.supervision.choices import OccurrenceStatus
from gongjian.apps.supervision.models import Occurrence, PlannedActivity
from gongjian.core.access import RIGHTS, Actor, OwnedQuerySet, Right
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.workdays import calendar_around
from gongjian.engines.worktime import Happening, happenings

MOST_ACTIVITIES = 60
"""Activities of one calendar page; a place has a handful."""


@dataclass(frozen=True)
class Slot:
    """One time of an activity: the day of the calendar, the day it is shown on, and what became of it."""

    activity: PlannedActivity
    planned_on: date
    on: date
    is_shifted: bool
    occurrence: Occurrence | None
    today: date

    @property
    def is_settled(self) -> bool:
        """Whether it was held or cancelled."""
        return self.occurrence is not None and self.occurrence.status != OccurrenceStatus.MOVED

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.occurrence is not None and self.occurrence.status == OccurrenceStatus.CANCELLED

    @property
    def is_missed(self) -> bool:
        """Whether its day is over and nobody recorded it."""
        return not self.is_settled and self.on < self.today

    @property
    def kind(self) -> str:
        """The status word of its mark."""
        if self.is_cancelled:
            return "作废"
        if self.is_settled:
            return "已完成"
        return "逾期" if self.is_missed else "进行中" if self.on == self.today else "未开始"


def activities_of(actor: Actor, first: date, last: date) -> list[PlannedActivity]:
    """List the activities in sight whose plan touches a span, with plan, unit and person. One query."""
    rows = activities_in(actor, first, last).select_related("plan__programme", "organisation", "person")
    return list(rows.order_by("plan", "starts_at", "pk")[:MOST_ACTIVITIES])


def activities_in(actor: Actor, first: date, last: date) -> OwnedQuerySet:
    """Keep the activities in sight that were not stopped and whose plan touches a span."""
    rows = PlannedActivity.objects.visible_to(actor)
    rows = rows.filter(plan__starts_on__lte=last, plan__ends_on__gte=first)
    return rows.filter(Q(stopped_on__isnull=True) | Q(stopped_on__gte=first))


def list_slots(actor: Actor, first: date, last: date, today: date) -> list[Slot]:
    """List what stands in the calendar from a day to a day, by day and time. Two queries."""
    return slots_of(activities_of(actor, first, last), first, last, today)


def slots_of(activities: Sequence[PlannedActivity], first: date, last: date, today: date) -> list[Slot]:
    """List the times of loaded activities in a span: those moved into it too. One query."""
    by_id = {activity.pk: activity for activity in activities}
    known = {
        (row.activity_id, row.planned_on): row
        for row in Occurrence.objects.filter(
            Q(planned_on__range=(first, last)) | Q(on__range=(first, last)), activity__in=by_id
        )
    }
    found = []
    for activity in activities:
        for one in times_of(activity, first, last):
            row = known.pop((activity.pk, one.on), None)
            found.append(_slot(activity, one.on, one.is_moved, row, today))
    found += [_slot(by_id[key[0]], key[1], False, row, today) for key, row in known.items()]
    kept = [slot for slot in found if first <= slot.on <= last]
    return sorted(kept, key=lambda slot: (slot.on, str(slot.activity.starts_at or "24"), slot.activity.pk))


def times_of(activity: PlannedActivity, first: date, last: date) -> tuple[Happening, ...]:
    """List the times of an activity in a span by its rule, inside its plan's term."""
    begin = max(first, activity.plan.starts_on)
    end = min(last, activity.plan.ends_on, activity.stopped_on or last)
    return happenings(activity.rule, begin, end, calendar_around(begin)) if begin <= end else ()


def _slot(
    activity: PlannedActivity, planned_on: date, is_shifted: bool, row: Occurrence | None, today: date
) -> Slot:
    on = row.on if row is not None and row.on is not None else planned_on
    return Slot(activity, planned_on, on, is_shifted, row, today)


def get_slot(actor: Actor, activity_id: int, planned_on: date, today: date) -> Slot:
    """Return one time of an activity; Invalid when the calendar has none on that day."""
    activity = get_activity(actor, activity_id)
    row = Occurrence.objects.filter(activity=activity, planned_on=planned_on).first()
    named = times_of(activity, planned_on, planned_on)
    if not named and row is None:
        raise Invalid(f"{planned_on.month}月{planned_on.day}日没有安排“{activity.title}”。请从日程里点开。")
    return _slot(activity, planned_on, bool(named and named[0].is_moved), row, today)


def get_activity(actor: Actor, activity_id: int) -> PlannedActivity:
    """Return an activity with its plan; NotFound also for another's."""
    rows = PlannedActivity.objects.visible_to(actor).select_related("plan", "organisation", "person")
    found: PlannedActivity | None = rows.filter(pk=activity_id).one()
    if found is None:
        raise NotFound()
    return found


def mine(actor: Actor) -> Q:
    """Match the activities that `is_mine` says are the actor's."""
    condition = Q(person_id=actor.user_id)
    if actor.home_unit_id is not None:
        condition |= Q(person__isnull=True, organisation_id=actor.home_unit_id)
    for grant in actor.grants:
        if grant.unit_id is None and Right.SUPERVISION_VIEW in RIGHTS[grant.role]:
            condition |= Q(
                person__isnull=True,
                organisation__isnull=True,
                role=grant.role,
                plan__place_code=grant.place_code,
            )
    return condition


def is_mine(actor: Actor, activity: PlannedActivity) -> bool:
    """Say whether an activity is the actor's: by person, else by unit, else by role at the plan's place."""
    if activity.person_id is not None:
        return activity.person_id == actor.user_id
    if activity.organisation_id is not None:
        return activity.organisation_id == actor.home_unit_id
    place = activity.plan.place_code
    return any(
        grant.role == activity.role
        and grant.unit_id is None
        and grant.place_code == place
        and Right.SUPERVISION_VIEW in RIGHTS[grant.role]
        for grant in actor.grants
    )
