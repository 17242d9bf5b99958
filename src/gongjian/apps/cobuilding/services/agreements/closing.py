"""The end of an agreement: all delivered, accepted by the side that received, evaluated by both, or ended early."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import (
    OPEN_STATUSES,
    AgreementStatus,
    Evaluator,
    Side,
)
from gongjian.apps.cobuilding.models import Agreement, AgreementLine, Evaluation
from gongjian.apps.cobuilding.models.performance import BEST_RATING
from gongjian.apps.cobuilding.selectors.agreements import agreement_of_key, lines_of
from gongjian.apps.cobuilding.services.agreements.counts import check_uncontested
from gongjian.apps.cobuilding.services.agreements.steps import (
    acting_side,
    locked_agreement,
    move,
    require_side,
)
from gongjian.apps.cobuilding.services.agreements.telling import tell_other, url_of
from gongjian.apps.cobuilding.services.contribution.entries import award_for_rating
from gongjian.apps.cobuilding.services.needs import settle_need
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Actor
from gongjian.core.errors import Conflict, Invalid

NOT_CONFIRMED = "还有交付等确认。请先确认或退回，数才对得上。"


@dataclass(frozen=True)
class Acceptance:
    """What was accepted of a line, with words where that is less than promised."""

    quantity: int
    words: str = ""


@transaction.atomic
def finish_agreement(*, actor: Actor, agreement_id: int) -> Agreement:
    """Say that all there will be is delivered, whether less than promised or not; the community then accepts."""
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.SIGNED)
    lines = lines_of([agreement.pk])[agreement.pk]
    if any(line.waiting for line in lines):
        raise Conflict(NOT_CONFIRMED)
    check_uncontested(agreement)
    if not any(line.delivered for line in lines):
        raise Conflict("还没有确认过的交付。没有办成的，请提前结束并写明原因。")
    move(agreement, AgreementStatus.DELIVERED)
    agreement.delivered_on = timezone.localdate()
    agreement.save(update_fields=["status", "delivered_on"])
    audit.record(actor, "cobuilding.agreement_finished", agreement)
    side = acting_side(actor, agreement)
    tell_other(agreement, side, f"“{agreement.title}”交付完了，等社区验收。", url_of(agreement.pk))
    return agreement


@transaction.atomic
def send_back(*, actor: Actor, agreement_id: int, reason: str) -> Agreement:
    """The community says that something is still to be delivered; the agreement goes on."""
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.DELIVERED)
    require_side(actor, agreement, Side.COMMUNITY)
    if not reason.strip():
        raise Invalid("请写明还差什么。")
    move(agreement, AgreementStatus.SIGNED)
    agreement.delivered_on = None
    agreement.save(update_fields=["status", "delivered_on"])
    audit.record(actor, "cobuilding.agreement_sent_back", agreement, after={"reason": reason.strip()})
    tell_other(
        agreement, Side.COMMUNITY, f"“{agreement.title}”还要交付：{reason.strip()}", url_of(agreement.pk)
    )
    return agreement


@transaction.atomic
def accept_agreement(*, actor: Actor, agreement_id: int, accepted: Mapping[int, Acceptance]) -> Agreement:
    """Accept every line (by its key): not more than was counted, and with words where it is less than promised.

    A need of which enough was accepted is met; else it stays open for the rest.
    """
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.DELIVERED, with_needs=True)
    require_side(actor, agreement, Side.COMMUNITY)
    check_uncontested(agreement)
    lines = lines_of([agreement.pk])[agreement.pk]
    if {line.line.pk for line in lines} != set(accepted):
        raise Invalid("每一项都要写验收数量。")
    for counted in lines:
        said = accepted[counted.line.pk]
        title, unit = counted.line.need.title, counted.kind.unit
        if not 0 <= said.quantity <= counted.delivered:
            raise Invalid(f"“{title}”确认的交付是 {counted.delivered} {unit}，验收不能比它多。")
        if said.quantity < counted.line.promised and not said.words.strip():
            raise Invalid(f"“{title}”验收比约定少，请写明原因。")
        _accept(counted.line, said)
    move(agreement, AgreementStatus.ACCEPTED)
    agreement.accepted_on = timezone.localdate()
    agreement.save(update_fields=["status", "accepted_on"])
    after = {line.line.need.number: accepted[line.line.pk].quantity for line in lines}
    audit.record(actor, "cobuilding.agreement_accepted", agreement, after=after)
    _settle_needs(agreement)
    tell_other(agreement, Side.COMMUNITY, f"“{agreement.title}”已验收，请评价。", url_of(agreement.pk))
    return agreement


def _accept(line: AgreementLine, said: Acceptance) -> None:
    line.accepted, line.accepted_words = said.quantity, said.words.strip()
    line.save(update_fields=["accepted", "accepted_words"])


def _settle_needs(agreement: Agreement) -> None:
    for need_id in sorted(set(agreement.lines.values_list("need_id", flat=True))):
        settle_need(need_id)


@transaction.atomic
def evaluate_agreement(
    *, actor: Actor, agreement_id: int, side: Side, rating: int, words: str = ""
) -> Evaluation:
    """Evaluate the other side once; with both the agreement is done. The community's rating earns points by rule."""
    agreement = locked_agreement(actor, agreement_id, AgreementStatus.ACCEPTED)
    require_side(actor, agreement, side)
    _check_rating(rating, words)
    if agreement.evaluations.filter(by=side.value).exists():
        raise Conflict("你这一方已经评价过了。")
    evaluation = Evaluation.objects.create(
        agreement=agreement,
        by=Evaluator(side.value),
        rating=rating,
        words=words.strip(),
        made_on=timezone.localdate(),
        made_by_id=actor.user_id,
    )
    audit.record(
        actor, "cobuilding.agreement_evaluated", agreement, after={"by": side.label, "rating": rating}
    )
    if side == Side.COMMUNITY:
        award_for_rating(actor, agreement, rating)
    if agreement.evaluations.exclude(by=Evaluator.RESIDENT).count() == len(Side):
        move(agreement, AgreementStatus.EVALUATED)
        agreement.save(update_fields=["status"])
    tell_other(agreement, side, f"“{agreement.title}”对方已评价。", url_of(agreement.pk))
    return evaluation


