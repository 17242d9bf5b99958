"""Messages that reporters asked for really go out: each is sent once, tried again later and later, or given up for a call.

A worker that dies between sending and noting it leaves the row taken; after the lease it is sent again with the same id,
by which the receiver drops it (see `core.retries`). One dead number holds up nobody; a server that is down holds up
its own way only.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.choices import MessageState, MessageWay
from gongjian.apps.matters.models import Message, Reporter
from gongjian.apps.matters.services.entries import desk_of, named, tell, way_to
from gongjian.apps.parties.services import Topic
from gongjian.apps.portal.choices import LetterState
from gongjian.apps.portal.gateways import letters, mailbox, sms
from gongjian.apps.portal.gateways.faults import Down, Refused, SendFault
from gongjian.apps.portal.models import ReceivedMail
from gongjian.apps.portal.services.threads import letter_id
from gongjian.apps.portal.services.wording import (
    Told,
    letter_text,
    quiet_until,
    sms_text,
    subject_of,
    told_of,
)
from gongjian.core import retries

AT_ONCE = 20
MOST_DAYS = timedelta(days=3)
"""What waits longer is given up, tried often or not."""
PAUSE = timedelta(minutes=1)
GATEWAYS = {MessageWay.MAIL: letters, MessageWay.SMS: sms}


def bounced(*, matter_id: int, message_id: int) -> None:
    """Note that a letter came back: it was sent, but never arrived."""
    rows = Message.objects.filter(
        pk=message_id, matter_id=matter_id, way=MessageWay.MAIL, state=MessageState.SENT
    )
    row = rows.select_related("matter__reporter").first()
    if row is not None:
        _give_up(row, "对方邮箱退信")


def can_be_told(reporter: Reporter | None) -> bool:
    """Say whether there is a way by which a reporter could be sent messages, if he wanted them."""
    if reporter is None:
        return False
    by_mail, by_sms = reporter.email and letters.is_configured(), reporter.phone and sms.is_configured()
    return bool(by_mail or by_sms)


def send_due() -> int:
    """Send the messages that are due; return how many went out."""
    return sum(_send_due(way) for way in MessageWay)


def _send_due(way: MessageWay) -> int:
    waiting = Message.objects.filter(state=MessageState.WAITING, way=way)
    for row in waiting.filter(at__lt=timezone.now() - MOST_DAYS).select_related("matter__reporter")[:AT_ONCE]:
        _give_up(row, row.fault or f"{MOST_DAYS.days} 天没有发出去")
    due = waiting.filter(next_at__lte=timezone.now()).order_by("next_at", "pk")
    sent = 0
    for row_id, next_at in list(due.values_list("pk", "next_at")[:AT_ONCE]):
        if not retries.take(waiting, row_id, next_at, timezone.now()):
            continue
        row = Message.objects.select_related("matter__reporter").get(pk=row_id)
        try:
            sent += _settle(row)
        except Down as fault:
            _failed(row, str(fault))
            waiting.filter(next_at__lte=timezone.now()).update(next_at=timezone.now() + PAUSE)
            break
        except Refused as fault:
            _give_up(row, str(fault))
        except SendFault as fault:
            _failed(row, str(fault))
    return sent


def _settle(row: Message) -> bool:
    """Send a taken row, or put it off or away; return whether it was sent. Raises SendFault."""
    if not way_to(row.matter):
        return _note(row, MessageState.KEPT)
    if not GATEWAYS[MessageWay(row.way)].is_configured():
        return _turn(row) or _note(row, MessageState.KEPT)
    told = told_of(row)
    if row.way == MessageWay.MAIL:
        letters.send(_letter(told))
    elif (again_at := quiet_until(timezone.now(), row.matter.place_code)) and not told.is_danger:
        row.next_at, row.attempts = again_at, row.attempts - 1
        row.save(update_fields=["next_at", "attempts"])
        return False
    else:
        sms.send(_text(told))
    row.sent_at = timezone.now()
    _note(row, MessageState.SENT)
    return True


def _note(row: Message, state: MessageState, fault: str = "") -> bool:
    """Note what became of a row for good; a code that went with it is no longer needed here."""
    row.state, row.fault, row.follow_code = state, fault[:200], None
    row.save(update_fields=["state", "fault", "follow_code", "sent_at"])
    return False


def _letter(told: Told) -> letters.Letter:
    matter, message = told.message.matter, told.message
    root = letter_id(matter.pk, 0)
    first = ReceivedMail.objects.filter(matter=matter, state=LetterState.TAKEN).exclude(message_id="").first()
    headers = {"In-Reply-To": first.message_id if first else root, "References": root}
    if first:
        headers["References"] = f"{first.message_id} {root}"
    if told.link:
        headers["List-Unsubscribe"] = f"<{told.link}>"
    return letters.Letter(
        message_id=letter_id(matter.pk, message.pk),
        to=(matter.reporter.email or "") if matter.reporter else "",
        subject=subject_of(told),
        body=letter_text(told, may_reply=mailbox.is_configured()),
        reply_to=settings.MAILBOX_ADDRESS if mailbox.is_configured() else "",
        headers=headers,
    )


def _text(told: Told) -> sms.TextMessage:
    matter, message = told.message.matter, told.message
    return sms.TextMessage(
        id=f"message-{message.pk}",
        phone=(matter.reporter.phone or "") if matter.reporter else "",
        text=sms_text(told),
        kind=message.kind,
        template=settings.SMS_TEMPLATES.get(message.kind, settings.SMS_TEMPLATES.get("other", "")),
        number=matter.number,
        state=told.state,
        link=told.link,
    )


def _failed(row: Message, fault: str) -> None:
    """Note a failed try and when it is tried again; after the last, give it up."""
    again_at = retries.next_try(row.attempts, timezone.now())
    if again_at is None:
        _give_up(row, fault)
        return
    row.next_at, row.fault = again_at, fault[:200]
    row.save(update_fields=["next_at", "fault"])


@transaction.atomic
def _give_up(row: Message, fault: str) -> None:
    """Go on by another way if there is one; otherwise the desk is told to call."""
    if _turn(row):
        return
    _note(row, MessageState.FAILED, fault)
    url = reverse("portal:untold")
    topic = Topic(f"portal.untold:{row.matter.desk_code}", "有 {n} 条消息没有送到反映人，请打电话告诉。", url)
    sentence = f"给反映人的消息没有送到，请打电话告诉：{named(row.matter)}。"
    tell(row.matter, desk_of(row.matter), sentence, topic)


def _turn(row: Message) -> bool:
    """Let a letter go out as a text message instead, where there is a number and a gateway."""
    reporter = row.matter.reporter
    if row.way != MessageWay.MAIL or reporter is None or not reporter.phone or not sms.is_configured():
        return False
    row.way, row.next_at, row.attempts, row.follow_code = MessageWay.SMS, timezone.now(), 0, None
    row.save(update_fields=["way", "next_at", "attempts", "follow_code"])
    return True
