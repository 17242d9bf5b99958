"""Addresses of a person's calendar: made and taken back by the person, read by calendar programs without a session.

What an address opens is asked anew at each reading: the grants of that moment, an account that is in use. A
reading is no entry of the audit trail, since programs read every hour; making and taking back are.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from gongjian.apps.parties.choices import FeedReminder
from gongjian.apps.parties.models import CalendarFeed, User
from gongjian.core import audit, flood
from gongjian.core.access import Actor
from gongjian.core.calendars import list_events, span_around
from gongjian.core.errors import Conflict, NotFound, TooMany
from gongjian.core.keyed import keyed_digest
from gongjian.engines.worktime.ical import CalendarEvent, write_ical

MOST_FEEDS = 8
NOTE_EVERY = timedelta(hours=1)
REFRESH_MINUTES = 60
READ, FAILED = "calendar.feed_flood", "calendar.failed_flood"
_NO_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FeedReading:
    """What a calendar program is given: the text, its mark (ETag), and since when it reads so."""

    text: str
    mark: str
    changed_at: datetime


@transaction.atomic
def make_feed(
    *, actor: Actor, name: str, remind_minutes: FeedReminder | None = None
) -> tuple[CalendarFeed, str]:
    """Make an address of the actor's own calendar; return it with its key, which is shown this once.

    Raises Conflict when there are as many as one person can keep an eye on.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    if CalendarFeed.objects.visible_to(actor).filter(revoked_at__isnull=True).count() >= MOST_FEEDS:
        raise Conflict(f"已经有 {MOST_FEEDS} 个订阅地址。请先收回不用的，再生成新的。")
    key, now = secrets.token_urlsafe(32), timezone.now()
    feed = CalendarFeed.objects.create(
        user=person,
        name=name.strip(),
        digest=_digest(key),
        language=get_language() or "",
        remind_minutes=remind_minutes,
        made_at=now,
        changed_at=now.replace(microsecond=0),
    )
    audit.record(actor, "parties.calendar_feed_made", feed, after=audit.snapshot(feed, "name"))
    return feed, key


@transaction.atomic
def revoke_feed(*, actor: Actor, feed_id: int) -> CalendarFeed:
    """Make an address worthless at once; NotFound also for another's."""
    rows = CalendarFeed.objects.visible_to(actor).select_for_update(no_key=True)
    feed: CalendarFeed | None = rows.filter(pk=feed_id).first()
    if feed is None:
        raise NotFound()
    if feed.revoked_at is None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        audit.record(actor, "parties.calendar_feed_revoked", feed, after=audit.snapshot(feed, "name"))
    return feed


def read_feed(*, key: str, sender: str, base: str) -> FeedReading:
    """Read the calendar that a key opens, as of now; `base` is the address of the site, `sender` who asks.

    Raises NotFound for a key that is unknown or taken back and for a closed account, TooMany for one that
    reads too often and for a sender who has tried too many keys.
    """
    feed = CalendarFeed.objects.select_related("user").filter(digest=_digest(key)).first()
    if feed is None or feed.revoked_at is not None or not feed.user.is_active:
        _spend(FAILED, sender)
        raise NotFound("没有这个日历地址，或者已经收回。请到“我的”里重新生成一个。")
    _spend(READ, str(feed.pk))
    with override(feed.language):
        name, events = _("共建日程"), _events_of(feed, base)
    # the mark is of the text with no moment in it: a moment belongs to what the text says
    mark = hashlib.sha256(write_ical(name, events, _NO_MOMENT).encode()).hexdigest()
    changed_at = _note(feed, mark)
    url = f"{base}{reverse('parties:calendar_feeds')}"
    text = write_ical(name, events, changed_at, url=url, refresh_minutes=REFRESH_MINUTES)
    return FeedReading(text, f"{mark[:40]}-{int(changed_at.timestamp())}", changed_at)


def _events_of(feed: CalendarFeed, base: str) -> list[CalendarEvent]:
    """List what the person may see now, with the reminder he asked for before what has an hour."""
    first, last = span_around(timezone.localdate())
    events = list_events(feed.user.as_actor(), first, last, base=base)
    return [
        replace(event, remind_minutes=feed.remind_minutes) if event.starts_at else event for event in events
    ]


def _note(feed: CalendarFeed, mark: str) -> datetime:
    """Keep what was read and since when it reads so, and, once an hour, that it was read; return since when."""
    now = timezone.now()
    changed_at = feed.changed_at
    kept: dict[str, Any] = {}
    if feed.content_digest != mark:
        changed_at = max(now.replace(microsecond=0), _after(feed))
        kept |= {"content_digest": mark, "changed_at": changed_at}
    if feed.read_at is None or now - feed.read_at >= NOTE_EVERY:
        kept["read_at"] = now
    if kept:
        CalendarFeed.objects.filter(pk=feed.pk).update(**kept)
    return changed_at


def _after(feed: CalendarFeed) -> datetime:
    """Return the first moment that a program tells from the last change: its clock has whole seconds."""
    return feed.changed_at + timedelta(seconds=1) if feed.content_digest else feed.changed_at


def _spend(key: str, whose: str) -> None:
    limit = flood.limit_at(key, "")
    if not flood.take(key, whose, limit):
        raise TooMany("读得太勤，这一次没有给。过一会儿再读。", flood.seconds_until(key, whose, limit))


def _digest(key: str) -> str:
    return keyed_digest("parties.calendar_feed", key)