def _check_rating(rating: int, words: str) -> None:
    if not 1 <= rating <= BEST_RATING:
        raise Invalid(f"评分是 1 到 {BEST_RATING}。")
    if rating <= BEST_RATING // 2 and not words.strip():
        raise Invalid("评得低的请写一句为什么，对方好改。")


@transaction.atomic
def evaluate_as_resident(*, rating_key: str, rating: int, words: str, nonce: str) -> Evaluation:
    """Keep what a resident says, without a name. The same showing of the form counts once (Conflict)."""
    agreement = agreement_of_key(rating_key)
    if not 1 <= rating <= BEST_RATING:
        raise Invalid(f"请选 1 到 {BEST_RATING} 分。")
    try:
        with transaction.atomic():
            evaluation = Evaluation.objects.create(
                agreement=agreement,
                by=Evaluator.RESIDENT,
                rating=rating,
                words=words.strip(),
                nonce=nonce or secrets.token_urlsafe(18),
                made_on=timezone.localdate(),
            )
    except IntegrityError as error:
        raise Conflict("这一张已经交过了，谢谢。") from error
    audit.record(SYSTEM, "cobuilding.resident_evaluated", agreement, after={"rating": rating})
    return evaluation


@transaction.atomic
def end_agreement(*, actor: Actor, agreement_id: int, reason: str) -> Agreement:
    """End an agreement early, saying why: what was confirmed stands as accepted, the needs open for the rest."""
    agreement = locked_agreement(actor, agreement_id, *OPEN_STATUSES, with_needs=True)
    side = acting_side(actor, agreement)
    if not reason.strip():
        raise Invalid("请写明为什么提前结束，对方会看到。")
    lines = lines_of([agreement.pk]).get(agreement.pk, [])
    if any(line.waiting for line in lines):
        raise Conflict(NOT_CONFIRMED)
    for counted in lines:
        _accept(counted.line, Acceptance(counted.delivered, "提前结束，按已确认的交付"))
    move(agreement, AgreementStatus.ENDED)
    agreement.ended_on, agreement.end_reason = timezone.localdate(), reason.strip()
    agreement.save(update_fields=["status", "ended_on", "end_reason"])
    audit.record(actor, "cobuilding.agreement_ended", agreement, after={"reason": reason.strip()})
    _settle_needs(agreement)
    tell_other(agreement, side, f"“{agreement.title}”提前结束：{reason.strip()}", url_of(agreement.pk))
    return agreement
