"""The desk tells everybody something, or asks everybody something and says what came of it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.portal.models import Consultation, PublicNotice
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True, kw_only=True)
class NoticeSpec:
    """A notice: from and to are both among its days."""

    title: str
    body: str
    first_on: date
    last_on: date


@dataclass(frozen=True, kw_only=True)
class ConsultationSpec:
    """A question put to everybody: from and to are both among its days."""

    title: str
    question: str
    first_on: date
    last_on: date


@transaction.atomic
def post_notice(*, actor: Actor, place_code: str, spec: NoticeSpec) -> PublicNotice:
    """Tell everybody at a place and below it, on the days given."""
    actor.require(Right.MATTERS_DISPATCH, place_code)
    _check_days(spec.first_on, spec.last_on)
    row = PublicNotice.objects.create(
        place_code=place_code,
        title=_said(spec.title, "标题"),
        body=_said(spec.body, "内容"),
        first_on=spec.first_on,
        last_on=spec.last_on,
        written_by_id=actor.user_id,
    )
    audit.record(
        actor, "portal.notice_posted", row, after=audit.snapshot(row, "title", "first_on", "last_on")
    )
    return row


@transaction.atomic
def withdraw_notice(*, actor: Actor, notice_id: int) -> PublicNotice:
    """Take a notice down; what it said stays in the trail."""
    row: PublicNotice | None = (
        PublicNotice.objects.select_for_update(no_key=True).filter(pk=notice_id).first()
    )
    if row is None or not actor.can(Right.MATTERS_DISPATCH, row.place_code):
        raise NotFound()
    actor.require(Right.MATTERS_DISPATCH, row.place_code)
    audit.record(
        actor, "portal.notice_withdrawn", row, before=audit.snapshot(row, "title", "body", "last_on")
    )
    row.delete()
    return row


@transaction.atomic
def ask_everybody(*, actor: Actor, place_code: str, spec: ConsultationSpec) -> Consultation:
    """Put a question to everybody at a place and below it, for the days given."""
    actor.require(Right.MATTERS_DISPATCH, place_code)
    _check_days(spec.first_on, spec.last_on)
    row = Consultation.objects.create(
        place_code=place_code,
        title=_said(spec.title, "标题"),
        question=_said(spec.question, "想听大家说什么"),
        first_on=spec.first_on,
        last_on=spec.last_on,
        written_by_id=actor.user_id,
    )
    audit.record(
        actor, "portal.question_asked", row, after=audit.snapshot(row, "title", "first_on", "last_on")
    )
    return row


@transaction.atomic
def answer_consultation(*, actor: Actor, consultation_id: int, result: str) -> Consultation:
    """Say what came of a question: what was taken up, what was not and why. It may be said again, better."""
    row: Consultation | None = (
        Consultation.objects.select_for_update(no_key=True).filter(pk=consultation_id).first()
    )
    if row is None or not actor.can(Right.MATTERS_DISPATCH, row.place_code):
        raise NotFound()
    actor.require(Right.MATTERS_DISPATCH, row.place_code)
    if row.first_on > timezone.localdate():
        raise Conflict("还没有开始征集，不能先写结果。")
    before = audit.snapshot(row, "result")
    row.result, row.answered_at = _said(result, "结果和采纳情况"), timezone.now()
    row.save(update_fields=["result", "answered_at"])
    audit.record(actor, "portal.question_answered", row, before=before, after=audit.snapshot(row, "result"))
    return row


def _said(text: str, what: str) -> str:
    found = text.strip()
    if not found:
        raise Invalid(f"没有写{what}。")
    return found


def _check_days(first_on: date, last_on: date) -> None:
    if last_on < first_on:
        raise Invalid("结束的日子在开始之前。请核对两个日期。")
