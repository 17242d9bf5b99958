"""What waits for a person, gathered from all apps in one shape; what is late below; what he may start."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongjian.apps.documents import selectors as documents
from gongjian.apps.indicators import selectors as indicators
from gongjian.apps.inspections.selectors import mine as inspections
from gongjian.apps.parties.selectors import search as search_parties
from gongjian.apps.places.selectors import search as search_places
from gongjian.apps.plans import selectors as plans
from gongjian.apps.programmes import selectors as programmes
from gongjian.apps.workbench.choices import Desk, SearchKind
from gongjian.core.access import Actor, Right
from gongjian.core.search import SearchHit

RETURNED = "退回"


@dataclass(frozen=True)
class Job:
    """One thing to do. `due_at` is the end of its last day (None: no day is set); `left` says it in words."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_at: datetime | None = None
    left: str = ""
    light: str = "green"
    reason: str = ""

    @property
    def is_returned(self) -> bool:
        """Whether it came back with a reason."""
        return bool(self.reason)


@dataclass(frozen=True)
class Board:
    """A person's work by when it is due, and what came back to him."""

    late: list[Job]
    today: list[Job]
    later: list[Job]
    returned: list[Job]

    @property
    def count(self) -> int:
        """How many things wait in all."""
        return len(self.late) + len(self.today) + len(self.later)


def board_of(actor: Actor, desk: Desk) -> Board:
    """Gather one part of a person's work, the nearest day first. At most seven queries."""
    jobs = _task_jobs(actor) if desk == Desk.TASKS else _paper_jobs(actor)
    return _by_day(jobs)


def _by_day(jobs: Iterable[Job]) -> Board:
    now, today = timezone.now(), timezone.localdate()
    board = Board([], [], [], [])
    for job in sorted(jobs, key=lambda job: (job.due_at is None, job.due_at or now, job.title)):
        if job.is_returned:
            board.returned.append(job)
        if job.due_at is not None and job.due_at < now:
            board.late.append(job)
        elif job.due_at is not None and timezone.localdate(job.due_at) == today:
            board.today.append(job)
        else:
            board.later.append(job)
    return board


def _task_jobs(actor: Actor) -> list[Job]:
    return [
        Job(
            title=item.title,
            source=item.source,
            url=item.url,
            verb=item.verb,
            status=item.status,
            due_at=item.due_at,
            left=item.left,
            light=item.light,
            reason=item.reason,
        )
        for item in programmes.open_items(actor)
    ]


def _paper_jobs(actor: Actor) -> list[Job]:
    jobs = [
        Job(
            title=item.label,
            source=item.source,
            url=item.url,
            verb=item.verb,
            status=item.kind,
            due_at=_end_of(item.due_on),
            left=_left_of(item.due_on),
            light="red" if item.due_on < timezone.localdate() else "green",
            reason=item.reason,
        )
        for item in inspections.open_items(actor)
    ]
    jobs += [
        Job(
            title=document.title,
            source=str(_("公文")),
            url=document.url,
            verb=document.verb,
            status=RETURNED if document.returned_reason else "待审定",
            reason=document.returned_reason,
        )
        for document in documents.open_items(actor)
    ]
    if actor.can(Right.PLANS_VIEW):
        jobs += [
            Job(title=item.label, source=str(_("方案")), url=item.url, verb=str(_("核对")), status="进行中")
            for item in plans.open_items(actor)
        ]
    return jobs


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(18)))


def _left_of(day: date) -> str:
    days = (day - timezone.localdate()).days
    if days < 0:
        return str(_("逾期 %(n)d 天") % {"n": -days})
    return str(_("今天到期")) if days == 0 else str(_("还剩 %(n)d 天") % {"n": days})


@dataclass(frozen=True)
class Start:
    """One thing a person may begin."""

    label: str | Promise
    icon: str
    url: str


_STARTS = (
    (Right.PLANS_EDIT, _("导入方案"), "file-import", "plans:import"),
    (Right.INSPECTIONS_MANAGE, _("开一轮检查"), "clipboard-check", "inspections:add_round"),
    (Right.DOCUMENTS_DRAFT, _("写通报"), "file-text", "documents:new"),
    (Right.INSPECTIONS_SCORE, _("去评分"), "clipboard-check", "inspections:my_sheets"),
    (Right.ASSIGNMENTS_ANSWER, _("看我的任务"), "report", "programmes:mine"),
    (Right.USERS_MANAGE, _("加一个人员"), "user", "parties:add_user"),
    (Right.USERS_MANAGE, _("批量导入人员"), "file-import", "parties:import_users"),
    (Right.GRANTS_MANAGE, _("看授权"), "key", "parties:grants"),
    (Right.AUDIT_VIEW, _("看审计记录"), "shield-check", "core:audit"),
)


def list_starts(actor: Actor) -> list[Start]:
    """List what a person may begin, by his rights."""
    return [Start(label, icon, reverse(name)) for right, label, icon, name in _STARTS if actor.can(right)]


def list_below(actor: Actor) -> list[programmes.BelowRow]:
    """List who below owes what, worst first. Three queries."""
    return programmes.below_status(actor) if actor.can(Right.REPORTS_CONFIRM) else []


def count_for_shell(actor: Actor) -> dict[str, int]:
    """Count unread notices for the bell, as read with the person's grants: no query."""
    return {"waiting": actor.unread}


def search_all(actor: Actor, text: str, kind: SearchKind, limit: int = 8) -> list[SearchHit]:
    """Find by name, initials or code what the person may see; one group of sources at a time."""
    if kind == SearchKind.PLACES:
        found = search_places(actor, text, limit) if actor.can(Right.PLACES_VIEW) else []
        return found + (search_parties(actor, text, limit) if actor.can(Right.PARTIES_VIEW) else [])
    hits: list[SearchHit] = []
    for right, search in (
        (Right.PROGRAMMES_VIEW, programmes.search),
        (Right.PLANS_VIEW, plans.search),
        (Right.DOCUMENTS_VIEW, documents.search),
        (Right.INSPECTIONS_VIEW, inspections.search),
        (Right.INDICATORS_VIEW, indicators.search),
    ):
        if actor.can(right):
            hits += search(actor, text, limit)
    return hits
