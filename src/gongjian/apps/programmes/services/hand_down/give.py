"""Write what was worked out: the assignments, their trail, and word to the receivers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.programmes.models import Assignment
from gongjian.apps.programmes.selectors.deadlines import DayRules
from gongjian.apps.programmes.services.hand_down.parts import Part, Plan, Source
from gongjian.apps.programmes.services.notices import given_topic, tell
from gongjian.core import audit
from gongjian.core.access import Actor, Right

BATCH = 500


@dataclass(frozen=True)
class HandDown:
    """What came of it: new assignments, receivers who had their part already, receivers for whom nothing was left."""

    created: tuple[Assignment, ...]
    kept: int
    skipped: int


def give_parts(actor: Actor, sources: Sequence[Source], plan: Plan) -> HandDown:
    """Write the assignments of a plan, record them and tell their receivers."""
    now = timezone.now()
    created = Assignment.objects.bulk_create(
        (_row(actor, part, now) for part in plan.parts), batch_size=BATCH
    )
    _mark_parents(created)
    _record(actor, sources, created)
    if created:
        _tell_receivers(actor, created)
    return HandDown(tuple(created), plan.kept, plan.skipped)


def _row(actor: Actor, part: Part, now: datetime) -> Assignment:
    return Assignment(
        task=part.source.task,
        parent=part.source.parent,
        place_code=part.receiver.place_code,
        organisation_id=part.receiver.organisation_id,
        quantity=part.amount,
        due_on=part.due_on,
        is_pilot=part.receiver.is_pilot,
        given_by_id=actor.user_id,
        given_at=now,
    )


def _mark_parents(created: Sequence[Assignment]) -> None:
    parents = {row.parent_id for row in created if row.parent_id}
    if parents:
        Assignment.objects.filter(pk__in=parents).update(is_leaf=False)


def _record(actor: Actor, sources: Sequence[Source], created: Sequence[Assignment]) -> None:
    """Write one audit row a source: to whom how much was given."""
    by_task: defaultdict[tuple[int, int | None], list[dict[str, object]]] = defaultdict(list)
    for row in created:
        by_task[row.task_id, row.parent_id].append(
            {
                "place": row.place_code,
                "unit": row.organisation_id,
                "quantity": audit.plain(row.quantity),
                "due_on": audit.plain(row.due_on),
            }
        )
    for source in sources:
        given = by_task.get((source.task.pk, source.parent.pk if source.parent else None))
        if given:
            audit.record(
                actor,
                "programmes.handed_down",
                source.parent or source.task,
                after={"given": given},
                place_code=source.place_code,
            )


def _tell_receivers(actor: Actor, created: Sequence[Assignment]) -> None:
    """Tell all receivers in one sentence: how many tasks, by when to answer."""
    places = {row.place_code for row in created if row.organisation_id is None}
    units = {row.organisation_id for row in created if row.organisation_id}
    tasks = len({row.task_id for row in created})
    source_place = created[0].giver_place_code
    answer_by = DayRules().answer_due_on(timezone.localdate(), source_place)
    tell(
        set(holders_of(Right.ASSIGNMENTS_ANSWER, places, units)) - {actor.user_id},
        f"{actor.name}下达了 {tasks} 项任务，请在 {answer_by.month}月{answer_by.day}日 前签收。",
        reverse("programmes:mine"),
        source_place,
        topic=given_topic(created[0].task.programme),
        due_on=answer_by,
    )
