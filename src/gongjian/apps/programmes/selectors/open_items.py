"""What waits for a person in programmes, and how those below him stand: for the workbench."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes.choices import AssignmentStatus, ProgrammeStatus, ReportStatus
from gongjian.apps.programmes.models import Assignment, ProgressReport
from gongjian.apps.programmes.selectors.assignments import held
from gongjian.apps.programmes.selectors.deadlines import DayRules, time_left
from gongjian.apps.programmes.selectors.debts import (
    due_periods_of,
    group_by_programme,
    owes,
    reports_by_period,
)
from gongjian.apps.programmes.selectors.leaves import Tally, live_leaves, place_part, sum_leaves
from gongjian.apps.programmes.selectors.own import given_by, own_places
from gongjian.apps.programmes.selectors.programmes import missing_this_year
from gongjian.apps.programmes.selectors.tree import next_length
from gongjian.core.access import Actor, OwnedQuerySet, Right, prefix_range
from gongjian.core.figures import Period

MOST_ITEMS = 200


@dataclass(frozen=True)
class OpenWork:
    """One thing that waits: `kind` is acknowledge, report, confirm or returned.

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
    """List what waits for a person, the nearest day first. At most seven queries, whatever the size."""
    rules = DayRules()
    items = [
        *_to_acknowledge(actor, rules),
        *_to_report(actor, rules),
        *_to_confirm(actor, rules),
        *_returned(actor, rules),
    ]
    return sorted(items, key=lambda item: (item.due_at is None, item.due_at or timezone.now(), item.title))


def count_waiting(actor: Actor) -> dict[str, int]:
    """Count what waits, for the menu: to acknowledge and to confirm. Two queries."""
    confirm = _submitted_to(actor).count() if actor.can(Right.REPORTS_CONFIRM) else 0
    pending = 0
    if actor.can(Right.ASSIGNMENTS_ANSWER):
        pending = held(actor).filter(status=AssignmentStatus.PENDING).count()
    return {"acknowledge": pending, "confirm": confirm}


def _timed(rules: DayRules, due_at: datetime | None, place_code: str) -> dict[str, object]:
    if due_at is None:
        return {}
    left = time_left(timezone.now(), due_at, rules.hours(place_code))
    return {"due_at": due_at, "left": left.phrase, "light": left.light.value}


def _to_acknowledge(actor: Actor, rules: DayRules) -> Iterable[OpenWork]:
    if not actor.can(Right.ASSIGNMENTS_ANSWER):
        return
    rows = (
        held(actor)
        .filter(status=AssignmentStatus.PENDING)
        .order_by()
        .values("task__programme", "task__programme__title", "task__programme__place_code")
        .annotate(count=Count("pk"), first=Min("given_at"), only=Min("pk"))
    )
    for row in rows[:MOST_ITEMS]:
        place = row["task__programme__place_code"]
        due_on = rules.answer_due_on(timezone.localdate(row["first"]), place)
        one = row["count"] == 1
        yield OpenWork(
            kind="acknowledge",
            status="待签收",
            title=_("签收下达的 %(n)d 项任务") % {"n": row["count"]},
            source=row["task__programme__title"],
            url=reverse("programmes:assignment", args=[row["only"]])
            if one
            else f"{reverse('programmes:mine')}?state=pending",
            verb=_("签收"),
            count=row["count"],
            **_timed(rules, rules.closing(due_on, place), place),  # type: ignore[arg-type]
        )


def _to_report(actor: Actor, rules: DayRules) -> Iterable[OpenWork]:
    if not actor.can(Right.REPORTS_WRITE):
        return
    today = timezone.localdate()
    leaves = list(
        held(actor)
        .filter(
            is_leaf=True,
            status=AssignmentStatus.ACTIVE,
            task__programme__status=ProgrammeStatus.ACTIVE,
        )
        .select_related("task__programme")
        .order_by("due_on", "pk")[:MOST_ITEMS]
    )
    reports = reports_by_period(leaves) if leaves else {}
    for programme, own in group_by_programme(leaves).items():
        for due in due_periods_of(programme, today, rules):
            owing = [leaf for leaf in own if owes(leaf, due, reports)]
            if owing:
                yield OpenWork(
                    kind="report",
                    status="填报中",
                    title=_("填报%(period)s进度") % {"period": due.period.label}
                    + (f"：{owing[0].task.title}" if len(owing) == 1 else ""),
                    source=f"{programme.title} · "
                    + (_("%(n)d 项任务") % {"n": len(owing)} if len(owing) > 1 else _("1 项任务")),
                    url=f"{reverse('programmes:write', args=[owing[0].pk])}?period={due.period}"
                    if len(owing) == 1
                    else f"{reverse('programmes:mine')}?state=owing",
                    verb=_("去填报"),
                    count=len(owing),
                    **_timed(  # type: ignore[arg-type]
                        rules, rules.closing(due.due_on, programme.place_code), programme.place_code
                    ),
                )


