"""An opinion's way: given by a unit, handed to an owner with a day, answered, and over when the unit says so.

An answer that is a plan comes back to its owner on the day it names; one the unit does not accept goes back at
once, with a new day. Only the unit's word ends it, or its silence past the limit, which is then written down.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.choices.pairings import (
    OPINION_MOVES,
    OpinionOutcome,
    OpinionStatus,
    OpinionStepKind,
    ReplyMeans,
)
from gongjian.apps.cobuilding.models import OpinionStep, TeaPartySeat, UnitOpinion
from gongjian.apps.cobuilding.selectors.units import has_account, speaks_for
from gongjian.apps.cobuilding.services.pairings.parties import lock_party
from gongjian.apps.parties.models import User
from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.parties.services import notify
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.rules import rule_value
from gongjian.core.workdays import add_workdays, workdays_late

ANSWER_DAYS, CONFIRM_DAYS = "cobuilding.opinion_workdays", "cobuilding.opinion_confirm_workdays"
LEAST_WORDS = 6
ACTS = {
    OpinionStepKind.RECORDED: "cobuilding.opinion_recorded",
    OpinionStepKind.ASSIGNED: "cobuilding.opinion_assigned",
    OpinionStepKind.ANSWERED: "cobuilding.opinion_answered",
    OpinionStepKind.CONFIRMED: "cobuilding.opinion_confirmed",
    OpinionStepKind.PLAN_ACCEPTED: "cobuilding.opinion_plan_accepted",
    OpinionStepKind.RETURNED: "cobuilding.opinion_returned",
    OpinionStepKind.LAPSED: "cobuilding.opinion_lapsed",
}


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What of the word of a unit without an account the community writes down: by what means, who said it, when."""

    means: ReplyMeans
    said_by: str
    said_on: date


@transaction.atomic
def write_opinion(
    *,
    actor: Actor,
    tea_party_id: int,
    organisation_id: int,
    text: str,
    said_by: str = "",
    said_on: date | None = None,
) -> UnitOpinion:
    """Write down what a unit says; the unit itself does, or the community, naming who of the unit said it and when.

    `said_on` is the day of the party unless it is given; a unit that writes itself needs neither.
    """
    party = lock_party(actor, tea_party_id)
    is_own = speaks_for(actor, organisation_id)
    said_on = None if is_own else said_on or min(party.on, timezone.localdate())
    if not is_own:
        actor.require(Right.COBUILDING_MANAGE, party.place_code)
        _check_said(said_by, said_on, None)
    if not TeaPartySeat.objects.filter(party=party, organisation_id=organisation_id).exists():
        raise Invalid("这个单位不在茶话会的名单里。请先加上。")
    if len(text.strip()) < LEAST_WORDS:
        raise Invalid("意见太短，看不出要办什么。请写清楚。")
    opinion = UnitOpinion.objects.create(
        place_code=party.place_code,
        organisation_id=organisation_id,
        party=party,
        text=text.strip(),
        said_by="" if is_own else said_by.strip(),
        said_on=said_on,
        made_by_id=actor.user_id,
        made_on=timezone.localdate(),
        is_demo=party.is_demo,
    )
    _step(actor, opinion, OpinionStepKind.RECORDED)
    return opinion


def _check_said(said_by: str, said_on: date | None, earliest: date | None) -> None:
    """Raise Invalid unless a person is named who said it on a day that can be."""
    if not said_by.strip():
        raise Invalid("请写单位的谁说的，姓名和职务。")
    if said_on is None or said_on > timezone.localdate():
        raise Invalid("说的日期还没有到。请核对。")
    if earliest is not None and said_on < earliest:
        raise Invalid("单位的话要在社区答复以后。请核对日期。")


