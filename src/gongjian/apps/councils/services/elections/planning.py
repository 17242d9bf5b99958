"""Planning an election: its day, its posts, the rules of today kept with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.elections import BallotKind, ElectionCause, ElectionKind, ElectionStatus
from gongjian.apps.councils.models.elections import Election, ElectionPost
from gongjian.apps.councils.selectors.elections import rules_of
from gongjian.apps.councils.services.elections.steps import managed_election, take_step
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit, ballots
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid

COMMUNITY = 12
IN_PARTS = frozenset({ElectionKind.GROUP_LEADER, ElectionKind.BUILDING_HEAD})


@dataclass(frozen=True)
class PostSpec:
    """A post, how many are elected to it, and how it is voted on."""

    name: str
    seats: int = 1
    ballot_kind: BallotKind = BallotKind.CHOOSE


@dataclass(frozen=True, kw_only=True)
class ElectionSpec:
    """What an election is planned with; posts from the highest to the lowest, all on one ballot paper."""

    place_code: str
    kind: ElectionKind
    title: str
    opens_at: datetime
    closes_at: datetime
    station: str
    posts: Sequence[PostSpec]
    area: str = ""
    is_demo: bool = False


@transaction.atomic
def plan_election(*, actor: Actor, spec: ElectionSpec) -> Election:
    """Plan an election; the rules in force today hold for it to its end."""
    actor.require(Right.ELECTIONS_MANAGE, spec.place_code)
    _check(spec)
    election = create(actor, spec, ElectionCause.TERM)
    audit.record(actor, "councils.election_planned", election, after=_state(election))
    return election


def create(
    actor: Actor, spec: ElectionSpec, cause: ElectionCause, earlier: Election | None = None
) -> Election:
    """Write an election with its posts."""
    election = Election.objects.create(
        place_code=spec.place_code,
        kind=spec.kind,
        cause=cause,
        title=spec.title.strip(),
        area=spec.area.strip(),
        earlier=earlier,
        rule=rules_of(spec.place_code, timezone.localdate()),
        key=ballots.make_key(),
        votes_on=timezone.localdate(spec.opens_at),
        opens_at=spec.opens_at,
        closes_at=spec.closes_at,
        station=spec.station.strip(),
        made_by_id=actor.user_id,
        is_demo=spec.is_demo,
    )
    ElectionPost.objects.bulk_create(
        ElectionPost(
            election=election,
            order=order,
            name=post.name.strip(),
            seats=post.seats,
            ballot_kind=post.ballot_kind,
        )
        for order, post in enumerate(spec.posts, start=1)
    )
    return election


def _check(spec: ElectionSpec) -> None:
    get_place(spec.place_code)
    if len(spec.place_code) != COMMUNITY:
        raise Invalid("选举在社区一级办。请把地方选到社区。")
    if not spec.title.strip() or not spec.station.strip():
        raise Invalid("名称和投票站都要填。")
    if spec.kind in IN_PARTS and not spec.area.strip():
        raise Invalid("居民小组长、楼栋长要写明是哪个小组、哪栋楼，写法和居民登记的楼栋门牌一致。")
    if spec.closes_at <= spec.opens_at:
        raise Invalid("投票截止要晚于投票开始。请核对两个时间。")
    if spec.opens_at <= timezone.now():
        raise Invalid("投票开始的时间已经过了。请改到以后。")
    check_posts(spec.posts)


def check_posts(posts: Sequence[PostSpec]) -> None:
    """Refuse posts that can't be voted on."""
    names = [post.name.strip() for post in posts]
    if not names or not all(names) or len(set(names)) != len(names):
        raise Invalid("至少要有一个职务，职务名称不能空着，也不能重复。")
    for post in posts:
        if post.seats < 1:
            raise Invalid(f"{post.name}的应选人数要大于 0。")
        if post.ballot_kind == BallotKind.YES_NO and post.seats != 1:
            raise Invalid(
                f"{post.name}应选 {post.seats} 人，投同意、不同意、弃权的只能选 1 人。请改成选候选人。"
            )


@transaction.atomic
def void_election(*, actor: Actor, election_id: int, reason: str) -> Election:
    """Give up an election that can't be held to its end; nobody votes any more."""
    election = managed_election(actor, election_id)
    if not reason.strip():
        raise Invalid("请写明为什么作废。")
    for post in election.posts.all():
        post.election = election
        ballots.give_up(post.box_key)
    election.void_reason = reason.strip()
    take_step(election, ElectionStatus.VOID, "void_reason")
    audit.record(actor, "councils.election_voided", election, after={"reason": reason.strip()})
    return election


def _state(election: Election) -> dict[str, object]:
    return audit.snapshot(
        election, "place_code", "kind", "title", "area", "votes_on", "opens_at", "closes_at", "station"
    )