def _submitted_to(actor: Actor) -> OwnedQuerySet:
    return ProgressReport.objects.reachable_by(actor, Right.REPORTS_CONFIRM).filter(
        given_by(actor, Right.REPORTS_CONFIRM, "assignment__"), status=ReportStatus.SUBMITTED
    )


def _to_confirm(actor: Actor, rules: DayRules) -> Iterable[OpenWork]:
    if not actor.can(Right.REPORTS_CONFIRM):
        return
    rows = list(
        _submitted_to(actor)
        .select_related("assignment__task__programme", "assignment__organisation")
        .order_by("submitted_at", "pk")[:MOST_ITEMS]
    )
    names = names_of({row.place_code for row in rows})
    for row in rows:
        programme = row.assignment.task.programme
        due_on = rules.answer_due_on(timezone.localdate(row.submitted_at), programme.place_code)
        who = str(row.assignment.organisation or names.get(row.place_code, row.place_code))
        yield OpenWork(
            kind="confirm",
            status="待确认",
            title=_("确认%(who)s%(period)s进度")
            % {"who": who, "period": Period(row.period_first_on, row.period_last_on).label},
            source=f"{programme.title} · {row.assignment.task.title}",
            url=reverse("programmes:report", args=[row.pk]),
            verb=_("去确认"),
            **_timed(rules, rules.closing(due_on, programme.place_code), programme.place_code),  # type: ignore[arg-type]
        )


def _returned(actor: Actor, rules: DayRules) -> Iterable[OpenWork]:
    """Yield reports that came back to the actor, and assignments that receivers refused."""
    reports = (
        ProgressReport.objects.visible_to(actor)
        .filter(
            status=ReportStatus.RETURNED,
            assignment__in=held(actor).filter(status=AssignmentStatus.ACTIVE, is_leaf=True),
        )
        .select_related("assignment__task")
        .order_by("answered_at")[:MOST_ITEMS]
        if actor.can(Right.REPORTS_WRITE)
        else []
    )
    refused = (
        Assignment.objects.reachable_by(actor, Right.ASSIGNMENTS_HAND_DOWN)
        .filter(given_by(actor, Right.ASSIGNMENTS_HAND_DOWN), status=AssignmentStatus.REFUSED)
        .filter(task__programme__status=ProgrammeStatus.ACTIVE)
        .select_related("task__programme", "organisation")
        .order_by("answered_at")[:MOST_ITEMS]
        if actor.can(Right.ASSIGNMENTS_HAND_DOWN)
        else []
    )
    yield from chain(
        (_returned_report(row) for row in reports), (_refused_assignment(row) for row in refused)
    )


def _returned_report(row: ProgressReport) -> OpenWork:
    period = Period(row.period_first_on, row.period_last_on)
    return OpenWork(
        kind="returned",
        status="退回",
        title=_("%(task)s%(period)s填报") % {"task": row.assignment.task.title, "period": period.label},
        source=_("上级退回"),
        url=f"{reverse('programmes:write', args=[row.assignment_id])}?period={period}",
        verb=_("改后再报"),
        reason=row.reason,
    )


def _refused_assignment(row: Assignment) -> OpenWork:
    return OpenWork(
        kind="returned",
        status="退回",
        title=row.task.title,
        source=f"{row.task.programme.title} · {row.organisation or row.place_code}",
        url=reverse("programmes:assignment", args=[row.pk]),
        verb=_("重新下达"),
        reason=row.refusal_reason,
    )


@dataclass(frozen=True)
class BelowRow:
    """How one place a level below stands in all running programmes."""

    place_code: str
    name: str
    tally: Tally


def below_status(actor: Actor, limit: int = 10) -> list[BelowRow]:
    """List the places a level below the actor's, those with the most missing and late first. Three queries."""
    places = own_places(actor, Right.PROGRAMMES_VIEW)
    if not places:
        return []
    above, today = places[0], timezone.localdate()
    leaves = (
        live_leaves()
        .filter(prefix_range("place_code", above), task__programme__status=ProgrammeStatus.ACTIVE)
        .exclude(place_code=above)
    )
    parts = sum_leaves(leaves, today, missing_this_year(today, above), place=place_part(next_length(above)))
    worst = sorted(
        ((code, part.tally) for (code,), part in parts.items()),
        key=lambda row: (-row[1].missing, -row[1].late, row[1].percent or 0, row[0]),
    )[:limit]
    names = names_of({code for code, _tally in worst})
    return [BelowRow(code, names.get(code, code), tally) for code, tally in worst]


def by_kind(items: Iterable[OpenWork]) -> dict[str, list[OpenWork]]:
    """Sort open work by its kind."""
    found: defaultdict[str, list[OpenWork]] = defaultdict(list)
    for item in items:
        found[item.kind].append(item)
    return dict(found)