@transaction.atomic
def assign_opinion(
    *, actor: Actor, opinion_id: int, owner_id: int, due_on: date | None = None
) -> UnitOpinion:
    """Hand an opinion to who answers it, by a day; without one, by so many working days as the rule gives."""
    opinion = _lock(actor, opinion_id, OpinionStatus.ASSIGNED)
    actor.require(Right.COBUILDING_MANAGE, opinion.place_code)
    if opinion.status == OpinionStatus.ANSWERED:
        raise Conflict("已经答复，等单位确认。单位不满意会退回再办。")
    owner = User.objects.filter(pk=owner_id, is_active=True).first()
    if owner is None or not owner.as_actor().can(Right.COBUILDING_MANAGE, opinion.place_code):
        raise Invalid("这个人在本社区没有共建的权限，不能承办。请另选一位。")
    today = timezone.localdate()
    days = int(rule_value(ANSWER_DAYS, on=today, place_code=opinion.place_code))
    last_on = due_on or add_workdays(today, days)
    if last_on < today:
        raise Invalid("答复的日期已经过了。请写今天或以后。")
    opinion.owner, opinion.due_on = owner, last_on
    opinion.first_due_on = opinion.first_due_on or last_on
    _move(actor, opinion, OpinionStatus.ASSIGNED, OpinionStepKind.ASSIGNED, str(owner), last_on)
    _tell(opinion, [owner.pk], f"请答复{opinion.organisation}的意见：{opinion}", last_on)
    return opinion


@transaction.atomic
def answer_opinion(
    *, actor: Actor, opinion_id: int, outcome: OpinionOutcome, answer: str, planned_on: date | None = None
) -> UnitOpinion:
    """Answer an opinion; a plan names its day, what can't be done says why. The unit is told and asked."""
    opinion = _lock(actor, opinion_id, OpinionStatus.ANSWERED)
    if opinion.owner_id != actor.user_id:
        raise NotAllowed("这条意见不由你答复。请承办的人来写，或者先改交办给你。")
    actor.require(Right.COBUILDING_MANAGE, opinion.place_code)
    today = timezone.localdate()
    if len(answer.strip()) < LEAST_WORDS:
        raise Invalid("答复太短。请写清做了什么，或者为什么不能办。")
    if outcome == OpinionOutcome.PLANNED and (planned_on is None or planned_on <= today):
        raise Invalid("列入计划的，请写明哪天前办成，要在今天以后。")
    opinion.outcome, opinion.answer, opinion.answered_on = outcome, answer.strip(), today
    opinion.planned_on = planned_on if outcome == OpinionOutcome.PLANNED else None
    opinion.first_answered_on = opinion.first_answered_on or today
    opinion.due_on = add_workdays(
        today, int(rule_value(CONFIRM_DAYS, on=today, place_code=opinion.place_code))
    )
    said = f"{outcome.label}：{answer.strip()}"
    _move(actor, opinion, OpinionStatus.ANSWERED, OpinionStepKind.ANSWERED, said, opinion.planned_on)
    people = holders_of(Right.COBUILDING_OFFER, unit_ids=[opinion.organisation_id])
    _tell(opinion, people, f"社区答复了你们的意见，请确认：{opinion}", opinion.due_on)
    if not people:
        asked = f"{opinion.organisation}没有账号，请打电话或送纸件问一问，记下它的答复：{opinion}"
        _tell(opinion, [opinion.owner_id] if opinion.owner_id else [], asked, opinion.due_on)
    return opinion


@transaction.atomic
def confirm_opinion(
    *, actor: Actor, opinion_id: int, words: str = "", reported: Reported | None = None
) -> UnitOpinion:
    """The unit accepts the answer: a plan comes back to its owner on its day, anything else is over.

    For a unit without an account the community writes down what was `reported` to it.
    """
    opinion = _lock(actor, opinion_id, OpinionStatus.CONFIRMED)
    _require_unit(actor, opinion, reported)
    if opinion.outcome == OpinionOutcome.PLANNED:
        opinion.due_on = opinion.planned_on
        kind, status = OpinionStepKind.PLAN_ACCEPTED, OpinionStatus.ASSIGNED
    else:
        opinion.ended_on, opinion.due_on = timezone.localdate(), None
        kind, status = OpinionStepKind.CONFIRMED, OpinionStatus.CONFIRMED
    _move(actor, opinion, status, kind, words.strip(), opinion.due_on, reported)
    return opinion


