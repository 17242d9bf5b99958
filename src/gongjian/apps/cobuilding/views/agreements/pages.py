"""What the pages of agreements share: the marks of statuses, the way to a page, a page that is one act's form."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices import AgreementStatus, DeliveryStatus, Side, UnitAnswer
from gongjian.apps.cobuilding.models import Agreement, Delivery
from gongjian.apps.cobuilding.services.agreements.steps import require_side
from gongjian.core.access import ActorRequest
from gongjian.core.form_pages import crumb, form_page, succeeds

AGREEMENT_MARKS: dict[str, str] = {
    AgreementStatus.DRAFTED: "待签收",
    AgreementStatus.SIGNED: "进行中",
    AgreementStatus.DELIVERED: "待确认",
    AgreementStatus.ACCEPTED: "待核查",
    AgreementStatus.EVALUATED: "已完成",
    AgreementStatus.ENDED: "作废",
}
DELIVERY_MARKS: dict[str, str] = {
    DeliveryStatus.ENTERED: "待确认",
    DeliveryStatus.CONFIRMED: "已完成",
    DeliveryStatus.REFUSED: "退回",
    DeliveryStatus.REVERSED: "作废",
}


CHECKED_MARKS: dict[str, str] = {
    UnitAnswer.ASKED: "待确认",
    UnitAnswer.ACCEPTED: "已完成",
    UnitAnswer.CONTESTED: "有冲突",
    UnitAnswer.UPHELD: "有冲突",
}


def status_of(row: Delivery, today: date) -> tuple[str, str, str]:
    """Say where a delivery stands: word, mark, and the unit's answer to a count of the community, which is no confirmation."""
    checked = row.checked_word(today)
    if not checked or row.status != DeliveryStatus.CONFIRMED:
        return str(row.get_status_display()), DELIVERY_MARKS[row.status], checked
    is_silent = row.unit_answer == UnitAnswer.ASKED and not row.is_checkable(today)
    return _("社区已计数"), "暂停" if is_silent else CHECKED_MARKS[row.unit_answer], checked


def crumbs_of(agreement: Agreement, last: str = "") -> list[dict[str, str]]:
    """Write the way to an agreement, and to an act on it."""
    steps = [crumb(_("共建协议"), "cobuilding:agreements")]
    if not last:
        return [*steps, crumb(agreement.number)]
    return [*steps, crumb(agreement.number, "cobuilding:agreement", agreement.pk), crumb(last)]


def act_page(
    request: ActorRequest,
    agreement: Agreement,
    form: forms.BaseForm,
    do: Callable[[], object],
    *,
    title: str,
    act: str,
    side: Side | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the form of an act to the side that may do it; do it, and come back to the agreement."""
    require_side(request.actor, agreement, side)
    if request.method == "POST" and succeeds(form, do):
        return redirect("cobuilding:agreement", agreement.pk)
    return form_page(
        request,
        form,
        title=title,
        act=act,
        back=reverse("cobuilding:agreement", args=[agreement.pk]),
        crumbs=crumbs_of(agreement, title),
        **more,
    )
