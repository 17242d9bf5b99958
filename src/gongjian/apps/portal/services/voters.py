"""Text messages to those on the roll of an election who have no account: in its order, within the hours of the rule.

A worker that dies between sending and noting it sends some again with the same ids, by which the receiver drops them.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.models.elections import ElectionReminder, RollEntry
from gongjian.apps.councils.selectors.elections import list_texts_waiting, next_to_text
from gongjian.apps.councils.services.elections import drop_texts, note_texts
from gongjian.apps.portal.gateways import sms
from gongjian.apps.portal.gateways.faults import Down, Refused, SendFault
from gongjian.apps.portal.services.wording import fitted, quiet_until

log = logging.getLogger(__name__)
AT_ONCE = 50
MOST_HOURS = timedelta(hours=24)
"""A reminder that could not go out for so long is of no use any more."""


def text_voters() -> int:
    """Send the next text messages of the reminders that wait; return how many went out."""
    waiting = list_texts_waiting()
    now = timezone.now()
    if not waiting or not sms.is_configured():
        drop_texts([row.pk for row in waiting if not sms.is_configured()])
        return 0
    drop_texts([row.pk for row in waiting if row.at < now - MOST_HOURS])
    fresh = [row for row in waiting if row.at >= now - MOST_HOURS]
    return sum(_text(row) for row in fresh if not quiet_until(now, row.election.place_code))


def _text(reminder: ElectionReminder) -> int:
    entries = next_to_text(reminder, AT_ONCE)
    sent, upto, is_stopped = 0, reminder.texted_upto, False
    for entry in entries:
        try:
            sent += _send(reminder, entry)
        except Refused:
            pass  # a number that is dead for good
        except SendFault as fault:
            log.warning("text messages of reminder %s wait at %s: %s", reminder.pk, entry.number, fault)
            is_stopped = True
            if isinstance(fault, Down) or sent:
                break
        upto = entry.number
        if is_stopped:
            break  # the first one is left out, so that it holds up nobody for ever
    is_over = not is_stopped and len(entries) < AT_ONCE
    note_texts(reminder_id=reminder.pk, sent=sent, upto=upto, is_over=is_over)
    return sent


def _send(reminder: ElectionReminder, entry: RollEntry) -> bool:
    phone = entry.resident.phone
    if not phone:
        return False
    election = reminder.election
    link = reverse("councils:public_election", args=[election.key])
    address = f"{settings.PUBLIC_URL}{link}" if settings.PUBLIC_URL else ""
    state = str(reminder.get_step_display())
    core = f"{election.title}{state}。{election.station}。"
    sms.send(
        sms.TextMessage(
            id=f"election-{reminder.pk}-{entry.number}",
            phone=phone,
            text=fitted(core, f"看名册和候选人：{address}" if address else "", election.place_code),
            kind=f"election_{reminder.step}",
            template=settings.SMS_TEMPLATES.get(
                f"election_{reminder.step}", settings.SMS_TEMPLATES.get("other", "")
            ),
            number="",
            state=state,
            link=address,
        )
    )
    return True
