"""Give, move and recall honours by results: the rotating red flag, names that stay."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gongjian.apps.inspections.choices import AwardEnd, HonourKind, HonourTies
from gongjian.apps.inspections.models import Honour, HonourAward, Round
from gongjian.apps.inspections.selectors.honours import (
    VALUE_PLACES,
    Winner,
    get_award,
    get_honour,
    holders,
    propose_awards,
)
from gongjian.apps.inspections.selectors.sheets import get_round
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Actor, Right
from gongjian.core.errors import Conflict, Invalid

RULE = ("title", "kind", "level", "within", "most", "label", "at_least", "ties", "effective_on", "citation")


@transaction.atomic
def create_honour(
    *,
    actor: Actor,
    place_code: str,
    title: str,
    kind: HonourKind,
    level: int,
    effective_on: date,
    citation: str,
    within: int | None = None,
    most: int | None = None,
    label: str = "",
    at_least: Decimal | None = None,
    ties: HonourTies = HonourTies.OUT,
    is_demo: bool = False,
) -> Honour:
    """Write the rule of an honour from a day on. Raises Invalid for a rule that could give nothing, or everything."""
    actor.require(Right.RATINGS_DECIDE, place_code)
    if level <= len(place_code) or (within is not None and not len(place_code) < within < level):
        raise Invalid("给哪一级，要在你这一级以下；在哪里头比，要在两者之间。请改其中一个。")
    if most == 0:
        raise Invalid("最多几个，要大于 0；不限就空着。")
    if kind == HonourKind.ROTATING and most is None:
        raise Invalid("流动红旗要写明最多几个，否则分不出先后。")
    if not label and at_least is None and most is None:
        raise Invalid("请写明凭什么给：要评到的等次、最低结果，或者最多几个。")
    if Honour.objects.filter(place_code=place_code, title=title, effective_on=effective_on).exists():
        raise Conflict(f"同一天生效的“{title}”已经有了。请换一个生效日期。")
    row = Honour.objects.create(
        place_code=place_code,
        title=title.strip(),
        kind=kind,
        level=level,
        within=within,
        most=most,
        label=label.strip(),
        at_least=at_least,
        ties=ties,
        effective_on=effective_on,
        citation=citation.strip(),
        is_demo=is_demo,
    )
    audit.record(actor, "inspections.honour_created", row, after=audit.snapshot(row, *RULE))
    return row


@transaction.atomic
def award_honour(*, actor: Actor, honour_id: int, round_id: int, awarded_on: date | None = None) -> int:
    """Give an honour as a round's grades and its rule say; a rotating one moves on. Return how many hold it new.

    Raises Conflict when a later round has given it already, or the rule wasn't in force when the round ended.
    """
    honour, row = get_honour(actor, honour_id), get_round(actor, round_id)
    actor.require(Right.RATINGS_DECIDE, honour.place_code)
    Honour.objects.select_for_update(no_key=True).get(pk=honour.pk)
    if honour.effective_on > row.ends_on:
        raise Conflict(f"这条规则自 {honour.effective_on.isoformat()} 起生效，不能用在更早的一轮。")
    later = [award.round for award in holders(honour) if award.round.ends_on > row.ends_on]
    if later:
        raise Conflict(f"“{later[0].title}”已经授过，不能再按更早的一轮授。")
    return _apply(actor, honour, row, awarded_on or timezone.localdate(), "")


@transaction.atomic
def recall_award(*, actor: Actor, award_id: int, reason: str) -> HonourAward:
    """Take an honour back from a place, saying why."""
    seen = get_award(actor, award_id)
    actor.require(Right.RATINGS_DECIDE, seen.honour.place_code)
    Honour.objects.select_for_update(no_key=True).get(pk=seen.honour_id)
    award = HonourAward.objects.select_related("honour").get(pk=seen.pk)
    if award.ended_on is not None:
        raise Conflict("这面旗（称号）已经不在这里了。")
    if not reason.strip():
        raise Invalid("请写明收回的原因。")
    _end(actor, award, AwardEnd.RECALLED, reason.strip())
    return award


@transaction.atomic
def follow_grades(*, actor: Actor, round_ids: Iterable[int], cause: str) -> int:
    """Move rotating honours that were won in rounds whose grades changed; return how many places gained or lost.

    The consequence is the rule's and needs no right of its own. Names stay until a person recalls them.
    """
    standing = HonourAward.objects.filter(round__in=set(round_ids), ended_on__isnull=True)
    rules = Honour.objects.filter(pk__in=standing.values("honour_id"), kind=HonourKind.ROTATING)
    moved = 0
    for honour in rules.select_for_update(no_key=True).order_by("pk"):
        row = max((award.round for award in holders(honour)), key=lambda one: one.ends_on)
        before = {award.pk for award in holders(honour)}
        _apply(actor, honour, row, timezone.localdate(), cause)
        moved += len(before ^ {award.pk for award in holders(honour)})
    return moved


def _apply(actor: Actor, honour: Honour, row: Round, day: date, cause: str) -> int:
    """Bring the holders of an honour to what a round's grades say: a new round ends what was won before it."""
    proposal = propose_awards(SYSTEM, honour, row)
    held = {award.place_code: award for award in holders(honour)}
    won = {winner.grade.place_code: winner for winner in proposal.winners}
    is_moving = honour.kind == HonourKind.ROTATING
    for code, award in held.items():
        if is_moving and award.round_id != row.pk:
            _end(actor, award, AwardEnd.KEPT if code in won else AwardEnd.MOVED, cause)
        elif is_moving and code not in won:
            _end(actor, award, AwardEnd.REGRADED, cause)
    for code, winner in won.items():
        before = held.get(code)
        if before is None or before.ended_on is not None:
            is_kept = before is not None and before.end == AwardEnd.KEPT
            _give(actor, honour, row, winner, day, before.held_since if is_kept and before else day, cause)
    return len(proposal.arriving)


def _give(
    actor: Actor, honour: Honour, row: Round, winner: Winner, day: date, held_since: date, cause: str
) -> None:
    award = HonourAward.objects.create(
        place_code=winner.grade.place_code,
        honour=honour,
        round=row,
        grade=winner.grade,
        value=winner.value.quantize(VALUE_PLACES),
        awarded_on=day,
        held_since=held_since,
        awarded_by_id=actor.user_id,
        cause=cause[:200],
    )
    after = audit.snapshot(award, "place_code", "round_id", "value", "awarded_on", "cause")
    audit.record(actor, "inspections.honour_given", award, after=after)


def _end(actor: Actor, award: HonourAward, end: AwardEnd, reason: str) -> None:
    award.ended_on, award.end, award.end_reason = timezone.localdate(), end, reason[:300]
    award.ended_by_id = actor.user_id
    award.save(update_fields=["ended_on", "end", "end_reason", "ended_by"])
    after = audit.snapshot(award, "place_code", "end", "end_reason")
    audit.record(actor, "inspections.honour_ended", award, after=after)
