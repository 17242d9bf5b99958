"""The plan of supervision and what becomes of its times."""

from dataclasses import asdict, dataclass, field
from datetime import date, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongjian.apps.parties.models import Organisation, User
from gongjian.apps.programmes.models import Programme
from gongjian.apps.supervision.choices import ActivityKind, OccurrenceStatus, Repeat, Shift
from gongjian.apps.supervision.models import Occurrence, PlannedActivity, SupervisionPlan
from gongjian.apps.supervision.selectors.calendar import get_activity, get_slot, is_mine, times_of
from gongjian.apps.supervision.selectors.plans import get_plan
from gongjian.core import audit
from gongjian.core.access import Actor, Right, ancestors_of
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.engines.errors import EngineInputError


@dataclass(frozen=True, kw_only=True)
class ActivitySpec:
    """One recurring activity as somebody wrote it."""

    kind: ActivityKind
    title: str
    repeat: Repeat
    weekday: int | None = None
    day: int | None = None
    dates: list[list[int]] = field(default_factory=list)
    shift: Shift = Shift.NEXT
    starts_at: time | None = None
    role: str = ""
    organisation_id: int | None = None
    person_id: int | None = None
    where: str = ""


@transaction.atomic
def add_plan(
    *,
    actor: Actor,
    place_code: str,
    title: str,
    starts_on: date,
    ends_on: date,
    programme_id: int | None = None,
    is_demo: bool = False,
) -> SupervisionPlan:
    """Set up an empty plan for a place and a term."""
    actor.require(Right.SUPERVISION_MANAGE, place_code)
    if ends_on < starts_on:
        raise Invalid("截止日早于开始日，请改日期。")
    plan = SupervisionPlan.objects.create(
        place_code=place_code,
        title=title.strip(),
        programme=programme_of(actor, programme_id),
        starts_on=starts_on,
        ends_on=ends_on,
        is_demo=is_demo,
    )
    audit.record(
        actor, "supervision.plan_added", plan, after=audit.snapshot(plan, "title", "starts_on", "ends_on")
    )
    return plan


@transaction.atomic
def add_activity(*, actor: Actor, plan_id: int, spec: ActivitySpec) -> PlannedActivity:
    """Add an activity to a plan; somebody has to be named for it."""
    plan = get_plan(actor, plan_id)
    actor.require(Right.SUPERVISION_MANAGE, plan.place_code)
    if not (spec.role or spec.organisation_id or spec.person_id):
        raise Invalid("没有写由谁办。请选一个角色，或写单位、人名。")
    for model, key in ((Organisation, spec.organisation_id), (User, spec.person_id)):
        if key is not None and not model.objects.visible_to(actor).filter(pk=key).exists():
            raise NotFound()
    activity = PlannedActivity(plan=plan, **asdict(spec))
    _rule_or_refusal(activity)
    activity.save()
    audit.record(actor, "supervision.activity_added", plan, after=audit.snapshot(activity, "title", "repeat"))
    return activity


def _rule_or_refusal(activity: PlannedActivity) -> None:
    try:
        activity.rule  # noqa: B018 - building it checks it
    except EngineInputError as error:
        raise Invalid(str(error)) from error


@transaction.atomic
def stop_activity(*, actor: Actor, activity_id: int, on: date) -> PlannedActivity:
    """End an activity after a day; what was held before stays."""
    activity = get_activity(actor, activity_id)
    actor.require(Right.SUPERVISION_MANAGE, activity.plan.place_code)
    activity.stopped_on = on
    activity.save(update_fields=["stopped_on"])
    audit.record(
        actor, "supervision.activity_stopped", activity.plan, after={"title": activity.title, "on": on}
    )
    return activity


