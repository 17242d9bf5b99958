"""Events as an iCalendar text (RFC 5545), so that a person's own calendar can show them.

Content lines end in CR LF and are folded at 75 octets, never inside a character; commas, semicolons,
backslashes and line feeds in a text are escaped. An event with a time lasts an hour in the office's zone and
is written in UTC; one without fills its day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from gongjian.engines.worktime.hours import CHINA_TIME

LINE_OCTETS = 75
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class CalendarEvent:
    """One entry: `uid` stays the same when the day changes, so that the entry moves and is not doubled."""

    uid: str
    on: date
    title: str
    starts_at: time | None = None
    where: str = ""
    note: str = ""
    is_cancelled: bool = False


def write_ical(name: str, events: Iterable[CalendarEvent], stamp: datetime) -> str:
    """Write a calendar; `stamp` is when it was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Gongjian//Supervision//ZH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: CalendarEvent, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if event.starts_at is None:
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    else:
        begin = datetime.combine(event.on, event.starts_at, CHINA_TIME).astimezone(UTC)
        yield f"DTSTART:{begin:%Y%m%dT%H%M%SZ}"
        yield f"DTEND:{begin + HOUR:%Y%m%dT%H%M%SZ}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.where:
        yield f"LOCATION:{_text(event.where)}"
    if event.note:
        yield f"DESCRIPTION:{_text(event.note)}"
    if event.is_cancelled:
        yield "STATUS:CANCELLED"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """Escape a text value.

    >>> _text("例会，一、通报; 二, 安排")
    '例会，一、通报\\\\; 二\\\\, 安排'
    """
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n")


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