@transaction.atomic
def return_opinion(
    *, actor: Actor, opinion_id: int, words: str, reported: Reported | None = None
) -> UnitOpinion:
    """The unit does not accept the answer and says why: its owner answers again, within the rule's days."""
    opinion = _lock(actor, opinion_id, OpinionStatus.ASSIGNED)
    _require_unit(actor, opinion, reported)
    if opinion.status != OpinionStatus.ANSWERED:
        raise Conflict("还没有答复，不用退回。")
    if not words.strip():
        raise Invalid("请写明哪里不满意。")
    today = timezone.localdate()
    opinion.due_on = add_workdays(
        today, int(rule_value(ANSWER_DAYS, on=today, place_code=opinion.place_code))
    )
    _move(
        actor,
        opinion,
        OpinionStatus.ASSIGNED,
        OpinionStepKind.RETURNED,
        words.strip(),
        opinion.due_on,
        reported,
    )
    owner = [opinion.owner_id] if opinion.owner_id else []
    _tell(opinion, owner, f"{opinion.organisation}对答复不满意，请再办：{opinion}", opinion.due_on)
    return opinion


@transaction.atomic
def lapse_opinion(*, actor: Actor, opinion_id: int) -> UnitOpinion:
    """End an answered opinion to which the unit has said nothing past the limit; a plan can't end so."""
    opinion = _lock(actor, opinion_id, OpinionStatus.LAPSED)
    actor.require(Right.COBUILDING_MANAGE, opinion.place_code)
    if opinion.outcome == OpinionOutcome.PLANNED:
        raise Conflict("列入计划的还没有办成，不能办结。请到期再答复。")
    today = timezone.localdate()
    if opinion.due_on is None or workdays_late(opinion.due_on, today) < 1:
        raise Conflict("单位确认的期限还没有过。请等它确认，或者打电话问一问。")
    opinion.ended_on = today
    _move(actor, opinion, OpinionStatus.LAPSED, OpinionStepKind.LAPSED, "", None)
    return opinion


def _lock(actor: Actor, opinion_id: int, status: OpinionStatus) -> UnitOpinion:
    """Return an opinion in sight, locked; Conflict where it can't come into a state now."""
    rows = UnitOpinion.objects.visible_to(actor).select_related("organisation")
    opinion: UnitOpinion | None = (
        rows.select_for_update(no_key=True, of=("self",)).filter(pk=opinion_id).one()
    )
    if opinion is None:
        raise NotFound()
    if status not in OPINION_MOVES[OpinionStatus(opinion.status)]:
        raise Conflict(f"这条意见现在是“{opinion.get_status_display()}”，不能这样办。")
    return opinion


def _require_unit(actor: Actor, opinion: UnitOpinion, reported: Reported | None) -> None:
    """Let the unit answer itself, or the community write down what a unit without an account said."""
    if reported is None:
        if not speaks_for(actor, opinion.organisation_id):
            raise NotAllowed(f"要由{opinion.organisation}自己确认，别人不能代。")
        return
    actor.require(Right.COBUILDING_MANAGE, opinion.place_code)
    if has_account(opinion.organisation_id):
        raise Conflict(f"{opinion.organisation}有账号，要由它自己确认，别人不能代。")
    _check_said(reported.said_by, reported.said_on, opinion.answered_on)


def _move(
    actor: Actor,
    opinion: UnitOpinion,
    status: OpinionStatus,
    kind: OpinionStepKind,
    words: str,
    due_on: date | None,
    reported: Reported | None = None,
) -> None:
    opinion.status = status
    opinion.save()
    _step(actor, opinion, kind, words, due_on, reported)


def _step(
    actor: Actor,
    opinion: UnitOpinion,
    kind: OpinionStepKind,
    words: str = "",
    due_on: date | None = None,
    reported: Reported | None = None,
) -> None:
    said = {
        "means": reported.means if reported else "",
        "said_by": reported.said_by.strip() if reported else "",
        "said_on": reported.said_on if reported else None,
    }
    OpinionStep.objects.create(
        opinion=opinion,
        kind=kind,
        words=words[:500],
        due_on=due_on,
        by_id=actor.user_id,
        at=timezone.now(),
        **said,
    )
    after = {"status": opinion.status, "due_on": due_on, "text": words[:200]}
    after |= said if reported else {}
    audit.record(actor, ACTS[kind], opinion, after=after)


def _tell(opinion: UnitOpinion, people: list[int], sentence: str, due_on: date | None) -> None:
    url = reverse("cobuilding:opinion", args=[opinion.pk])
    notify(people, sentence, url, opinion.place_code, due_on=due_on)
