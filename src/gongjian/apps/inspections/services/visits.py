"""Change who sees which place: one visit by hand, an absence with the fewest changes, a hand-over."""

from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256

from django.db import transaction

from gongjian.apps.inspections.models import Round, Visit
from gongjian.apps.inspections.selectors.rosters import (
    build_problem,
    candidates,
    done_pairs,
    standing_pairs,
)
from gongjian.apps.inspections.selectors.rounds import get_visit
from gongjian.apps.inspections.selectors.sheets import get_round
from gongjian.apps.inspections.services.rosters import plan_visits, tell_inspectors, withdraw
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import roster


@transaction.atomic
def change_visit(
    *, actor: Actor, visit_id: int, inspector_id: int, reason: str, planned_on: date | None = None
) -> Visit:
    """Send another inspector to a place, or the same on another day; without a day the planned one stays.

    Raises Invalid with a sentence: home ground, there already, no inspector here, a day outside the round.
    """
    visit = get_visit(actor, visit_id)
    row = Round.objects.select_for_update(no_key=True).get(pk=visit.round_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    before = (visit.place_code, str(visit.inspector_id))
    if row.is_closed or before in done_pairs(row):
        raise Conflict("这一轮已经结束，或他已经开了这里的评分表，不能换人。")
    day = planned_on or visit.planned_on
    if (inspector_id, day) == (visit.inspector_id, visit.planned_on):
        raise Invalid("检查员和日期都没有改。")
    if planned_on and planned_on != visit.planned_on and not row.starts_on <= planned_on <= row.ends_on:
        raise Invalid(f"日期要在这一轮里：{row.starts_on.isoformat()} 到 {row.ends_on.isoformat()}。")
    if inspector_id != visit.inspector_id and (refusal := why_not_sent(row, before[0], inspector_id)):
        raise Invalid(refusal)
    withdraw(row, {before}, reason)
    made = Visit.objects.create(
        round=row, place_code=before[0], inspector_id=inspector_id, planned_on=day, reason=reason
    )
    audit.record(
        actor,
        "inspections.visit_changed",
        row,
        before={"place": before[0], "inspector": visit.inspector_id, "day": visit.planned_on},
        after={"inspector": inspector_id, "day": day, "reason": reason},
    )
    tell_inspectors(row, {visit.inspector_id, inspector_id})
    return made


def why_not_sent(row: Round, place_code: str, inspector_id: int) -> str:
    """Say in a sentence why an inspector can't be sent to a place; "" when he can."""
    found = next((c for c in candidates(row, row.starts_on) if c.user.pk == inspector_id), None)
    if found is None:
        return "他不是这一轮的检查员。请先授权，或加进分组。"
    name = found.user.full_name
    if any(place_code.startswith(code) for code in found.home):
        return f"{name}不能去：这里是他的本地，或是派出他的单位管的地方。请换一个人。"
    if not any(place_code.startswith(code) for code in found.within):
        return f"{name}的授权到不了这里。请换一个人，或先授权。"
    if (place_code, str(inspector_id)) in standing_pairs(row):
        return f"{name}已经排在这里了。请换一个人。"
    return ""


def propose_repair(actor: Actor, row: Round, inspector_id: int) -> roster.Repair:
    """Work out the fewest changes that do without an inspector; saves nothing."""
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    standing = standing_pairs(row)
    loads = [sum(who == key for _place, who in standing) for key in {who for _place, who in standing}]
    problem = build_problem(actor, row, max(loads, default=0) + 1, done_pairs(row) & standing)
    people, codes = {i.key for i in problem.inspectors}, {place.key for place in problem.places}
    kept = {pair for pair in standing if pair[0] in codes and pair[1] in people | {str(inspector_id)}}
    others = Counter(
        place for place, _who in standing - kept
    )  # of people who take no part any more: they stand
    places = tuple(replace(p, visits=max(p.visits - others[p.key], 0)) for p in problem.places)
    return roster.repair(replace(problem, places=places), kept, [str(inspector_id)])


def mark_of(found: roster.Repair) -> str:
    """Write a proposal as a short mark, so that what is saved is what was shown."""
    return sha256(repr((found.removed, found.added, found.lost)).encode()).hexdigest()[:16]


@transaction.atomic
def take_absence(*, actor: Actor, round_id: int, inspector_id: int, reason: str, seen: str) -> roster.Repair:
    """Do without an inspector from now on: withdraw his visits and send others, as shown before.

    Raises Conflict when visits have changed since the proposal with the mark `seen` was shown.
    """
    row = get_round(actor, round_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    row = Round.objects.select_for_update(no_key=True).get(pk=row.pk)
    if row.is_closed:
        raise Conflict(f"“{row.title}”已经结束。")
    found = propose_repair(actor, row, inspector_id)
    if not found.lost or mark_of(found) != seen:
        raise Conflict("排班在你看过以后有变动，下面是按现在重新算的。请再看一遍。")
    withdraw(row, {*found.lost, *found.removed}, reason)
    plan_visits(row, found.added, reason)
    audit.record(
        actor,
        "inspections.absence_taken",
        row,
        before={"inspector": inspector_id, "visits": len(found.lost)},
        after={"added": len(found.added), "reason": reason},
    )
    changed = {int(who) for _place, who in (*found.added, *found.removed, *found.lost)}
    tell_inspectors(row, changed)
    return found


def transfer_visits(actor: Actor, giver_id: int, taker_id: int) -> int:
    """Give a person's visits of open rounds to another, where he may go; the others stay. Return how many."""
    moved = 0
    rows = Visit.objects.select_for_update(no_key=True).filter(
        inspector_id=giver_id, withdrawn_on__isnull=True, round__is_closed=False
    )
    for visit in rows.select_related("round"):
        pair = (visit.place_code, str(giver_id))
        if pair in done_pairs(visit.round) or why_not_sent(visit.round, visit.place_code, taker_id):
            continue
        withdraw(visit.round, {pair}, "移交")
        Visit.objects.create(
            round=visit.round,
            place_code=visit.place_code,
            inspector_id=taker_id,
            planned_on=visit.planned_on,
            reason="移交",
        )
        audit.record(actor, "inspections.visit_changed", visit.round, after={"inspector": taker_id})
        moved += 1
    return moved
