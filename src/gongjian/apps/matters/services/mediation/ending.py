"""How a mediation ends: always where the answer to the person is owed, never closed without one."""

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import MatterLevel, PassUpGround, ReferralTo, SessionState, StepKind
from gongjian.apps.matters.choices import MediationState as State
from gongjian.apps.matters.models import Mediation, MediationReferral
from gongjian.apps.matters.services.entries import add_step, named, tell_desk, tell_reporter
from gongjian.apps.matters.services.locking import written
from gongjian.apps.matters.services.mediation.locking import (
    BEFORE_END,
    mediated_to_end,
    save_with_next,
)
from gongjian.apps.matters.services.raising import raise_level
from gongjian.apps.matters.transitions import next_state
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid

DRAFT_LIMIT = 500
REASON_LIMIT = 2000
OTHER_WAYS = "调解不成的，应当告知当事人可以依法通过仲裁、行政、司法等途径维护自己的权利（人民调解法第二十六条）。请告知后再结束。"
NEED_WAYS = (State.REFUSED, State.NOT_AGREED)
COMMUNITY = 12


def end_mediation(
    actor: Actor, row: Mediation, state: State, *, answer_draft: str = "", told_other_ways: bool = False
) -> None:
    """End a mediation locked with its matter, which goes on to its answer; others hear how it ended and no more."""
    if state in NEED_WAYS and not told_other_ways:
        raise Invalid(OTHER_WAYS)
    matter, now = row.matter, timezone.now()
    matter.state, matter.done_at = next_state("end_mediation", matter.state), now
    matter.save(update_fields=["state", "done_at"])
    row.sessions.filter(state=SessionState.PLANNED).update(state=SessionState.CANCELLED)
    row.state, row.ended_at = state, now
    row.answer_draft = written(answer_draft, "", DRAFT_LIMIT) if answer_draft.strip() else ""
    save_with_next(row)
    add_step(actor, matter, StepKind.MEDIATED, row.get_state_display(), is_public=True)
    audit.record(actor, "matters.mediation_ended", row, after={"state": row.get_state_display()})
    tell_reporter(matter, StepKind.MEDIATED, "您反映的纠纷调解已经结束，很快给您书面答复。")
    tell_desk(matter, f"{named(matter)}调解结束：{row.get_state_display()}，请写答复。")


@transaction.atomic
def end_without_agreement(
    *, actor: Actor, case_id: int, told_other_ways: bool, answer_draft: str = ""
) -> Mediation:
    """End talks that came to nothing; the parties have been told of the other ways."""
    row = mediated_to_end(actor, case_id, (State.MEDIATING,))
    end_mediation(actor, row, State.NOT_AGREED, answer_draft=answer_draft, told_other_ways=told_other_ways)
    return row


@transaction.atomic
def withdraw(*, actor: Actor, case_id: int, answer_draft: str = "") -> Mediation:
    """End a mediation that the applicant took back."""
    row = mediated_to_end(actor, case_id, State.running())
    end_mediation(actor, row, State.WITHDRAWN, answer_draft=answer_draft)
    return row


@transaction.atomic
def refer(
    *, actor: Actor, case_id: int, to: ReferralTo, body: str, reason: str, answer_draft: str = ""
) -> MediationReferral:
    """Pass a dispute on to a court, the police or another channel; the letter is made from this row."""
    row = mediated_to_end(actor, case_id, State.running())
    made = MediationReferral.objects.create(
        mediation=row,
        to=to,
        body=written(body, "请写明转到哪个单位。", 80),
        reason=written(reason, "请写明为什么转、已经做了什么。", REASON_LIMIT),
        referred_on=timezone.localdate(),
    )
    end_mediation(actor, row, State.REFERRED, answer_draft=answer_draft)
    return made


@transaction.atomic
def pass_up(*, actor: Actor, case_id: int, ground: PassUpGround) -> Mediation:
    """Hand a dispute that is beyond this level to the one above, which names its mediators; it is not ended by that.

    From a community it goes to the street's desk, from there one level up.
    """
    row = mediated_to_end(actor, case_id, BEFORE_END)
    if row.organisation is None:
        raise Conflict("已经在等上级定调解员。")
    matter, said = row.matter, f"本级调解不了（{ground.label}）"
    if len(row.organisation.place_code) >= COMMUNITY:
        above = MatterLevel(matter.level).label
        add_step(actor, matter, StepKind.RAISED, f"{said}，由{above}一级调解", is_public=True)
        tell_desk(matter, f"{named(matter)}{said}，请定调解员。")
    elif not raise_level(actor, matter, said):
        raise Conflict("已经是最上面一级。可以结束调解，或者转其他渠道。")
    row.organisation, row.state, row.passed_up_at = None, State.APPLIED, timezone.now()
    save_with_next(row)
    audit.record(actor, "matters.mediation_passed_up", row, after={"reason": str(ground.label)})
    return row
