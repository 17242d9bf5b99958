"""Propose who sees which place of a round, and make the proposal the round's visits."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.inspections.choices import RosterState
from gongjian.apps.inspections.models import RosterRun, Round, Visit
from gongjian.apps.inspections.selectors.progress import communities
from gongjian.apps.inspections.selectors.rosters import (
    build_problem,
    candidates,
    done_pairs,
    get_run,
    standing_pairs,
)
from gongjian.apps.inspections.selectors.sheets import get_round
from gongjian.apps.parties.services import Topic, notify
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.jobs import task
from gongjian.core.workdays import add_workdays
from gongjian.engines import roster
from gongjian.engines.errors import EngineInputError

AT_ONCE = 20_000
"""Pairs of place and inspector that are assigned within the request; more are a job for the worker."""
log = logging.getLogger(__name__)


@transaction.atomic
def propose_roster(*, actor: Actor, round_id: int, capacity: int | None = None) -> RosterRun:
    """Work out who sees which place; large rounds in the background. `capacity`: most places an inspector sees.

    Raises Conflict when the round is closed, and Invalid when there are no places or no inspectors.
    """
    row = get_round(actor, round_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    if row.is_closed:
        raise Conflict(f"“{row.title}”已经结束，不能再排班。")
    places = communities(actor, row, row.place_code).count()
    people = len(candidates(row, row.starts_on))
    if not places or not people:
        raise Invalid("这一轮没有要看的社区，或没有能去的检查员。请先选地方，给检查员授权，或改分组。")
    run = RosterRun.objects.create(
        round=row,
        capacity=capacity or fair_capacity(row, places, people),
        made_by_id=actor.user_id,
        made_at=timezone.now(),
    )
    audit.record(actor, "inspections.roster_proposed", row, after={"capacity": run.capacity})
    if places * people <= AT_ONCE:
        return _compute(run, actor)
    run_id = run.pk
    transaction.on_commit(lambda: compute_roster.enqueue(run_id))
    return run


def fair_capacity(row: Round, places: int, people: int) -> int:
    """Return what everybody would have if loads were equal, and one more for those nearer."""
    return -(-places * row.visits_per_place // people) + 1


@task()
def compute_roster(run_id: int) -> None:
    """Work out a waiting proposal; safe to run twice."""
    run = RosterRun.objects.select_related("round").get(pk=run_id)
    if run.state == RosterState.WAITING:
        _compute(run, SYSTEM)


def _compute(run: RosterRun, actor: Actor) -> RosterRun:
    try:
        problem = build_problem(actor, run.round, run.capacity, done_pairs(run.round))
        made = roster.assign(problem)
    except EngineInputError as refusal:
        run.state, run.problem = RosterState.FAILED, str(refusal)
    else:
        run.state, run.result = RosterState.READY, _result(made)
    run.save(update_fields=["state", "result", "problem"])
    return run


def _result(made: roster.Roster) -> dict[str, object]:
    return {
        "visits": [[v.place, int(v.inspector), v.distance_m, v.times_before] for v in made.visits],
        "missing": [list(pair) for pair in made.missing],
        "reasons": [reason.words for reason in made.shortages],
        "least": made.loads.least,
        "most": made.loads.most,
        "inspectors": made.loads.inspectors,
        "travel_m": made.travel_m,
        "repeats": made.repeats,
        "gap": made.proof.gap,
    }


@transaction.atomic
def confirm_roster(*, actor: Actor, run_id: int) -> int:
    """Make a proposal the visits of its round, with a day for each, and tell the inspectors; return how many.

    Visits that stand already keep their day. Raises Conflict when another proposal was used meanwhile.
    """
    run = get_run(actor, run_id)
    actor.require(Right.INSPECTIONS_MANAGE, run.round.place_code)
    row = Round.objects.select_for_update(no_key=True).get(pk=run.round_id)
    run = RosterRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state != RosterState.READY or row.is_closed:
        raise Conflict("这份排班还没算好、已经用过，或这一轮已经结束。请刷新后再看。")
    wanted = {(place, str(inspector)) for place, inspector, _metres, _before in run.result["visits"]}
    standing = standing_pairs(row)
    withdraw(row, standing - wanted, "重新排班")
    plan_visits(row, sorted(wanted - standing), "")
    run.state = RosterState.USED
    run.save(update_fields=["state"])
    audit.record(actor, "inspections.roster_confirmed", row, after={"visits": len(wanted)})
    tell_inspectors(row, {int(who) for _place, who in wanted ^ standing})
    return len(wanted)


def plan_visits(row: Round, pairs: Sequence[tuple[str, str]], reason: str) -> list[Visit]:
    """Give each inspector's places, in the order of their codes, days spread evenly over the round's working days."""
    days = working_days(max(row.starts_on, min(timezone.localdate(), row.ends_on)), row.ends_on)
    by_inspector: dict[str, list[str]] = {}
    for place, inspector in pairs:
        by_inspector.setdefault(inspector, []).append(place)
    visits = [
        Visit(
            round=row,
            place_code=place,
            inspector_id=int(inspector),
            planned_on=days[number * len(days) // len(places)],
            reason=reason,
        )
        for inspector, places in by_inspector.items()
        for number, place in enumerate(sorted(places))
    ]
    return Visit.objects.bulk_create(visits)


def working_days(first: date, last: date) -> list[date]:
    """List the working days of a span, or its first day when it has none."""
    days, day = [], add_workdays(first - timedelta(days=1), 1)
    while day <= last:
        days.append(day)
        day = add_workdays(day, 1)
    return days or [first]


def withdraw(row: Round, pairs: set[tuple[str, str]], reason: str) -> None:
    """Withdraw standing visits; they are kept with the reason."""
    standing = Visit.objects.filter(round=row, withdrawn_on__isnull=True)
    gone = [visit.pk for visit in standing if (visit.place_code, str(visit.inspector_id)) in pairs]
    Visit.objects.filter(pk__in=gone).update(withdrawn_on=timezone.localdate(), reason=reason)


def tell_inspectors(row: Round, user_ids: set[int]) -> None:
    """Tell inspectors that what they are to see in a round has changed; of places and days they read on the page."""
    url = reverse("inspections:round_visits", args=[row.pk])
    many = f"“{row.title}”里排给你的社区有 {{n}} 次变动，请看看"
    topic = Topic(f"visits {row.pk}", many, url)
    notify(
        user_ids,
        f"“{row.title}”排给你的社区有变动，请看看",
        url,
        row.place_code,
        topic=topic,
        due_on=row.ends_on,
    )
