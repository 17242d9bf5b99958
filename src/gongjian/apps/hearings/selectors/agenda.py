"""What waits for a person in hearings: the next step of each application of his community, the county's decisions.

Panelists have no place here: they are residents who vote with a slip of paper, and the database does not know who
has voted.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.apps.hearings.choices import AidStatus, HearingStatus
from gongjian.apps.hearings.models import AidApplication, Hearing, Posting
from gongjian.apps.hearings.selectors.deadlines import Deadlines, posted_until
from gongjian.core.access import RIGHTS, Actor, Right, Role, any_prefix
from gongjian.core.ballots import reader_awaiting

MOST_WAITING = 60
COUNTY = 6
Words = tuple[str | Promise, str | Promise, str]
DESK_STEPS: dict[AidStatus, Words] = {
    AidStatus.APPLIED: (gettext_lazy("入户调查"), gettext_lazy("写调查结果"), "待办"),
    AidStatus.CHECKED: (gettext_lazy("召集评议"), gettext_lazy("去召集"), "待核查"),
    AidStatus.PASSED: (gettext_lazy("公示评议结果"), gettext_lazy("去公示"), "通过"),
    AidStatus.POSTED: (gettext_lazy("公示到期"), gettext_lazy("看公示"), "已公布"),
    AidStatus.OBJECTED: (gettext_lazy("复核答复异议"), gettext_lazy("去答复"), "争议"),
}
HEARING_STEPS: dict[HearingStatus, Words] = {
    HearingStatus.LISTED: (gettext_lazy("公布抽取名单"), gettext_lazy("去公布"), "拟稿"),
    HearingStatus.PUBLISHED: (gettext_lazy("抽评议小组"), gettext_lazy("填公共数"), "已公布"),
    HearingStatus.DRAWN: (gettext_lazy("发评议通知"), gettext_lazy("去通知"), "待确认"),
    HearingStatus.NOTICED: (gettext_lazy("开评议会"), gettext_lazy("签到、投票"), "待办"),
    HearingStatus.VOTING: (gettext_lazy("结束投票并计票"), gettext_lazy("去计票"), "进行中"),
    HearingStatus.COUNTED: (gettext_lazy("写会议记录"), gettext_lazy("写记录"), "已完成"),
}
SECOND_READING: Words = (gettext_lazy("录纸票第二遍"), gettext_lazy("去录票"), "进行中")
DECISIONS: dict[AidStatus, Words] = {
    AidStatus.POSTED: (gettext_lazy("公示期满，作决定"), gettext_lazy("去决定"), "待审定"),
    AidStatus.FAILED: (gettext_lazy("评议没有通过，书面告知"), gettext_lazy("去决定"), "不通过"),
}


@dataclass(frozen=True)
class WaitingAid:
    """One thing to do about an application; `status` is the word of its mark, `due_on` its last day."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_on: date | None


def open_items(actor: Actor) -> list[WaitingAid]:
    """List what waits for a person, the nearest day first: one query when nothing does, four more at most."""
    if actor.user_id is None or not actor.can(Right.HEARINGS_VIEW):
        return []
    desks = _held(actor, Right.HEARINGS_MANAGE, Role.WORKER)
    counties = [code for code in _held(actor, Right.HEARINGS_DECIDE, Role.OFFICE) if len(code) == COUNTY]
    if not desks and not counties:
        return []
    rows, items = list(_waiting(desks, counties)), []
    deadlines = Deadlines() if rows else None
    for row in rows:
        assert deadlines is not None
        due_on = deadlines.due_on(row)
        if any(row.place_code.startswith(code) for code in desks):
            items += _desk_items(actor, row, due_on)
        if any(row.place_code.startswith(code) for code in counties):
            items += _decision_items(row, due_on)
    return sorted(items, key=lambda item: (item.due_on is None, item.due_on or date.max, item.title))


def _held(actor: Actor, right: Right, role: Role) -> list[str]:
    """List the places for which the actor himself acts in a role: an office does not do its communities' work."""
    return [grant.place_code for grant in actor.grants if grant.role == role and right in RIGHTS[grant.role]]


def _waiting(desks: list[str], counties: list[str]) -> QuerySet[AidApplication]:
    own = any_prefix("place_code", desks) & Q(status__in=[*DESK_STEPS, AidStatus.HEARING, AidStatus.FAILED])
    above = any_prefix("place_code", counties) & Q(status__in=DECISIONS)
    hearings = Hearing.objects.exclude(status=HearingStatus.VOID).only(
        "application", "number", "status", "starts_at", "closed_at", "record"
    )
    return (
        AidApplication.objects.filter(own | above)
        .select_related("head")
        .order_by("applied_on", "pk")
        .prefetch_related(
            Prefetch("hearings", queryset=hearings.annotate(first_reader=reader_awaiting("vote_key"))),
            Prefetch("postings", queryset=Posting.objects.prefetch_related("objections")),
        )[:MOST_WAITING]
    )


def _desk_items(actor: Actor, row: AidApplication, due_on: date | None) -> list[WaitingAid]:
    items = [_hearing_item(actor, row, one, due_on) for one in row.hearings.all() if _asks(one)]
    if row.status == AidStatus.POSTED:
        due_on = posted_until(row)
        if due_on is None or due_on < timezone.localdate():
            return items  # it waits for the county now
    if words := DESK_STEPS.get(AidStatus(row.status)):
        items.append(_item(row, words, due_on, reverse("hearings:application", args=[row.pk])))
    return items


def _asks(hearing: Hearing) -> bool:
    return hearing.status != HearingStatus.COUNTED or not hearing.record


def _hearing_item(actor: Actor, row: AidApplication, hearing: Any, due_on: date | None) -> WaitingAid:
    status = HearingStatus(hearing.status)
    words = HEARING_STEPS[status]
    if hearing.starts_at and status in (HearingStatus.NOTICED, HearingStatus.VOTING):
        due_on = timezone.localdate(hearing.starts_at)
    if status == HearingStatus.VOTING and hearing.first_reader not in (None, actor.user_id):
        words = SECOND_READING
    if status == HearingStatus.COUNTED:
        due_on = None
    return _item(row, words, due_on, reverse("hearings:hearing", args=[hearing.pk]), hearing)


def _decision_items(row: AidApplication, due_on: date | None) -> list[WaitingAid]:
    until = posted_until(row)
    if row.status == AidStatus.POSTED and (until is None or until >= timezone.localdate()):
        return []
    words = DECISIONS.get(AidStatus(row.status))
    url = reverse("hearings:application", args=[row.pk])
    return [_item(row, words, due_on, url)] if words else []


def _item(
    row: AidApplication, words: Words, due_on: date | None, url: str, hearing: Hearing | None = None
) -> WaitingAid:
    act, verb, kind = words
    number = _("第%(n)d次评议") % {"n": hearing.number} if hearing else row.get_kind_display()
    return WaitingAid(
        title=f"{act}：{row}",
        source=f"{number} · {_('救助和评议')}",
        url=url,
        verb=str(verb),
        status=kind,
        due_on=due_on,
    )
