"""The vote: opened, ballots handed out and marked on the roll, mobile boxes on their way and back.

A hand-out is marked in one way only, and a second one is refused, whichever way it is asked for. The trail says how
many ballots went out and in which way, never to whom: a person beside a moment could be held against the box.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.elections import ElectionStatus, GivenWay, RemindStep
from gongjian.apps.councils.models.elections import Election, ElectionPost, MobileBox, RollEntry
from gongjian.apps.councils.selectors.elections import question_of
from gongjian.apps.councils.services.elections.candidates import refuse_short
from gongjian.apps.councils.services.elections.reminding import remind_roll
from gongjian.apps.councils.services.elections.roll import frozen
from gongjian.apps.councils.services.elections.steps import entry_of, managed_election, take_step
from gongjian.core import audit, ballots
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotFound

PREPARED = (ElectionStatus.FROZEN, ElectionStatus.LISTED, ElectionStatus.VOTING)


@transaction.atomic
def open_voting(*, actor: Actor, election_id: int) -> Election:
    """Open the boxes, empty, on election day; from now on ballots go out."""
    election = managed_election(actor, election_id, ElectionStatus.LISTED)
    now = timezone.now()
    if timezone.localdate(now) < election.votes_on:
        raise Conflict(f"选举日是{election.votes_on:%Y-%m-%d}，还没有到。")
    if now > election.closes_at:
        raise Conflict("投票截止的时间已经过了，不能再开箱。请作废，重新计划。")
    roll = frozen(election)
    if roll.hash != election.roll_hash:
        raise Conflict("名册和锁定时不一样，不能投票。请找系统管理员查审计。")
    posts = posts_of(election)
    for post in posts:
        refuse_short(election, post)
    ballots.open_boxes({post.box_key: question_of(post) for post in posts}, roll)
    take_step(election, ElectionStatus.VOTING)
    audit.record(actor, "councils.election_vote_opened", election, after={"roll_hash": roll.hash})
    remind_roll(election, RemindStep.OPENED)
    return election


def posts_of(election: Election) -> list[ElectionPost]:
    """Load the posts of an election, from the highest."""
    posts = list(election.posts.order_by("order"))
    for post in posts:
        post.election = election
    return posts


@transaction.atomic
def give_ballots(*, actor: Actor, election_id: int, entries: Collection[int], way: GivenWay) -> list[str]:
    """Hand a ballot to each of these voters and mark it on the roll; return tokens, told this once, for that way.

    Tokens come in an order of their own, so that nobody knows whose is whose. Raises Conflict that names who was
    given one already, who sent a proxy, who did not ask for a mobile box.
    """
    election = managed_election(actor, election_id, ElectionStatus.VOTING)
    if not entries:
        raise Invalid("还没有选人。请先选要发票的选民。")
    if not election.takes_votes:
        raise Conflict("现在不在投票时间里，不能发票。")
    rows = election.roll.select_for_update(no_key=True, of=("self",)).select_related("resident", "asks_for")
    voters = list(rows.filter(pk__in=entries).order_by("number"))
    if len(voters) != len(set(entries)):
        raise NotFound()
    _refuse_unfit(election, voters, way)
    RollEntry.objects.filter(pk__in=[voter.pk for voter in voters]).update(given=way)
    keys = [post.box_key for post in posts_of(election)]
    is_token = way == GivenWay.TOKEN
    tokens = ballots.issue(keys, tokens=len(voters) if is_token else 0, papers=0 if is_token else len(voters))
    audit.record(
        actor, "councils.election_ballots_given", election, after={"way": way, "number": len(voters)}
    )
    return tokens


def _refuse_unfit(election: Election, voters: Iterable[RollEntry], way: GivenWay) -> None:
    sent = set(election.proxies.filter(revoked_on__isnull=True).values_list("principal_id", flat=True))
    for voter in voters:
        name = f"{voter.number} 号{voter.resident.masked_name}"
        if voter.is_struck:
            raise Conflict(f"{name}已从名册上去掉，不能投票。")
        if voter.given:
            raise Conflict(f"{name}已经领过票（{voter.get_given_display()}），每人只能领一次。")
        if voter.pk in sent and way != GivenWay.PROXY:
            raise Conflict(f"{name}已经书面委托别人投票。要自己投，先撤销委托。")
        if voter.pk not in sent and way == GivenWay.PROXY:
            raise Conflict(f"{name}没有登记委托，不能由别人代领。")
        if way == GivenWay.MOBILE and (voter.asks_for is None or voter.asks_for.is_mixed):
            raise Conflict(f"{name}没有申请流动票箱，或者流动票箱已经回来。")


@dataclass(frozen=True)
class MobileBoxSpec:
    """A mobile box: its name, where it goes, its two keepers."""

    name: str
    route: str
    keepers: tuple[str, str]


@transaction.atomic
def add_mobile_box(*, actor: Actor, election_id: int, spec: MobileBoxSpec) -> MobileBox:
    """Set up a mobile box with two different keepers, none of them a candidate."""
    election = managed_election(actor, election_id, *PREPARED)
    first, second = (name.strip() for name in spec.keepers)
    if not spec.name.strip() or not spec.route.strip():
        raise Invalid("请写流动票箱的名称和去哪里。")
    if not first or not second or first == second:
        raise Invalid("流动票箱要有两名不同的监票人。")
    if election.mobile_boxes.filter(name=spec.name.strip()).exists():
        raise Conflict("已经有同名的流动票箱。请换一个名称。")
    standing = {candidate.name for post in election.posts.all() for candidate in post.candidates.all()}
    if standing & {first, second}:
        raise Conflict("候选人不能当监票人。请换人。")
    box = MobileBox.objects.create(
        election=election, name=spec.name.strip(), route=spec.route.strip(), keepers=f"{first}、{second}"
    )
    audit.record(actor, "councils.election_mobile_box_added", box, place_code=election.place_code)
    return box


@transaction.atomic
def ask_for_mobile_box(*, actor: Actor, election_id: int, entry_id: int, box_id: int) -> RollEntry:
    """Put a voter on the list of those to whom a mobile box goes."""
    election = managed_election(actor, election_id, *PREPARED)
    entry = entry_of(election, entry_id)
    box = election.mobile_boxes.filter(pk=box_id).first()
    if box is None:
        raise NotFound()
    if box.is_mixed:
        raise Conflict("这个流动票箱已经回来了，不能再申请。")
    if entry.given:
        raise Conflict(f"{entry.resident.masked_name}已经领过票（{entry.get_given_display()}）。")
    entry.asks_for = box
    entry.save(update_fields=["asks_for"])
    audit.record(actor, "councils.election_mobile_box_asked", box, place_code=election.place_code)
    return entry


@transaction.atomic
def mix_mobile_box(*, actor: Actor, election_id: int, box_id: int) -> MobileBox:
    """Say that a mobile box came back, and its papers went unread into the main box before that was opened."""
    election = managed_election(actor, election_id, ElectionStatus.VOTING)
    box = election.mobile_boxes.select_for_update(no_key=True).filter(pk=box_id).first()
    if box is None:
        raise NotFound()
    if box.is_mixed:
        raise Conflict("这个流动票箱已经并入总票箱。")
    box.is_mixed = True
    box.save(update_fields=["is_mixed"])
    audit.record(actor, "councils.election_mobile_box_mixed", box, place_code=election.place_code)
    return box
