"""Tell the people at places and units what came to them, and take it away when nothing waits any more."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.parties.services import Topic, notify, settle_topic
from gongjian.apps.programmes.choices import AssignmentStatus, ReportStatus
from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport
from gongjian.apps.programmes.selectors.deadlines import DayRules
from gongjian.apps.programmes.selectors.own import held_by, own_places, own_units
from gongjian.core.access import Actor, Right
from gongjian.core.figures import Period


def tell(
    user_ids: Iterable[int | None],
    sentence: str,
    url: str,
    place_code: str = "",
    *,
    topic: Topic | None = None,
    due_on: date | None = None,
) -> None:
    """Tell people in the transaction of the change; mail follows after the commit."""
    wanted = {user_id for user_id in user_ids if user_id}
    if wanted:
        notify(wanted, sentence, url, place_code, topic=topic, due_on=due_on)


def tell_confirmers(name: str, report: ProgressReport, assignment: Assignment) -> None:
    """Tell those who confirm that a report came in: one notice for all of the same period."""
    unit, place = assignment.giver_unit_id, assignment.giver_place_code
    period = Period(report.period_first_on, report.period_last_on).label
    programme = assignment.task.programme
    tell(
        holders_of(Right.REPORTS_CONFIRM, [] if unit else [place], [unit] if unit else []),
        f"{name}报来“{assignment.task}”{period}进度，请确认。",
        reverse("programmes:report", args=[report.pk]),
        place,
        topic=Topic(
            _confirm_key(report, assignment),
            f"{{n}} 份{period}进度等你确认：{_plain(programme.title)}",
            reverse("programmes:to_confirm"),
        ),
        due_on=DayRules().answer_due_on(timezone.localdate(), programme.place_code),
    )


def settle_confirmed(report: ProgressReport, assignment: Assignment) -> None:
    """Take the notice away when the last report of the period in the giver's hands has been answered."""
    same_giver = (
        Q(assignment__parent__isnull=True)
        if assignment.parent is None
        else Q(
            assignment__parent__place_code=assignment.parent.place_code,
            assignment__parent__organisation=assignment.parent.organisation_id,
        )
    )
    waiting = ProgressReport.objects.filter(
        same_giver,
        assignment__task__programme=assignment.task.programme_id,
        period_first_on=report.period_first_on,
        status=ReportStatus.SUBMITTED,
    )
    if not waiting.exists():
        settle_topic(_confirm_key(report, assignment))


def _confirm_key(report: ProgressReport, assignment: Assignment) -> str:
    giver = f"u{assignment.giver_unit_id}" if assignment.giver_unit_id else assignment.giver_place_code
    return f"confirm:{assignment.task.programme_id}:{report.period_first_on}:{giver}"


def given_topic(programme: Programme) -> Topic:
    """What was given of one programme is one notice until it is answered."""
    return Topic(
        f"given:{programme.pk}",
        f"“{_plain(programme.title)}”分 {{n}} 次下达了任务，请签收。",
        f"{reverse('programmes:mine')}?state=pending",
    )


def reminder_topic(programme: Programme) -> Topic:
    """Reminders of one programme are one notice, with their number."""
    return Topic(
        f"remind:{programme.pk}",
        f"“{_plain(programme.title)}”的进度已催报 {{n}} 次，请尽快填报。",
        f"{reverse('programmes:mine')}?state=owing",
    )


def settle_given(actor: Actor, programme_id: int) -> None:
    """Take the notice of a hand-down away when all that the actor's place or unit was given is answered."""
    waiting = Assignment.objects.filter(
        held_by(actor, Right.ASSIGNMENTS_ANSWER),
        task__programme=programme_id,
        status=AssignmentStatus.PENDING,
    )
    if actor.user_id and not waiting.exists():
        right = Right.ASSIGNMENTS_ANSWER
        told = holders_of(right, own_places(actor, right), own_units(actor, right))
        settle_topic(f"given:{programme_id}", {actor.user_id, *told})


def _plain(title: str) -> str:
    """Keep braces out of a sentence that is filled in later."""
    return title.replace("{", "").replace("}", "")
