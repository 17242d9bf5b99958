"""After the agreement: whether each point is kept, and the court's confirmation."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import ConfirmationState, PointState
from gongjian.apps.matters.choices import MediationState as State
from gongjian.apps.matters.models import (
    AgreementPoint,
    JudicialConfirmation,
    Mediation,
    MediationAgreement,
    Performance,
)
from gongjian.apps.matters.selectors.mediation.steps import last_day_to_confirm
from gongjian.apps.matters.services.locking import written
from gongjian.apps.matters.services.mediation.locking import WITH_AGREEMENT, mediated, save_with_next
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotFound

WORDS_LIMIT = 1000


@transaction.atomic
def record_performance(
    *,
    actor: Actor,
    case_id: int,
    point_id: int,
    state: PointState,
    words: str = "",
    done_on: date | None = None,
) -> Performance:
    """Write what a look at one point found: kept, not yet, or broken. The whole is kept once every point is.

    What was not kept says why. Raises Conflict for a point of an agreement that is not in force.
    """
    row = mediated(actor, case_id, WITH_AGREEMENT)
    point = AgreementPoint.objects.filter(pk=point_id, agreement__mediation=row).first()
    if point is None or point.agreement.in_force_on is None:
        raise NotFound()
    today = timezone.localdate()
    if state == PointState.DONE and not point.agreement.in_force_on <= (done_on or today) <= today:
        raise Invalid("履行的日子不对：不能早于协议生效那天，也不能晚于今天。")
    said = words.strip()
    if state == PointState.BROKEN:
        said = written(words, "请写明为什么没有履行、告知了什么途径。", WORDS_LIMIT)
    made = Performance.objects.create(
        point=point,
        state=state,
        words=written(said, "", WORDS_LIMIT) if said else None,
        at=timezone.now(),
        by_id=actor.user_id,
    )
    point.state, point.done_on = state, (done_on or today) if state == PointState.DONE else None
    point.save(update_fields=["state", "done_on"])
    row.state = _state_of(point.agreement)
    save_with_next(row)
    audit.record(
        actor,
        "matters.mediation_followed_up",
        row,
        after={"point": point.order, "state": row.get_state_display()},
    )
    return made


def _state_of(agreement: MediationAgreement) -> State:
    states = set(agreement.points.values_list("state", flat=True))
    if PointState.BROKEN in states:
        return State.BROKEN
    return State.PERFORMED if states == {PointState.DONE} else State.AGREED


@transaction.atomic
def ask_confirmation(*, actor: Actor, case_id: int, court: str, asked_on: date) -> JudicialConfirmation:
    """Write that both sides asked the court together, within the rule's days after the agreement came into force."""
    row = mediated(actor, case_id, WITH_AGREEMENT)
    agreement, in_force_on = _in_force(row)
    if JudicialConfirmation.objects.filter(agreement=agreement).exists():
        raise Conflict("已经记过申请司法确认。")
    last = last_day_to_confirm(in_force_on, row.matter.place_code)
    if not in_force_on <= asked_on <= timezone.localdate():
        raise Invalid("申请的日子不对：不能早于协议生效那天，也不能晚于今天。")
    if asked_on > last:
        raise Conflict(
            f"司法确认要在 {last.month}月{last.day}日 前由双方共同申请，已经过了。一方不履行的，可以就协议向法院起诉。"
        )
    made = JudicialConfirmation.objects.create(
        agreement=agreement, court=written(court, "请写明向哪个法院申请。", 80), asked_on=asked_on
    )
    save_with_next(row)
    audit.record(actor, "matters.mediation_confirmation_asked", row, after={"asked_on": asked_on})
    return made


@transaction.atomic
def record_confirmation(
    *, actor: Actor, case_id: int, state: ConfirmationState, decided_on: date, document_number: str
) -> JudicialConfirmation:
    """Write what the court decided, with the number of its paper."""
    row = mediated(actor, case_id, WITH_AGREEMENT)
    made = JudicialConfirmation.objects.filter(agreement=_in_force(row)[0]).first()
    if made is None or made.state != ConfirmationState.ASKED:
        raise Conflict("没有等裁定的申请，可能刚有人记过。请刷新后再看。")
    if state == ConfirmationState.ASKED:
        raise Invalid("请选法院的裁定：裁定有效，或者驳回申请。")
    if not made.asked_on <= decided_on <= timezone.localdate():
        raise Invalid("裁定的日子不对：不能早于申请那天，也不能晚于今天。")
    made.state, made.decided_on = state, decided_on
    made.document_number = written(document_number, "请写裁定书的文号。", 80)
    made.save()
    if state == ConfirmationState.CONFIRMED:
        row.confirmed_on = decided_on
    save_with_next(row)
    audit.record(actor, "matters.mediation_confirmation_decided", row, after={"decided_on": decided_on})
    return made


def _in_force(row: Mediation) -> tuple[MediationAgreement, date]:
    """Return the latest agreement in force, with the day from which it is."""
    found = row.agreements.filter(in_force_on__isnull=False).last()
    if found is None or found.in_force_on is None:
        raise Conflict("没有生效的协议。")
    return found, found.in_force_on
