"""The county decides, in writing; what is granted is paid and posted until it ends for a written reason."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.hearings.choices import AidStatus, PostingKind
from gongjian.apps.hearings.models import AidApplication, Benefit, Posting
from gongjian.apps.hearings.selectors import get_application
from gongjian.apps.hearings.services.postings import what_waits
from gongjian.apps.hearings.services.steps import lock_application, take_step
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

PERSONAL = frozenset({"decision_reason", "end_reason"})
COUNTY = 6


@transaction.atomic
def grant(*, actor: Actor, application_id: int, monthly_cents: int, people: int, starts_on: date) -> Benefit:
    """Grant what was asked. Conflict before the posting has run its days and every objection is answered."""
    application = _decidable(actor, application_id)
    if missing := _what_is_missing(application):
        raise Conflict(f"还不能批准：{missing}")
    if monthly_cents <= 0 or not 1 <= people <= 1 + application.members.count():
        raise Invalid(f"金额要大于 0，享受人数在 1 和 {1 + application.members.count()} 之间。请改。")
    _decide(actor, application, AidStatus.GRANTED, "")
    benefit = Benefit.objects.create(
        application=application, people=people, monthly_cents=monthly_cents, starts_on=starts_on
    )
    last = application.postings.order_by("starts_on", "pk").last()
    Posting.objects.create(
        application=application,
        kind=PostingKind.BENEFIT,
        starts_on=timezone.localdate(),
        place_words=last.place_words if last else "",
        phone=last.phone if last else "",
        posted_by_id=actor.user_id,
    )
    audit.record(
        actor,
        "hearings.granted",
        application,
        after={"monthly_cents": monthly_cents, "people": people, "starts_on": starts_on.isoformat()},
    )
    return benefit


def _what_is_missing(application: AidApplication) -> str:
    if application.status == AidStatus.POSTED:
        return what_waits(application, timezone.localdate())
    return f"这份申请现在是“{application.get_status_display()}”。"


@transaction.atomic
def refuse(*, actor: Actor, application_id: int, reason: str) -> AidApplication:
    """Refuse in writing: after a hearing that did not pass, or after posting, with the reason for the household."""
    application = _decidable(actor, application_id)
    if not reason.strip():
        raise Invalid("不予批准要书面写明理由，申请人会收到。")
    if application.status == AidStatus.POSTED and (waits := what_waits(application, timezone.localdate())):
        raise Conflict(f"还不能决定：{waits}")
    _decide(actor, application, AidStatus.REFUSED, reason.strip())
    audit.record(
        actor,
        "hearings.refused",
        application,
        after=audit.snapshot(application, "decision_reason", "decided_on"),
        personal=PERSONAL,
    )
    return application


def _decidable(actor: Actor, application_id: int) -> AidApplication:
    """Load an application for the county, locked."""
    seen = get_application(actor, application_id)
    actor.require(Right.HEARINGS_DECIDE, seen.place_code[:COUNTY])
    return lock_application(seen.pk)


def _decide(actor: Actor, application: AidApplication, status: AidStatus, reason: str) -> None:
    take_step(application, status)
    application.decided_on, application.decided_by_id = timezone.localdate(), actor.user_id
    application.decision_reason = reason
    application.save(update_fields=["status", "decided_on", "decided_by", "decision_reason"])


@transaction.atomic
def end_benefit(*, actor: Actor, application_id: int, ends_on: date, reason: str) -> Benefit:
    """End a benefit from a day on for a written reason; its long posting comes down that day."""
    application = _decidable(actor, application_id)
    benefit = Benefit.objects.select_for_update(no_key=True).filter(application=application).first()
    if benefit is None or benefit.ends_on is not None:
        raise Conflict("没有在发的救助，或者已经停发了。")
    if not reason.strip() or ends_on < benefit.starts_on:
        raise Invalid("停发要书面写明理由，日期不能早于开始发的那天。")
    benefit.ends_on, benefit.end_reason = ends_on, reason.strip()
    benefit.save(update_fields=["ends_on", "end_reason"])
    Posting.objects.filter(application=application, kind=PostingKind.BENEFIT).update(ends_on=ends_on)
    audit.record(
        actor,
        "hearings.benefit_ended",
        benefit,
        after=audit.snapshot(benefit, "ends_on", "end_reason"),
        personal=PERSONAL,
        place_code=application.place_code,
    )
    return benefit
