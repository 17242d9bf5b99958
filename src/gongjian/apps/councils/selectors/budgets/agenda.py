"""What waits for those who run a community fund: the next step of each fund and of each project, by its day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.apps.councils.choices.budgets import FundStatus, WishStatus
from gongjian.apps.councils.models import Fund
from gongjian.core.access import RIGHTS, Actor, Right, Role, any_prefix
from gongjian.core.search import SearchHit, find_rows

MOST_WAITING = 40
STEPS: dict[FundStatus, tuple[str | Promise, str | Promise, str]] = {
    FundStatus.COLLECTING: (gettext_lazy("核算、审查居民提的项目"), gettext_lazy("去办"), "进行中"),
    FundStatus.POSTED: (gettext_lazy("公示期满，开始投票"), gettext_lazy("去开始"), "已公布"),
    FundStatus.VOTING: (gettext_lazy("结束投票并计票"), gettext_lazy("去计票"), "进行中"),
    FundStatus.COUNTED: (gettext_lazy("公告投票结果"), gettext_lazy("去公告"), "待确认"),
    FundStatus.ANNOUNCED: (gettext_lazy("项目都做完了，公布决算"), gettext_lazy("去决算"), "进行中"),
}


@dataclass(frozen=True)
class WaitingFund:
    """One thing to do about a fund; `status` is the word of its mark, `due_on` its last day."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_on: date | None


def open_items(actor: Actor) -> list[WaitingFund]:
    """List what waits for a community's worker about its funds, in one query."""
    if actor.user_id is None or not actor.can(Right.COUNCILS_MANAGE):
        return []
    desks = {
        grant.place_code
        for grant in actor.grants
        if grant.role == Role.WORKER and Right.COUNCILS_MANAGE in RIGHTS[Role.WORKER]
    }
    if not desks:
        return []
    today = timezone.localdate()
    waiting = Count("wishes", filter=Q(wishes__status__in=(WishStatus.PROPOSED, WishStatus.COSTED)))
    untold = Count("wishes", filter=Q(wishes__status=WishStatus.DECLINED, wishes__told_on__isnull=True))
    under_way = Count("wishes", filter=Q(wishes__status=WishStatus.FUNDED))
    rows = (
        Fund.objects.visible_to(actor)
        .filter(any_prefix("place_code", desks), status__in=STEPS)
        .annotate(to_judge=waiting, to_tell=untold, under_way=under_way)
        .filter(
            Q(status=FundStatus.COLLECTING, to_judge__gt=0)
            | Q(status=FundStatus.COLLECTING, to_tell__gt=0)
            | Q(status=FundStatus.COLLECTING, collect_until__lt=today)
            | Q(status=FundStatus.POSTED, posted_until__lt=today)
            | Q(status=FundStatus.VOTING, vote_until__lt=today)
            | Q(status=FundStatus.COUNTED)
            | Q(status=FundStatus.ANNOUNCED, under_way=0)
        )
        .order_by(F("collect_until").asc(), "pk")
    )
    return [_item(row) for row in rows[:MOST_WAITING]]


def _item(row: Fund) -> WaitingFund:
    title, verb, mark = STEPS[FundStatus(row.status)]
    due_on = row.collect_until if row.status == FundStatus.COLLECTING else None
    url = reverse("councils:fund", args=[row.pk])
    return WaitingFund(f"{title}：{row.title}", _("居民议定资金"), url, str(verb), mark, due_on)


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find funds by their title or its initials. One query."""
    found = find_rows(Fund.objects.visible_to(actor), text, limit, "title")
    return [
        SearchHit(
            _("居民议定资金"), row.title, row.get_status_display(), reverse("councils:fund", args=[row.pk])
        )
        for row in found
    ]
