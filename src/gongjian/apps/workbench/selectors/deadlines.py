"""The deadlines of a person's work as whole days of his calendar."""

import hashlib
from datetime import date

from django.utils.translation import gettext as _

from gongjian.apps.workbench.choices import Desk
from gongjian.apps.workbench.selectors.boards import Job, list_jobs
from gongjian.core.access import Actor
from gongjian.engines.worktime.ical import CalendarEvent

UNTOLD = frozenset({Desk.MATTERS, Desk.AID})
"""Work whose titles are of residents' words or households: a calendar leaves the house, so it says only what is due."""


def list_deadlines(actor: Actor, first: date, last: date) -> list[CalendarEvent]:
    """List the days by which a person's work is due; the queries of `list_jobs`."""
    if actor.user_id is None:
        return []
    return [
        _of(job, on) for job in list_jobs(actor) if (on := job.due_on) is not None and first <= on <= last
    ]


def _of(job: Job, on: date) -> CalendarEvent:
    is_told = job.desk not in UNTOLD
    told = job.title if is_told else _("%(verb)s（%(desk)s）") % {"verb": job.verb, "desk": job.desk.label}
    return CalendarEvent(
        uid=f"due-{hashlib.sha256(f'{job.url} {job.verb}'.encode()).hexdigest()[:20]}",
        on=on,
        title=_("到期：%(title)s") % {"title": told},
        note=job.source if is_told else "",
        url=job.url,
    )
