"""The hearing itself: notice, who came, what was said."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.hearings.choices import HearingStatus, SeatStatus
from gongjian.apps.hearings.models import Hearing, Seat
from gongjian.apps.hearings.selectors import days_of, seats_of
from gongjian.apps.hearings.services.panels import step_aside_when_barred
from gongjian.apps.hearings.services.steps import managed_hearing
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid

PERSONAL = frozenset({"record"})


@transaction.atomic
def send_notice(*, actor: Actor, hearing_id: int, venue: str, starts_at: datetime) -> Hearing:
    """Fix place and time, as many days ahead as the rule says; may be done again until the vote opens."""
    hearing = managed_hearing(actor, hearing_id, HearingStatus.DRAWN, HearingStatus.NOTICED)
    days = days_of("notice_days", hearing.place_code, timezone.localdate())
    if timezone.localtime(starts_at).date() < timezone.localdate() + timedelta(days=days):
        raise Invalid(f"评议会至少提前 {days} 天通知。请把时间往后改。")
    if not venue.strip():
        raise Invalid("没有写在哪里开会。请写明地点。")
    hearing.venue, hearing.starts_at, hearing.noticed_at = venue.strip(), starts_at, timezone.now()
    hearing.status = HearingStatus.NOTICED
    hearing.save(update_fields=["venue", "starts_at", "noticed_at", "status"])
    audit.record(actor, "hearings.noticed", hearing, after=audit.snapshot(hearing, "venue", "starts_at"))
    return hearing


@transaction.atomic
def record_attendance(
    *, actor: Actor, hearing_id: int, present: Collection[int], chair: str, recorder: str
) -> Hearing:
    """Write who of the panel came (seat ids), all at once, and who chairs and keeps the record."""
    hearing = managed_hearing(actor, hearing_id, HearingStatus.NOTICED)
    if hearing.starts_at is None or timezone.localdate() < timezone.localtime(hearing.starts_at).date():
        raise Conflict("还没有到开会的日子，不能签到。")
    if not chair.strip() or not recorder.strip():
        raise Invalid("请写明主持人和记录人。")
    step_aside_when_barred(hearing)
    Seat.objects.filter(hearing=hearing).update(is_present=False)
    seated = Seat.objects.filter(hearing=hearing, status=SeatStatus.SEATED)
    came = seated.filter(pk__in=present).update(is_present=True)
    hearing.chair, hearing.recorder = chair.strip(), recorder.strip()
    hearing.save(update_fields=["chair", "recorder"])
    audit.record(actor, "hearings.attended", hearing, after={"present": came, "seats": seated.count()})
    return hearing


@transaction.atomic
def write_record(*, actor: Actor, hearing_id: int, record: str) -> Hearing:
    """Write what was said, by the steps of the agenda; may be mended until the application is decided."""
    hearing = managed_hearing(actor, hearing_id)
    if hearing.status not in (HearingStatus.NOTICED, HearingStatus.VOTING, HearingStatus.COUNTED):
        raise Conflict("会还没有开，不能写记录。")
    if hearing.application.decided_on is not None:
        raise Conflict("已经作出决定，记录不能再改。")
    if not record.strip():
        raise Invalid("记录是空的。请按议程写说了什么。")
    before = audit.snapshot(hearing, "record")
    hearing.record = record.strip()
    hearing.save(update_fields=["record"])
    audit.record(
        actor,
        "hearings.record_written",
        hearing,
        before=before,
        after=audit.snapshot(hearing, "record"),
        personal=PERSONAL,
    )
    return hearing


@transaction.atomic
def read_panel(*, actor: Actor, hearing_id: int, reason: str) -> list[Seat]:
    """Return the panel with names and phones in full, to notify and sign in, and write down who read it and why."""
    hearing = managed_hearing(actor, hearing_id)
    if not reason.strip():
        raise Invalid("请写明查看的用途。")
    audit.record_read(actor, hearing, ("name", "phone"), reason.strip())
    return seats_of(hearing, SeatStatus.SEATED)


def present_seats(hearing: Hearing) -> list[Seat]:
    """List who of the panel came."""
    return [seat for seat in seats_of(hearing, SeatStatus.SEATED) if seat.is_present]
