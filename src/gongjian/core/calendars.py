"""The calendar of a person, across apps: what each app has to say about a span of days.

An app registers its source once, in a module of its own named `calendars.py`, which is found at start-up:

    def list_events(actor: Actor, first: date, last: date) -> list[CalendarEvent]:
        '''List the council meetings in sight from a day to a day, both included.'''
        return [
            CalendarEvent(
                uid=f"council-meeting-{meeting.pk}",          # the same for as long as the row lives
                on=meeting.on, starts_at=meeting.starts_at, ends_at=meeting.ends_at,
                title=meeting.title, where=meeting.where, note="",
                url=reverse("councils:meeting", args=[meeting.pk]),
                is_cancelled=meeting.is_cancelled,            # keep it for some weeks: it is shown struck out
                changed_at=meeting.changed_at,                # optional; the later, the higher its SEQUENCE
            )
            for meeting in Meeting.objects.visible_to(actor).filter(on__range=(first, last))
        ]

    register(CalendarSource("councils", gettext_lazy("议事会、联席会议"), list_events))

A source reads through `visible_to(actor)` alone, since the feed is read with the grants of that moment, and gives
no name of a resident or of a household: an entry leaves the house for a calendar program, perhaps for the server
of its maker. A cancelled event stays in the list as cancelled; one that moved keeps its uid. The page of the
calendar, the file that is downloaded and the feed that is subscribed to all come from here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.functional import Promise

from gongjian.core.access import Actor
from gongjian.engines.worktime.ical import CalendarEvent

DAYS_BACK, DAYS_AHEAD = 31, 180
"""What a calendar that is taken along holds, counted from today."""
UID_ENDING = "@gongjian"


@dataclass(frozen=True)
class CalendarSource:
    """How one app lists what stands in a person's calendar; the label is what he is told of it."""

    name: str
    label: str | Promise
    list_events: Callable[[Actor, date, date], Sequence[CalendarEvent]]


_sources: dict[str, CalendarSource] = {}


def register(source: CalendarSource) -> None:
    """Add an app's source at start-up."""
    _sources[source.name] = source


def list_sources() -> list[CalendarSource]:
    """List the sources by name."""
    return [_sources[name] for name in sorted(_sources)]


def list_events(
    actor: Actor, first: date, last: date, *, base: str = "", names: Iterable[str] | None = None
) -> list[CalendarEvent]:
    """List what stands in a person's calendar from a day to a day, both included, by day and time.

    `base` (https://host) makes the addresses whole; `names` keeps some sources only. What two sources say of the
    same page on the same day stands once, as the first of them by name says it; so does a uid.
    """
    wanted = set(_sources) if names is None else set(names)
    found: dict[str, CalendarEvent] = {}
    pages: set[tuple[str, date]] = set()
    for source in list_sources():
        for event in source.list_events(actor, first, last) if source.name in wanted else ():
            page = (event.url, event.on)
            if event.uid in found or (event.url and page in pages):
                continue
            pages.add(page)
            found[event.uid] = _whole(event, base)
    return sorted(found.values(), key=lambda event: (event.on, str(event.starts_at or ""), event.uid))


def span_around(today: date) -> tuple[date, date]:
    """Return the first and last day that a calendar taken along today holds."""
    return today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)


def _whole(event: CalendarEvent, base: str) -> CalendarEvent:
    """Make the uid and the address good outside of the house."""
    return replace(event, uid=f"{event.uid}{UID_ENDING}", url=f"{base}{event.url}" if event.url else "")
