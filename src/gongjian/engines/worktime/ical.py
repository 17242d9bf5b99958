"""Events as an iCalendar text (RFC 5545), so that a person's own calendar can show them, once or again and again.

Content lines end in CR LF and are folded at 75 octets, never inside a character; commas, semicolons,
backslashes and line feeds in a text are escaped, other control characters, which the format has no place for,
are left out. An event with a time is written in UTC, so that no time zone has to travel with it; one without
fills its days and marks nobody as busy.

A program that reads a calendar again takes an entry of a known UID as changed when its SEQUENCE is higher. The
SEQUENCE is the second of the last change since 2020, so that it grows with each change and needs no counter:

    sequence = floor(changed_at - 2020-01-01T00:00Z),    which fits a signed 32-bit number until 2088.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from gongjian.engines.worktime.hours import CHINA_TIME

LINE_OCTETS = 75
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
PRODUCT = "-//Gongjian//Calendar//ZH"


@dataclass(frozen=True)
class CalendarEvent:
    """One entry: `uid` stays the same when the day changes, so that the entry moves and is not doubled.

    It takes from `starts_at` of `on` to `ends_at` of `last_on` (None: that day), in the office's zone; without
    `ends_at` an hour, without `starts_at` whole days, the last one included. `changed_at` is when anything of it
    was changed last (None: when the whole calendar was). `remind_minutes` before it a program may speak up.
    """

    uid: str
    on: date
    title: str
    starts_at: time | None = None
    where: str = ""
    note: str = ""
    is_cancelled: bool = False
    ends_at: time | None = None
    last_on: date | None = None
    url: str = ""
    changed_at: datetime | None = None
    remind_minutes: int | None = None


def write_ical(
    name: str, events: Iterable[CalendarEvent], stamp: datetime, *, url: str = "", refresh_minutes: int = 0
) -> str:
    """Write a calendar; `stamp` is when it was last changed, `refresh_minutes` how soon it is worth another reading.

    Equal input gives equal text, octet for octet.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}", "X-WR-TIMEZONE:Asia/Shanghai"]
    if url:
        lines.append(f"URL:{url}")
    if refresh_minutes:
        lines += [
            f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_minutes}M",
            f"X-PUBLISHED-TTL:PT{refresh_minutes}M",
        ]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: CalendarEvent, stamp: datetime) -> Iterator[str]:
    changed_at = event.changed_at or stamp
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(changed_at)}"
    yield f"LAST-MODIFIED:{_moment(changed_at)}"
    yield f"SEQUENCE:{sequence_of(changed_at)}"
    yield from _span(event)
    yield f"SUMMARY:{_text(event.title)}"
    if event.where:
        yield f"LOCATION:{_text(event.where)}"
    if event.note:
        yield f"DESCRIPTION:{_text(event.note)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    if event.remind_minutes is not None and not event.is_cancelled:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{event.remind_minutes}M")
        yield from (f"DESCRIPTION:{_text(event.title)}", "END:VALARM")
    yield "END:VEVENT"


def _span(event: CalendarEvent) -> Iterator[str]:
    """Yield from when to when, and whether the person is busy; the end of whole days is the day after them."""
    last_on = event.last_on or event.on
    if event.starts_at is None:
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{max(last_on, event.on) + DAY:%Y%m%d}"
        yield from ("TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE")
        return
    begin = datetime.combine(event.on, event.starts_at, CHINA_TIME)
    end = datetime.combine(last_on, event.ends_at, CHINA_TIME) if event.ends_at else begin + HOUR
    yield f"DTSTART:{_moment(begin)}"
    yield f"DTEND:{_moment(end if end > begin else begin + HOUR)}"
    yield f"TRANSP:{'TRANSPARENT' if event.is_cancelled else 'OPAQUE'}"


def sequence_of(changed_at: datetime) -> int:
    """Return the SEQUENCE of an entry that was changed at a moment: 0 at the beginning of 2020 and before.

    >>> sequence_of(datetime(2020, 1, 2, tzinfo=UTC)), sequence_of(datetime(2019, 1, 1, tzinfo=UTC))
    (86400, 0)
    """
    return max(0, int((changed_at - COUNTED_FROM).total_seconds()))


def _moment(at: datetime) -> str:
    """Write a moment in UTC.

    >>> _moment(datetime(2026, 11, 26, 9, 30, tzinfo=CHINA_TIME))
    '20261126T013000Z'
    """
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Escape a text value; every kind of line end becomes one line feed.

    >>> _text("例会，一、通报; 二, 安排")
    '例会，一、通报\\\\; 二\\\\, 安排'
    """
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
    escaped = kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut a content line so that no part has more octets than allowed; parts after the first begin with a space."""
    part, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > LINE_OCTETS:
            yield part
            part, octets = " ", 1
        part, octets = part + letter, octets + size
    yield part