@transaction.atomic
def record_occurrence(
    *,
    actor: Actor,
    activity_id: int,
    planned_on: date,
    status: OccurrenceStatus,
    on: date | None = None,
    note: str = "",
) -> Occurrence:
    """Write down that one time was held, is moved to another day, or is cancelled (these two with a reason)."""
    today = timezone.localdate()
    slot = get_slot(actor, activity_id, planned_on, today)
    activity = slot.activity
    if not (actor.can(Right.SUPERVISION_MANAGE, activity.plan.place_code) or is_mine(actor, activity)):
        raise NotAllowed("这项安排不由你办。请承办的人或督查办公室记。")
    day = _day_of(status, on or slot.on, note, slot.on, today)
    before = {} if slot.occurrence is None else audit.snapshot(slot.occurrence, "status", "on", "note")
    row, _created = Occurrence.objects.update_or_create(
        activity=activity,
        planned_on=planned_on,
        defaults={
            "on": day,
            "status": status,
            "note": note.strip(),
            "recorded_by_id": actor.user_id,
            "recorded_at": timezone.now(),
        },
    )
    after = audit.snapshot(row, "status", "on", "note")
    audit.record(
        actor,
        "supervision.occurrence_recorded",
        row,
        before=before,
        after=after,
        place_code=activity.plan.place_code,
    )
    return row


def _day_of(status: OccurrenceStatus, on: date, note: str, now_on: date, today: date) -> date | None:
    """Return the day to keep; Invalid for what can't be."""
    if status == OccurrenceStatus.HELD:
        if on > today:
            raise Invalid("还没到这一天，不能记成已办。")
        return on
    if not note.strip():
        raise Invalid("请写明改期或取消的原因。")
    if status == OccurrenceStatus.CANCELLED:
        return None
    if on == now_on:
        raise Invalid("新的日期和原来一样。请改成另一天。")
    if on < today:
        raise Conflict("新的日期已经过了。办过了请记“已办”。")
    return on


def note_held(
    actor: Actor, kind: ActivityKind, place_code: str, day: date, programme_id: int | None = None
) -> int:
    """Write down as held the activities of a kind over a place that stand on a day and have no word yet.

    The record writes the calendar: a note on the spot, or a meeting with its points, needs no second entry.
    """
    rows = PlannedActivity.objects.filter(
        kind=kind, plan__place_code__in=[*ancestors_of(place_code), place_code]
    ).select_related("plan")
    if programme_id is not None:
        rows = rows.filter(plan__programme_id__in=[programme_id]) | rows.filter(plan__programme__isnull=True)
    held = 0
    for activity in rows:
        row = _standing_on(activity, day)
        if row is None:
            continue
        row.on, row.status = day, OccurrenceStatus.HELD
        row.recorded_by_id, row.recorded_at = actor.user_id, timezone.now()
        row.save()
        held += 1
        after = {"status": row.status, "on": day}
        audit.record(
            actor, "supervision.occurrence_recorded", row, after=after, place_code=activity.plan.place_code
        )
    return held


def _standing_on(activity: PlannedActivity, day: date) -> Occurrence | None:
    """Return the time of an activity that stands on a day without a word yet: moved there, or by its rule."""
    known = {row.planned_on: row for row in activity.occurrences.filter(Q(on=day) | Q(planned_on=day))}
    moved = (row for row in known.values() if row.status == OccurrenceStatus.MOVED and row.on == day)
    found = next(moved, None)
    if found is None and day not in known and times_of(activity, day, day):
        return Occurrence(activity=activity, planned_on=day)
    return found


def programme_of(actor: Actor, programme_id: int | None) -> Programme | None:
    """Return the programme meant, if the actor may see it; NotFound otherwise."""
    if programme_id is None:
        return None
    found: Programme | None = Programme.objects.visible_to(actor).filter(pk=programme_id).one()
    if found is None:
        raise NotFound("没有找到这个行动。请重新选。")
    return found


def programme_of_day(place_code: str, day: date) -> Programme | None:
    """Return the programme for which a place is visited on a day, when the plans in force leave no doubt."""
    rows = PlannedActivity.objects.filter(
        kind=ActivityKind.ON_SITE,
        plan__place_code__in=[*ancestors_of(place_code), place_code],
        plan__starts_on__lte=day,
        plan__ends_on__gte=day,
        plan__programme__isnull=False,
    )
    found = {row.plan.programme for row in rows.select_related("plan__programme")}
    return found.pop() if len(found) == 1 else None
