"""What a mediator does next in a case, and how the case stands, for its page and for the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import ConfirmationState, MediationState, PointState, SessionState
from gongjian.apps.matters.models import Mediation
from gongjian.apps.matters.selectors.mediation.cases import CaseFile
from gongjian.apps.matters.selectors.mediation.steps import last_day_to_confirm
from gongjian.apps.matters.services.mediation.consent import all_agree

STATE_MARKS: Mapping[MediationState, str] = {
    MediationState.APPLIED: "待受理",
    MediationState.ACCEPTED: "待确认",
    MediationState.MEDIATING: "调解中",
    MediationState.AGREED: "处置中",
    MediationState.PERFORMED: "已完成",
    MediationState.BROKEN: "差",
    MediationState.NOT_AGREED: "已终止",
    MediationState.REFUSED: "已终止",
    MediationState.WITHDRAWN: "撤回",
    MediationState.REFERRED: "已终止",
}
"""The known word whose mark a state bears."""


@dataclass(frozen=True)
class Next:
    """The next thing to do: what, why, the act and its row."""

    title: str | Promise
    words: str | Promise
    act: str
    args: tuple[int, ...] = ()

    def link(self, case_id: int) -> dict[str, Any]:
        """Return what the page shows of it."""
        return {
            "title": self.title,
            "words": self.words,
            "url": reverse(f"matters:mediation_{self.act}", args=[case_id, *self.args]),
        }


def case_context(case: CaseFile) -> dict[str, Any]:
    """Gather what the page of a case shows."""
    row, names = case.mediation, {party.pk: party.name for party in case.parties}
    wanted = next_step(case)
    agreement = case.agreement
    return {
        "case": case,
        "mediation": row,
        "mark": STATE_MARKS[MediationState(row.state)],
        "wanted": wanted.link(row.matter_id) if wanted else None,
        "sessions": [
            (session, [names[pk] for pk in session.attending if pk in names]) for session in case.sessions
        ],
        "is_open": row.state in (MediationState.ACCEPTED, MediationState.MEDIATING),
        "is_talking": row.state == MediationState.MEDIATING,
        "last_to_confirm": last_day_to_confirm(agreement.in_force_on, row.matter.place_code)
        if agreement and agreement.in_force_on
        else None,
        "confirmation": getattr(agreement, "confirmation", None) if agreement else None,
        "today": timezone.localdate(),
    }


def next_step(case: CaseFile) -> Next | None:
    """Say what is to be done next; None when nothing is, or when the desk has to act first."""
    state = case.mediation.state
    if state == MediationState.ACCEPTED:
        return _before_talks(case)
    if state == MediationState.MEDIATING:
        return _in_talks(case)
    return _after_agreement(case) if state in MediationState.with_agreement() else None


def _before_talks(case: CaseFile) -> Next | None:
    sides = [party for party in case.parties if party.is_side]
    if len({party.role for party in sides}) < 2:
        return Next(_("登记双方当事人"), _("申请人和被申请人都登记了，才能问是否同意调解。"), "add_party")
    unasked = next((party for party in sides if party.consents is None), None)
    if unasked is None or all_agree(case.mediation):
        return None
    words = _("调解要双方自愿。今天就联系：小纠纷当天有人管。")
    return Next(_("问当事人是否同意调解"), words, "consent", (unasked.pk,))


def _in_talks(case: CaseFile) -> Next:
    if case.draft:
        words = _("各方签名、盖章或按指印，调解员签名，协议就生效。")
        return Next(_("打印协议，请各方签订"), words, "conclude")
    planned = next((one for one in case.sessions if one.state == SessionState.PLANNED), None)
    if planned:
        return Next(
            _("记下这次调解的情况"),
            _("约好的调解开过以后，记谁到场、谈得怎样。"),
            "hold_session",
            (planned.pk,),
        )
    if any(one.state == SessionState.HELD for one in case.sessions):
        return Next(
            _("写协议，或者再约一次"), _("谈妥的写成协议；没有谈妥的再约，或者结束调解。"), "write_agreement"
        )
    return Next(_("约定第一次调解"), _("双方都同意调解了。"), "plan_session")


def _after_agreement(case: CaseFile) -> Next | None:
    agreement = case.agreement
    if agreement is None:
        return None
    confirmation = getattr(agreement, "confirmation", None)
    if confirmation and confirmation.state == ConfirmationState.ASKED:
        return Next(_("记法院的裁定"), _("已经申请司法确认，等裁定。"), "court_decision")
    open_ = [point for point in agreement.points.all() if point.state == PointState.OPEN]
    if not open_:
        return None
    first = min(open_, key=lambda point: (point.due_on, point.order))
    return Next(_("回访协议履行情况"), _("到期以前督促，到期以后回访。"), "follow_up", (first.pk,))


def list_row(row: Mediation, names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return what the list shows of a case: number, place, state, days, flags."""
    return {
        "mediation": row,
        "place": names.get(row.matter.place_code, row.matter.place_code),
        "mark": STATE_MARKS[MediationState(row.state)],
        "is_late": row.next_at is not None and row.next_at < now,
    }
