"""More time for an order: asked for with a reason, granted or refused by the issuer."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.inspections.choices import FindingStatus, OrderStatus
from gongjian.apps.inspections.models import Extension
from gongjian.apps.inspections.services.orders import lock_order, require_answerer
from gongjian.apps.inspections.services.rectification_notices import (
    tell_extension_answered,
    tell_extension_asked,
)
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid


@transaction.atomic
def ask_extension(*, actor: Actor, order_id: int, until_on: date, reason: str) -> Extension:
    """Ask for more time, before the last day is over. Raises Invalid for a day that isn't later."""
    order = lock_order(actor, order_id)
    require_answerer(actor, order)
    if order.status not in OrderStatus.to_mend():
        raise Conflict("这份整改通知不用再延期了。")
    if order.is_late(timezone.localdate()):
        raise Conflict("已经逾期，不能再申请延期。请尽快整改，把照片交上来。")
    if order.extensions.filter(is_granted__isnull=True).exists():
        raise Conflict("已经申请过延期，还没有答复。请等下达的单位答复。")
    if until_on <= order.last_day:
        raise Invalid(f"延到的日子要晚于现在的时限 {order.last_day.isoformat()}。")
    if not reason.strip():
        raise Invalid("请写明为什么要延期。")
    row = Extension.objects.create(
        order=order,
        until_on=until_on,
        reason=reason.strip(),
        asked_by_id=actor.user_id,
        asked_at=timezone.now(),
    )
    audit.record(
        actor, "inspections.extension_asked", order, after={"due_on": until_on, "reason": row.reason}
    )
    tell_extension_asked(row)
    return row


@transaction.atomic
def answer_extension(*, actor: Actor, order_id: int, grants: bool, answer: str = "") -> Extension:
    """Grant the wish for more time that stands, or refuse it with a reason."""
    order = lock_order(actor, order_id)
    actor.require(Right.INSPECTIONS_MANAGE, order.issuer_code)
    row = order.extensions.filter(is_granted__isnull=True).first()
    if row is None:
        raise Conflict("没有等答复的延期申请。")
    if not grants and not answer.strip():
        raise Invalid("不同意延期，请写明原因。")
    row.is_granted, row.answer = grants, answer.strip()
    row.answered_by_id, row.answered_at = actor.user_id, timezone.now()
    row.save(update_fields=["is_granted", "answer", "answered_by", "answered_at"])
    before = audit.snapshot(order, "due_on")
    if grants:
        name = "redo_due_on" if order.redo_due_on else "due_on"
        setattr(order, name, row.until_on)
        order.save(update_fields=[name])
        order.findings.filter(status__in=FindingStatus.to_mend()).update(due_on=row.until_on)
    after = {"due_on": order.last_day, "granted": grants, "reason": row.answer}
    audit.record(actor, "inspections.extension_answered", order, before=before, after=after)
    tell_extension_answered(row)
    return row
