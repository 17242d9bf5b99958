"""What waits for a person, gathered from all apps in one shape and sorted by its day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongjian.apps.cobuilding.selectors import agenda as claims
from gongjian.apps.cobuilding.selectors import pairings
from gongjian.apps.cobuilding.selectors.agreements import open_agreements
from gongjian.apps.cobuilding.selectors.proposals import runs as proposals
from gongjian.apps.councils.selectors import budgets, covenants, elections
from gongjian.apps.councils.selectors import meetings as councils
from gongjian.apps.documents import selectors as documents
from gongjian.apps.hearings import selectors as hearings
from gongjian.apps.inspections.selectors import mine as inspections
from gongjian.apps.inspections.selectors import orders
from gongjian.apps.matters import selectors as matters
from gongjian.apps.parties import selectors as parties
from gongjian.apps.plans import selectors as plans
from gongjian.apps.programmes import selectors as programmes
from gongjian.apps.supervision import selectors as supervision
from gongjian.apps.workbench.choices import Desk
from gongjian.core import audit, trail
from gongjian.core.access import Actor, Right

RETURNED = "退回"
AGENDA_DAYS, AGENDA_SHOWN = 14, 6
AUDIT_DAYS = 7
_NOTEWORTHY = {
    "read.sensitive": (
        gettext_lazy("近 7 天查看敏感信息 %(n)d 次"),
        gettext_lazy("逐条核对用途是否写清、是否该看"),
    ),
    "sign_in.locked": (
        gettext_lazy("近 7 天锁定账号 %(n)d 次"),
        gettext_lazy("有人连续输错密码，看是不是本人"),
    ),
    "sign_in.failed": (gettext_lazy("近 7 天登录失败 %(n)d 次"), gettext_lazy("看有没有同一账号反复失败")),
    "parties.role_granted": (gettext_lazy("近 7 天新授权 %(n)d 项"), gettext_lazy("抽查授权与岗位是否相符")),
}


@dataclass(frozen=True)
class Job:
    """One thing to do. `due_at` is the end of its last day (None: no day is set); `left` says it in words."""

    desk: Desk
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

    @property
    def tone(self) -> str:
        """The colour of what is left of its time."""
        return {"amber": "warn", "red": "bad"}.get(self.light, "")

    @property
    def due_on(self) -> date | None:
        """The last day."""
        return timezone.localdate(self.due_at) if self.due_at else None


@dataclass(frozen=True)
class Board:
    """A person's work by when it is due, and what came back to him."""

    late: list[Job] = field(default_factory=list)
    today: list[Job] = field(default_factory=list)
    later: list[Job] = field(default_factory=list)
    returned: list[Job] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things wait in all."""
        return len(self.late) + len(self.today) + len(self.later)

    @cached_property
    def next(self) -> Job | None:
        """The nearest deadline that is not yet missed, else the first thing without a day."""
        return next(iter([*self.today, *self.later]), None)

    @property
    def agenda(self) -> list[tuple[date, list[Job]]]:
        """The deadlines of the next two weeks by day, so many as fit beside the list."""
        until = timezone.localdate() + timedelta(days=AGENDA_DAYS)
        soon = [job for job in [*self.today, *self.later] if job.due_on and job.due_on <= until]
        days: dict[date, list[Job]] = {}
        for job in soon[:AGENDA_SHOWN]:
            days.setdefault(job.due_on or until, []).append(job)
        return list(days.items())


def list_jobs(actor: Actor) -> list[Job]:
    """Gather all that waits for a person, the nearest day first. At most thirty-three queries."""
    now = timezone.now()
    jobs = [*_task_jobs(actor), *_supervision_jobs(actor), *_order_jobs(actor), *_pairing_jobs(actor)]
    jobs += [*_matter_jobs(actor), *_aid_jobs(actor), *_paper_jobs(actor), *_duties(actor)]
    jobs += [*_council_jobs(actor), *_covenant_jobs(actor), *_fund_jobs(actor)]
    jobs += [*_election_jobs(actor), *_cobuilding_jobs(actor)]
    return sorted(jobs, key=lambda job: (job.due_at is None, job.due_at or now, job.title))


def board_of(jobs: Iterable[Job]) -> Board:
    """Sort things to do by whether they are overdue, due today or later."""
    now, today, board = timezone.now(), timezone.localdate(), Board()
    for job in jobs:
        if job.is_returned:
            board.returned.append(job)
        if job.due_at is not None and job.due_at < now:
            board.late.append(job)
        elif job.due_on == today:
            board.today.append(job)
        else:
            board.later.append(job)
    return board


def count_by_desk(jobs: Iterable[Job]) -> Counter[Desk]:
    """Count things to do by their kind."""
    return Counter(job.desk for job in jobs)


def _task_jobs(actor: Actor) -> list[Job]:
    return [_timed_job(item, item.title, item.status) for item in programmes.open_items(actor)]


def _supervision_jobs(actor: Actor) -> list[Job]:
    return [_timed_job(item, item.title, item.status) for item in supervision.open_items(actor)]


def _pairing_jobs(actor: Actor) -> list[Job]:
    return [_dated_job(item, item.title, item.status, Desk.TASKS) for item in pairings.open_items(actor)]


def _order_jobs(actor: Actor) -> list[Job]:
    return [_timed_job(item, item.label, item.kind) for item in orders.open_orders(actor)]


def _matter_jobs(actor: Actor) -> list[Job]:
    return [_timed_job(item, item.title, item.status, Desk.MATTERS) for item in matters.open_items(actor)]


def _aid_jobs(actor: Actor) -> list[Job]:
    return [_dated_job(item, item.title, item.status, Desk.AID) for item in hearings.open_items(actor)]


def _covenant_jobs(actor: Actor) -> list[Job]:
    found = covenants.open_covenants(actor)
    return [_dated_job(item, item.title, item.status, Desk.COUNCILS) for item in found]


def _fund_jobs(actor: Actor) -> list[Job]:
    return [_dated_job(item, item.title, item.status, Desk.COUNCILS) for item in budgets.open_items(actor)]


def _election_jobs(actor: Actor) -> list[Job]:
    found = elections.open_elections(actor)
    return [_dated_job(item, item.title, item.status, Desk.COUNCILS) for item in found]


def _cobuilding_jobs(actor: Actor) -> list[Job]:
    found: list[Any] = [
        *open_agreements(actor),
        *proposals.open_items(actor),
        *claims.open_items(actor),
    ]
    return [_dated_job(item, item.title, item.status, Desk.TOGETHER) for item in found]


def _council_jobs(actor: Actor) -> list[Job]:
    return [_dated_job(item, item.title, item.status, Desk.COUNCILS) for item in councils.open_items(actor)]


def _dated_job(item: Any, title: str, status: str, desk: Desk) -> Job:
    """Write one thing with a last day, or with none."""
    due_at, left, light = _by(item.due_on) if item.due_on else (None, "", "green")
    return Job(
        desk=desk,
        title=title,
        source=item.source,
        url=item.url,
        verb=item.verb,
        status=status,
        due_at=due_at,
        left=left,
        light=light,
        reason=getattr(item, "reason", ""),
    )


def _timed_job(item: Any, title: str, status: str, desk: Desk = Desk.TASKS) -> Job:
    """Write one thing with a moment it is due at."""
    return Job(
        desk=desk,
        title=title,
        source=item.source,
        url=item.url,
        verb=item.verb,
        status=status,
        due_at=item.due_at,
        left=item.left,
        light=item.light,
        reason=getattr(item, "reason", ""),
    )


def _paper_jobs(actor: Actor) -> list[Job]:
    jobs = [_dated_job(item, item.label, item.kind, Desk.PAPERS) for item in inspections.open_items(actor)]
    if actor.can(Right.DOCUMENTS_VIEW):
        jobs += [_document_job(document) for document in documents.open_items(actor)]
    if actor.can(Right.PLANS_EDIT):
        jobs += [
            Job(
                desk=Desk.PAPERS,
                title=item.label,
                source=_("方案"),
                url=item.url,
                verb=_("核对"),
                status="进行中",
            )
            for item in plans.open_items(actor)
        ]
    return jobs


def _document_job(document: documents.OpenDocument) -> Job:
    since = timezone.localdate(document.since)
    return Job(
        desk=Desk.PAPERS,
        title=f"{document.verb}：{document.title}",
        source=_("公文 · %(month)d月%(day)d日转来") % {"month": since.month, "day": since.day},
        url=document.url,
        verb=document.verb,
        status=RETURNED if document.returned_reason else "待确认",
        reason=document.returned_reason,
    )


def _duties(actor: Actor) -> list[Job]:
    """List what the three administrators have to look after."""
    jobs = [_dated_job(duty, duty.title, duty.status, Desk.OFFICE) for duty in parties.open_duties(actor)]
    return jobs + (_audit_duties(actor) if actor.can(Right.AUDIT_VIEW) else [])


def _audit_duties(actor: Actor) -> list[Job]:
    since = timezone.localdate() - timedelta(days=AUDIT_DAYS)
    counts = trail.count_acts(actor, _NOTEWORTHY, since)
    found = [_audit_job(act, count, since) for act, count in counts.items()]
    if unlinked := audit.count_unlinked(timezone.now()):
        title = ngettext("%(n)d 条记录还没有入链", "%(n)d 条记录还没有入链", unlinked) % {"n": unlinked}
        source = _("后台进程停了就不入链，请系统管理员查看")
        return [_office_job(title, source, "逾期"), *found]
    return found


def _audit_job(act: str, count: int, since: date) -> Job:
    title, source = _NOTEWORTHY[act]
    return _office_job(str(title) % {"n": count}, str(source), "待确认", f"?what={act}&since={since}")


def _office_job(title: str, source: str, status: str, query: str = "") -> Job:
    url = reverse("core:audit") + query
    return Job(desk=Desk.OFFICE, title=title, source=source, url=url, verb=_("核对"), status=status)


def _by(day: date) -> tuple[datetime, str, str]:
    """Return the end of a last day, what is left in words, and the light."""
    end = timezone.make_aware(datetime.combine(day, time(18)))
    days = (day - timezone.localdate()).days
    if days < 0:
        return end, _("逾期 %(n)d 天") % {"n": -days}, "red"
    return end, _("今天到期") if days == 0 else _("还剩 %(n)d 天") % {"n": days}, "green"
