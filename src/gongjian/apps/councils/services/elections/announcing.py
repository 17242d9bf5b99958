"""After the count: the result announced and terms begun, a second round for what is open, a by-election, a leave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.elections import (
    BallotKind,
    CandidateStatus,
    ElectionCause,
    ElectionKind,
    ElectionStatus,
    NominationKind,
    TenureEnd,
)
from gongjian.apps.councils.models.elections import Candidate, Election, ElectionPost, RollEntry, Tenure
from gongjian.apps.councils.selectors.elections import (
    get_tenure,
    residents_named,
    still_open,
    term_end,
)
from gongjian.apps.councils.services.elections.planning import ElectionSpec, PostSpec, create
from gongjian.apps.councils.services.elections.roll import BATCH, frozen
from gongjian.apps.councils.services.elections.steps import managed_election, take_step
from gongjian.apps.councils.services.elections.voting import posts_of
from gongjian.apps.parties.choices import ResidentGroup
from gongjian.apps.parties.services.residents import set_resident_group
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

GROUPS = {
    ElectionKind.COMMITTEE: ResidentGroup.COMMITTEE,
    ElectionKind.REPRESENTATIVE: ResidentGroup.REPRESENTATIVE,
}
"""What an elected person is in the residents' register, from which panels are drawn."""


@transaction.atomic
def announce(*, actor: Actor, election_id: int, starts_on: date | None = None) -> Election:
    """Announce the result; terms of those elected begin on a day (today unless told)."""
    election = managed_election(actor, election_id, ElectionStatus.COUNTED)
    today = timezone.localdate()
    begins = starts_on or today
    if begins < today:
        raise Invalid("任期的起日不能早于公布的这天。")
    for post in posts_of(election):
        for name, resident_id in residents_named(post, post.elected):
            _begin(actor, election, post, name, resident_id, begins)
    election.announced_on = today
    take_step(election, ElectionStatus.ANNOUNCED, "announced_on")
    audit.record(actor, "councils.election_announced", election, after={"starts_on": begins.isoformat()})
    return election


def _begin(
    actor: Actor, election: Election, post: ElectionPost, name: str, resident_id: int | None, begins: date
) -> None:
    Tenure.objects.create(
        place_code=election.place_code,
        kind=election.kind,
        area=election.area,
        election=election,
        post_name=post.name,
        resident_id=resident_id,
        name=name,
        starts_on=begins,
        ends_on=term_end(election, begins),
    )
    group = GROUPS.get(ElectionKind(election.kind))
    if resident_id and group:
        set_resident_group(actor=actor, resident_id=resident_id, group=group)


@dataclass(frozen=True)
class Day:
    """When and where the next vote is held."""

    opens_at: datetime
    closes_at: datetime
    station: str


@transaction.atomic
def plan_second_round(*, actor: Actor, election_id: int, day: Day) -> Election:
    """Plan a second round for the seats left open, on the same frozen roll, among those next in votes."""
    first = managed_election(actor, election_id, ElectionStatus.COUNTED, ElectionStatus.ANNOUNCED)
    if first.later.exclude(status=ElectionStatus.VOID).filter(cause=ElectionCause.SECOND_ROUND).exists():
        raise Conflict("已经安排了第二次投票。")
    stand = still_open(first)
    if not stand:
        raise Conflict("没有空缺的名额，或者没有得票的人可以再选。")
    _check_day(day)
    second = create(
        actor,
        _spec(first, day, [PostSpec(post.name, seats) for post, seats, _ in stand], "第二次投票"),
        ElectionCause.SECOND_ROUND,
        first,
    )
    second.rule = first.rule
    _copy_roll(first, second)
    for post, (_, _, names) in zip(posts_of(second), stand, strict=True):
        _stand_again(post, names, first)
    roll = frozen(second)
    second.roll_hash, second.roll_size = roll.hash, len(roll.voters)
    second.frozen_at, second.posted_on = first.frozen_at, first.posted_on
    second.listed_on, second.status = timezone.localdate(), ElectionStatus.LISTED
    second.save()
    audit.record(actor, "councils.election_second_round_planned", second, after={"earlier": first.pk})
    return second


