"""By when each step of an application has to be taken: working days as the rules of the day it began say."""

from datetime import date

from django.utils import timezone

from gongjian.apps.hearings.choices import AidStatus
from gongjian.apps.hearings.models import AidApplication
from gongjian.core.rules import RuleTable
from gongjian.core.workdays import add_workdays

CHECK, RECHECK = "hearings.check_workdays", "hearings.recheck_workdays"
DECIDE, WHOLE = "hearings.decide_workdays", "hearings.whole_workdays"


class Deadlines:
    """The last day of each step, from the rules read once. Rows come with hearings, postings and objections loaded."""

    def __init__(self) -> None:
        self._rules = RuleTable("hearings.deadlines", CHECK, RECHECK, DECIDE, WHOLE)

    def due_on(self, row: AidApplication) -> date | None:
        """Return the last day of the step that is an application's turn; None when nothing is owed."""
        match AidStatus(row.status):
            case AidStatus.APPLIED:
                return self._after(row, row.applied_on, CHECK)
            case AidStatus.CHECKED | AidStatus.HEARING | AidStatus.PASSED:
                return self._after(row, row.applied_on, WHOLE)
            case AidStatus.FAILED:
                closed = [one.closed_at for one in row.hearings.all() if one.closed_at]
                return self._after(row, timezone.localdate(max(closed)), DECIDE) if closed else None
            case AidStatus.OBJECTED:
                waiting = _unanswered_since(row)
                return self._after(row, min(waiting), RECHECK) if waiting else None
            case AidStatus.POSTED:
                until = posted_until(row)
                return self._after(row, until, DECIDE) if until else None
            case _:
                return None

    def _after(self, row: AidApplication, start: date, key: str) -> date:
        return add_workdays(start, int(self._rules.rule(key, on=start, place_code=row.place_code).value))


def posted_until(row: AidApplication) -> date | None:
    """Return the last day of the newest posting of a result; None when nothing was posted."""
    days = [one.ends_on for one in row.postings.all() if one.ends_on]
    return max(days, default=None)


def _unanswered_since(row: AidApplication) -> list[date]:
    return [
        objection.received_on
        for posting in row.postings.all()
        for objection in posting.objections.all()
        if objection.answered_on is None
    ]
