"""What waits for a person in programmes: for the workbench, in five queries whatever the size."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.places.selectors import name_beside
from gongjian.apps.programmes.choices import AssignmentStatus, ProgrammeStatus, ReportStatus
from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport
from gongjian.apps.programmes.selectors.assignments import held
from gongjian.apps.programmes.selectors.deadlines import DayRules
from gongjian.apps.programmes.selectors.debts import (
    due_periods_of,
    group_by_programme,
    owes,
    reports_by_period,
)
from gongjian.apps.programmes.selectors.own import given_by
from gongjian.core.access import LEVEL_LENGTHS, Actor, OwnedQuerySet, Right
from gongjian.core.figures import Period
from gongjian.core.listing import rows_between
from gongjian.core.workdays import time_left

MOST_ITEMS = 200
MOST_APART = 3
"""So many reports of one period are named one by one; more are one thing to do."""
COMMUNITY = LEVEL_LENGTHS[4]


@dataclass(frozen=True)
class OpenWork:
    """One thing that waits: `kind` is acknowledge, report, finish, arrange, confirm or returned.

    `due_at` is the end of its last day (None: no day is set); `left` says it in words, `light` is
    green, amber or red. `reason` quotes why it came back.
    """

    kind: str
    status: str
    title: str
    source: str
    url: str
    verb: str
    due_at: datetime | None = None
    left: str = ""
    light: str = "green"
    count: int = 1
    reason: str = ""


def open_items(actor: Actor) -> list[OpenWork]:
    """List what waits for a person, the nearest day first. At most five queries, whatever the size."""
    rules = DayRules()
    items = [*_own_work(actor, rules), *_to_confirm(actor, rules), *_refused(actor)]
    return sorted(items, key=lambda item: (item.due_at is None, item.due_at or timezone.now(), item.title))


def _timed(rules: DayRules, due_at: datetime | None, place_code: str) -> dict[str, object]:
    if due_at is None:
        return {}
    left = time_left(timezone.now(), due_at, rules.hours(place_code))
    return {"due_at": due_at, "left": left.phrase, "light": left.light.value}


def _own_work(actor: Actor, rules: DayRules) -> Iterator[OpenWork]:
    """Yield what the actor himself holds: to acknowledge, to report, sent back, to finish. Two queries."""
    if not actor.can(Right.ASSIGNMENTS_ANSWER):
        return
    rows = (
        held(actor)
        .filter(
            Q(status=AssignmentStatus.PENDING) | Q(status=AssignmentStatus.ACTIVE, is_leaf=True),
            task__programme__status=ProgrammeStatus.ACTIVE,
        )
        .select_related("task__programme")
        .order_by("due_on", "pk")
    )
    held_now = list(rows_between(rows, 0, MOST_ITEMS))
    pending = [row for row in held_now if row.status == AssignmentStatus.PENDING]
    leaves = [row for row in held_now if row.status == AssignmentStatus.ACTIVE]
    for programme, given in group_by_programme(pending).items():
        yield _to_acknowledge(programme, given, rules)
    if leaves and actor.can(Right.REPORTS_WRITE):
        yield from _to_report(actor, leaves, rules)


def _to_acknowledge(programme: Programme, given: Sequence[Assignment], rules: DayRules) -> OpenWork:
    place = programme.place_code
    due_on = rules.answer_due_on(timezone.localdate(min(row.given_at for row in given)), place)
    return OpenWork(
        kind="acknowledge",
        status="待签收",
        title=_("签收“%(task)s”") % {"task": given[0].task.title}
        if len(given) == 1
        else _("签收下达的 %(n)d 项任务") % {"n": len(given)},
        source=programme.title,
        url=reverse("programmes:assignment", args=[given[0].pk])
        if len(given) == 1
        else f"{reverse('programmes:mine')}?state=pending",
        verb=_("签收"),
        count=len(given),
        **_timed(rules, rules.closing(due_on, place), place),  # type: ignore[arg-type]
    )


def _to_report(actor: Actor, leaves: Sequence[Assignment], rules: DayRules) -> Iterator[OpenWork]:
    reports = reports_by_period(leaves)
    returned = {key: row for key, row in reports.items() if row.status == ReportStatus.RETURNED}
    by_id = {leaf.pk: leaf for leaf in leaves}
    for (leaf_id, _first_on), row in returned.items():
        yield _returned_report(by_id[leaf_id], row)
    told = {leaf_id for leaf_id, _first_on in returned}
    today = timezone.localdate()
    for programme, own in group_by_programme(leaves).items():
        for due in due_periods_of(programme, today, rules):
            owing = [
                leaf
                for leaf in own
                if owes(leaf, due, reports) and (leaf.pk, due.period.first_on) not in returned
            ]
            told.update(leaf.pk for leaf in owing)
            if owing:
                yield _owing(
                    programme, owing, due.period, rules.closing(due.due_on, programme.place_code), rules
                )
    reported = {leaf_id for leaf_id, _first_on in reports}
    rest = [leaf for leaf in leaves if leaf.pk not in told and leaf.due_on]
    yield from _to_finish(actor, rest, reported, rules)


def _owing(
    programme: Programme, owing: Sequence[Assignment], period: Period, due_at: datetime, rules: DayRules
) -> OpenWork:
    return OpenWork(
        kind="report",
        status="填报中",
        title=_("填报%(period)s进度") % {"period": period.label}
        + (f"：{owing[0].task.title}" if len(owing) == 1 else ""),
        source=f"{programme.title} · "
        + (_("%(n)d 项任务") % {"n": len(owing)} if len(owing) > 1 else _("1 项任务")),
        url=f"{reverse('programmes:write', args=[owing[0].pk])}?period={period}"
        if len(owing) == 1
        else f"{reverse('programmes:mine')}?state=owing",
        verb=_("去填报"),
        count=len(owing),
        **_timed(rules, due_at, programme.place_code),  # type: ignore[arg-type]
    )


def _returned_report(leaf: Assignment, row: ProgressReport) -> OpenWork:
    period = Period(row.period_first_on, row.period_last_on)
    return OpenWork(
        kind="returned",
        status="退回",
        title=_("%(task)s%(period)s填报") % {"task": leaf.task.title, "period": period.label},
        source=f"{leaf.task.programme.title} · " + _("上级退回"),
        url=f"{reverse('programmes:write', args=[leaf.pk])}?period={period}",
        verb=_("改后再报"),
        reason=row.reason,
    )


def _to_finish(
    actor: Actor, leaves: Sequence[Assignment], reported: set[int], rules: DayRules
) -> Iterator[OpenWork]:
    """Yield work that is under way, by its last day; an office that has not begun may hand it down."""
    for leaf in leaves:
        place = leaf.task.programme.place_code
        may_give = (
            leaf.organisation_id is None
            and len(leaf.place_code) < COMMUNITY
            and actor.can(Right.ASSIGNMENTS_HAND_DOWN)
            and leaf.pk not in reported
        )
        yield OpenWork(
            kind="arrange" if may_give else "finish",
            status="进行中",
            title=(_("安排“%(task)s”") if may_give else _("完成“%(task)s”")) % {"task": leaf.task.title},
            source=f"{leaf.task.programme.title} · " + _("下达给下级，或者自己办")
            if may_give
            else leaf.task.programme.title,
            url=reverse("programmes:assignment", args=[leaf.pk]),
            verb=_("去安排") if may_give else _("报进展"),
            **_timed(rules, rules.closing(leaf.due_on, place) if leaf.due_on else None, place),  # type: ignore[arg-type]
        )


def _submitted_to(actor: Actor) -> OwnedQuerySet:
    return ProgressReport.objects.reachable_by(actor, Right.REPORTS_CONFIRM).filter(
        given_by(actor, Right.REPORTS_CONFIRM, "assignment__"), status=ReportStatus.SUBMITTED
    )


def _to_confirm(actor: Actor, rules: DayRules) -> Iterator[OpenWork]:
    """Yield reports that came in; those of one programme and period as one when they are many. One query."""
    if not actor.can(Right.REPORTS_CONFIRM):
        return
    rows = (
        _submitted_to(actor)
        .select_related("assignment__task__programme", "assignment__organisation")
        .annotate(place_name=name_beside("place_code"))
        .order_by("submitted_at", "pk")
    )
    groups: defaultdict[tuple[int, object], list[ProgressReport]] = defaultdict(list)
    for row in rows_between(rows, 0, MOST_ITEMS):
        groups[row.assignment.task.programme_id, row.period_first_on].append(row)
    for reports in groups.values():
        if len(reports) > MOST_APART:
            yield _confirm_many(reports, rules)
        else:
            yield from (_confirm_one(report, rules) for report in reports)


def _who(report: ProgressReport) -> str:
    name = getattr(report, "place_name", None)
    return str(report.assignment.organisation or name or report.place_code)


def _confirm_one(report: ProgressReport, rules: DayRules) -> OpenWork:
    programme = report.assignment.task.programme
    period = Period(report.period_first_on, report.period_last_on).label
    return OpenWork(
        kind="confirm",
        status="待确认",
        title=_("确认%(who)s%(period)s进度") % {"who": _who(report), "period": period},
        source=f"{programme.title} · {report.assignment.task.title}",
        url=reverse("programmes:report", args=[report.pk]),
        verb=_("去确认"),
        **_answer_by(report, rules),  # type: ignore[arg-type]
    )


def _confirm_many(reports: Sequence[ProgressReport], rules: DayRules) -> OpenWork:
    first = reports[0]
    period = Period(first.period_first_on, first.period_last_on).label
    names = list(dict.fromkeys(_who(report) for report in reports))
    who = "、".join(names[:MOST_APART])
    if len(names) > MOST_APART:
        who = _("%(names)s等 %(n)d 家") % {"names": who, "n": len(names)}
    return OpenWork(
        kind="confirm",
        status="待确认",
        title=_("确认 %(n)d 份%(period)s进度") % {"n": len(reports), "period": period},
        source=f"{first.assignment.task.programme.title} · {who}",
        url=reverse("programmes:to_confirm"),
        verb=_("去确认"),
        count=len(reports),
        **_answer_by(first, rules),  # type: ignore[arg-type]
    )


def _answer_by(report: ProgressReport, rules: DayRules) -> dict[str, object]:
    place = report.assignment.task.programme.place_code
    due_on = rules.answer_due_on(timezone.localdate(report.submitted_at), place)
    return _timed(rules, rules.closing(due_on, place), place)


def _refused(actor: Actor) -> Iterator[OpenWork]:
    """Yield what receivers refused. One query."""
    if not actor.can(Right.ASSIGNMENTS_HAND_DOWN):
        return
    rows = (
        Assignment.objects.reachable_by(actor, Right.ASSIGNMENTS_HAND_DOWN)
        .filter(given_by(actor, Right.ASSIGNMENTS_HAND_DOWN), status=AssignmentStatus.REFUSED)
        .filter(task__programme__status=ProgrammeStatus.ACTIVE)
        .select_related("task__programme", "organisation")
        .annotate(place_name=name_beside("place_code"))
        .order_by("answered_at", "pk")
    )
    for row in rows_between(rows, 0, MOST_ITEMS):
        yield OpenWork(
            kind="returned",
            status="退回",
            title=row.task.title,
            source=f"{row.task.programme.title} · {row.organisation or row.place_name or row.place_code}",
            url=reverse("programmes:assignment", args=[row.pk]),
            verb=_("重新下达"),
            reason=row.refusal_reason,
        )


def by_kind(items: Iterable[OpenWork]) -> dict[str, list[OpenWork]]:
    """Sort open work by its kind."""
    found: defaultdict[str, list[OpenWork]] = defaultdict(list)
    for item in items:
        found[item.kind].append(item)
    return dict(found)