def _copy_roll(first: Election, second: Election) -> None:
    rows = first.roll.filter(is_struck=False).values_list("resident_id", "number")
    RollEntry.objects.bulk_create(
        (RollEntry(election=second, resident_id=key, number=number) for key, number in rows), batch_size=BATCH
    )


def _stand_again(post: ElectionPost, names: Sequence[str], first: Election) -> None:
    """Put those next in votes on the ballot; who was written in and is not on the roll by that name stands too."""
    earlier = first.posts.get(name=post.name)
    known = residents_named(earlier, names)
    if any(resident is None for _, resident in known):
        missing = "、".join(name for name, resident in known if resident is None)
        raise Conflict(
            f"另选的{missing}在名册上找不到，或者有几个同名的人，不能列为第二次投票的候选人。请先核实是谁。"
        )
    Candidate.objects.bulk_create(
        Candidate(
            post=post,
            resident_id=resident,
            name=name,
            nominated_by=NominationKind.JOINT,
            status=CandidateStatus.QUALIFIED,
            reason="第一次投票得票在前",
        )
        for name, resident in known
        if resident is not None
    )


@transaction.atomic
def plan_by_election(*, actor: Actor, tenure_ids: Sequence[int], title: str, day: Day) -> Election:
    """Plan a by-election for posts whose holders left, of one community and one kind of election."""
    left = [get_tenure(actor, key) for key in tenure_ids]
    if not left or len({(row.place_code, row.kind, row.area) for row in left}) > 1:
        raise Invalid("补选的职务要在同一个社区、同一类选举里。请分开补选。")
    actor.require(Right.ELECTIONS_MANAGE, left[0].place_code)
    if holding := [row.name for row in left if row.left_on is None]:
        raise Conflict(f"{'、'.join(holding)}还在任，不能补选。先登记离任。")
    _check_day(day)
    names = list(dict.fromkeys(row.post_name for row in left))
    posts = [PostSpec(name, sum(row.post_name == name for row in left)) for name in names]
    spec = replace(_spec(left[0].election, day, posts, ""), title=title)
    election = create(actor, spec, ElectionCause.BY_ELECTION, left[0].election)
    audit.record(actor, "councils.election_by_election_planned", election, after={"posts": names})
    return election


@transaction.atomic
def leave_post(*, actor: Actor, tenure_id: int, on: date, why: TenureEnd) -> Tenure:
    """Write down that somebody left his post, and why."""
    tenure = get_tenure(actor, tenure_id)
    actor.require(Right.ELECTIONS_MANAGE, tenure.place_code)
    tenure = Tenure.objects.select_for_update(no_key=True).get(pk=tenure.pk)
    if tenure.left_on is not None:
        raise Conflict("已经登记过离任。")
    if on < tenure.starts_on or on > timezone.localdate():
        raise Invalid("离任日期要在任期开始以后、今天以前。")
    tenure.left_on, tenure.left_for = on, TenureEnd(why)
    tenure.save(update_fields=["left_on", "left_for"])
    group = GROUPS.get(ElectionKind(tenure.kind))
    if tenure.resident_id and group:
        set_resident_group(
            actor=actor, resident_id=tenure.resident_id, group=ResidentGroup.RESIDENT, only_from=group
        )
    audit.record(
        actor, "councils.election_left_post", tenure, after=audit.snapshot(tenure, "left_on", "left_for")
    )
    return tenure


def _check_day(day: Day) -> None:
    if day.closes_at <= day.opens_at or day.opens_at <= timezone.now():
        raise Invalid("投票要从以后的一个时间开始，截止要晚于开始。请核对。")
    if not day.station.strip():
        raise Invalid("请写投票站。")


def _spec(earlier: Election, day: Day, posts: Sequence[PostSpec], more: str) -> ElectionSpec:
    return ElectionSpec(
        place_code=earlier.place_code,
        kind=ElectionKind(earlier.kind),
        title=f"{earlier.title}{more}",
        area=earlier.area,
        opens_at=day.opens_at,
        closes_at=day.closes_at,
        station=day.station,
        posts=[PostSpec(post.name, post.seats, BallotKind.CHOOSE) for post in posts],
        is_demo=earlier.is_demo,
    )
