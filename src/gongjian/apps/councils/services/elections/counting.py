"""The count: papers read twice, boxes closed together, posts counted from the highest, counted again on request."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.elections import BallotKind, ElectionStatus
from gongjian.apps.councils.models.elections import Election, ElectionPost
from gongjian.apps.councils.selectors.elections import get_election, get_post, question_of, vote_of
from gongjian.apps.councils.services.elections.steps import managed_election, take_step
from gongjian.apps.councils.services.elections.voting import posts_of
from gongjian.core import audit, ballots
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import tally
from gongjian.engines.errors import EngineInputError


@transaction.atomic
def count_papers(*, actor: Actor, election_id: int, number: int) -> Election:
    """Open the main box: say how many papers it held, before anyone reads what is on them.

    After closing time, or when everybody on the roll was given a ballot; mobile boxes are mixed in first.
    """
    election = managed_election(actor, election_id, ElectionStatus.VOTING)
    _refuse_early(election)
    boxes = {post.pk: ballots.box_of(post.box_key) for post in posts_of(election)}
    issued = max(box.papers_issued for box in boxes.values())
    if any(box.has_papers for box in boxes.values()):
        raise Conflict("已经有职务的纸票录好了，收回的张数不能再改。")
    if not 0 <= number <= issued:
        raise Conflict(
            f"发出 {issued} 张纸票，收回 {number} 张。收回的多于发出的，这次投票无效；请重新清点。"
        )
    election.papers_back = number
    election.save(update_fields=["papers_back"])
    audit.record(
        actor, "councils.election_papers_counted", election, after={"issued": issued, "back": number}
    )
    return election


@transaction.atomic
def read_papers(*, actor: Actor, post_id: int, lines: str) -> ballots.Reading:
    """Take one person's reading of all paper ballots for a post, a line a ballot (`tally.read_lines`).

    As many as were counted when the box was opened (`count_papers`), whichever the post.
    """
    post = get_post(actor, post_id)
    election = managed_election(actor, post.election_id, ElectionStatus.VOTING)
    post.election = election
    if election.papers_back is None:
        raise Conflict("还没有开箱清点纸票。请先填收回多少张。")
    try:
        read = tally.read_lines(question_of(post), lines)
    except EngineInputError as refusal:
        raise Invalid(str(refusal)) from refusal
    if len(read) != election.papers_back:
        raise Conflict(
            f"收回 {election.papers_back} 张纸票，这里录了 {len(read)} 张。每张票每个职务都要录，没选的录“空”，废票录“废”。"
        )
    told = ballots.read_papers(actor, post.box_key, read)
    if told.is_complete:
        after = {"post": post.name, "papers": len(read)}
        audit.record(actor, "councils.election_papers_entered", election, after=after)
    elif told.difference:
        audit.record(actor, "councils.election_papers_differed", election, after={"post": post.name})
    else:
        audit.record(actor, "councils.election_papers_read", election, after={"post": post.name})
    return told


def _refuse_early(election: Election) -> None:
    if waiting := [box.name for box in election.mobile_boxes.filter(is_mixed=False)]:
        raise Conflict(f"{'、'.join(waiting)}还没有并入总票箱。并好再开箱，免得看出流动票箱里的人怎么投。")
    everybody = election.roll.filter(is_struck=False, given="").exists()
    if timezone.now() <= election.closes_at and everybody:
        raise Conflict(
            f"投票到{timezone.localtime(election.closes_at):%Y-%m-%d %H:%M}截止，截止以后才能开箱计票。"
        )


@transaction.atomic
def close_voting(*, actor: Actor, election_id: int) -> Election:
    """Close all boxes and count; who is elected to a higher post takes no lower seat."""
    election = managed_election(actor, election_id, ElectionStatus.VOTING)
    _refuse_early(election)
    posts = posts_of(election)
    boxes = {post.pk: ballots.close(post.box_key) for post in posts}
    election.closed_at = timezone.now()
    higher: list[str] = []
    for post in posts:
        _count(election, post, boxes[post.pk], tuple(higher))
        higher += post.elected
    take_step(election, ElectionStatus.COUNTED, "closed_at")
    audit.record(
        actor, "councils.election_vote_closed", election, after={post.name: post.result for post in posts}
    )
    return election


def _count(election: Election, post: ElectionPost, box: tally.Box, higher: tuple[str, ...]) -> None:
    vote = vote_of(election, post, box, higher)
    counted = tally.count(box)
    post.result = {
        "issued": counted.issued,
        "returned": counted.returned,
        "valid": counted.valid,
        "spoilt": counted.spoilt,
        "on_roll": counted.on_roll,
        "marks": [[name, number] for name, number in counted.marks],
        "needed": vote.rule.least(counted.base(vote.rule.base, vote.present)),
        "excluded": list(higher),
        **_outcome(post, counted, vote, higher),
    }
    post.certificate = tally.certificate_text(box, vote)
    post.save(update_fields=["result", "certificate"])


def _outcome(
    post: ElectionPost, counted: tally.Count, vote: tally.Vote, higher: tuple[str, ...]
) -> dict[str, Any]:
    found = vote.result(counted)
    void = tally.turnout_words(counted, vote.turnout)
    if isinstance(found, tally.Election):
        return {
            "elected": list(found.elected),
            "tied": list(found.tied),
            "open_seats": found.open_seats,
            "is_valid": found.is_valid,
            "void_words": void,
        }
    assert post.ballot_kind == BallotKind.YES_NO
    name = question_of(post).title.partition("：")[2]
    is_elected = found.is_passed and name not in higher
    return {
        "elected": [name] if is_elected else [],
        "tied": [],
        "open_seats": 0 if is_elected else 1,
        "is_valid": not void,
        "void_words": void,
    }


def recount(*, actor: Actor, election_id: int) -> tuple[str, ...]:
    """Count every box of a counted election again; return what differs, nothing when all is right."""
    election = get_election(actor, election_id)
    if election.status not in (ElectionStatus.COUNTED, ElectionStatus.ANNOUNCED):
        raise Conflict("还没有计票，不能重新计票。")
    problems: list[str] = []
    for post in posts_of(election):
        result = post.result or {}
        vote = vote_of(election, post, ballots.box_of(post.box_key), tuple(result.get("excluded", [])))
        found = ballots.recount(post.box_key, post.certificate, vote)
        problems += [f"{post.name}：{sentence}" for sentence in found]
    return tuple(problems)
