"""What happened to an order, in the order of time, from its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gongjian.apps.inspections.choices import OrderStatus
from gongjian.apps.inspections.models import Finding, RectificationOrder
from gongjian.core.templatetags.dates import date_zh


@dataclass(frozen=True)
class Happened:
    """One step: when, what, in which state word, with what words."""

    at: datetime
    title: str
    kind: str
    words: str = ""


def history_of(order: RectificationOrder, findings: Sequence[Finding]) -> list[Happened]:
    """List the steps of an order whose findings and attempts are loaded; one query."""
    steps = [
        Happened(order.issued_at, _("下达"), "已办结", _("%(day)s前整改好") % {"day": date_zh(order.due_on)})
    ]
    if order.acknowledged_at:
        steps.append(Happened(order.acknowledged_at, _("签收"), "已签收"))
    for one in order.extensions.all():
        until = date_zh(one.until_on)
        steps.append(Happened(one.asked_at, _("申请延到%(day)s") % {"day": until}, "待确认", one.reason))
        if one.answered_at:
            title = _("同意延到%(day)s") % {"day": until} if one.is_granted else _("不同意延期")
            steps.append(Happened(one.answered_at, title, "已办结" if one.is_granted else "退回", one.answer))
    for finding in findings:
        steps += _attempts(finding)
    if order.closed_at:
        is_done = order.status == OrderStatus.DONE
        title = _("全部整改好") if is_done else _("撤回整改通知")
        steps.append(
            Happened(order.closed_at, title, "已整改" if is_done else "撤回", order.withdrawn_reason)
        )
    return sorted(steps, key=lambda step: step.at)


def _attempts(finding: Finding) -> list[Happened]:
    steps = []
    for one in finding.mendings.all():
        steps.append(
            Happened(one.answered_at, _("报整改：%(title)s") % {"title": finding.title}, "已上报", one.words)
        )
        if one.checked_at:
            passed = one.outcome == "passed"
            title = _("复查通过：%(title)s") if passed else _("复查没有通过：%(title)s")
            steps.append(
                Happened(
                    one.checked_at, title % {"title": finding.title}, "通过" if passed else "退回", one.reason
                )
            )
    return steps
