"""What waits for a community worker in elections: the next step of each, with its last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gongjian.apps.councils.choices.elections import CorrectionStatus, ElectionStatus
from gongjian.apps.councils.models.elections import Election, RollCorrection
from gongjian.apps.councils.selectors.elections.lists import OVER
from gongjian.apps.councils.selectors.elections.rules import (
    last_day_to_answer,
    last_day_to_list,
    last_day_to_object,
    last_day_to_post,
)
from gongjian.core.access import RIGHTS, Actor, Right, Role, any_prefix

MOST_WAITING = 40
Words = tuple[str | Promise, str | Promise, str]
STEPS: Mapping[ElectionStatus, Words] = {
    ElectionStatus.PLANNED: (gettext_lazy("公布选民名册"), gettext_lazy("去造册"), "拟稿"),
    ElectionStatus.POSTED: (gettext_lazy("锁定选民名册"), gettext_lazy("看名册"), "已公布"),
    ElectionStatus.FROZEN: (gettext_lazy("公布正式候选人"), gettext_lazy("看候选人"), "待办"),
    ElectionStatus.LISTED: (gettext_lazy("选举日开始投票"), gettext_lazy("看选举"), "已公布"),
    ElectionStatus.VOTING: (gettext_lazy("投票和计票"), gettext_lazy("去投票站"), "进行中"),
    ElectionStatus.COUNTED: (gettext_lazy("公布选举结果"), gettext_lazy("去公布"), "待审定"),
}
ANSWER: Words = (gettext_lazy("答复名册异议"), gettext_lazy("去答复"), "争议")


@dataclass(frozen=True)
class WaitingElection:
    """One thing to do about an election; `status` is the word of its mark, `due_on` its last day."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_on: date | None


def due_on(election: Election) -> date | None:
    """Return the last day of an election's next step."""
    match ElectionStatus(election.status):
        case ElectionStatus.PLANNED:
            return last_day_to_post(election)
        case ElectionStatus.POSTED:
            return last_day_to_object(election)
        case ElectionStatus.FROZEN:
            return last_day_to_list(election)
        case ElectionStatus.LISTED | ElectionStatus.VOTING:
            return election.votes_on
        case ElectionStatus.COUNTED:
            return timezone.localdate(election.closed_at) if election.closed_at else None
    return None


def open_elections(actor: Actor) -> list[WaitingElection]:
    """List what waits for a worker of the community, the nearest day first; two queries at most."""
    desks = [
        grant.place_code
        for grant in actor.grants
        if grant.role == Role.WORKER and Right.ELECTIONS_MANAGE in RIGHTS[grant.role]
    ]
    if actor.user_id is None or not desks or not actor.can(Right.ELECTIONS_MANAGE):
        return []
    rows = Election.objects.filter(any_prefix("place_code", desks)).exclude(status__in=OVER)
    elections = {row.pk: row for row in rows.order_by("votes_on", "pk")[:MOST_WAITING]}
    items = [_item(row, STEPS[ElectionStatus(row.status)], due_on(row)) for row in elections.values()]
    if elections:
        asked = RollCorrection.objects.filter(election__in=elections, status=CorrectionStatus.WAITING)
        for correction in asked.order_by("raised_on", "pk")[:MOST_WAITING]:
            election = elections[correction.election_id]
            items.append(_item(election, ANSWER, last_day_to_answer(correction, election)))
    return sorted(items, key=lambda item: (item.due_on is None, item.due_on or date.max, item.title))


def _item(election: Election, words: Words, last: date | None) -> WaitingElection:
    title, verb, status = words
    url = reverse("councils:election", args=[election.pk])
    return WaitingElection(str(title), election.title, url, str(verb), status, last)
