"""A covenant voted in secret: slips for those present, papers read by two, closed, counted, counted again.

Who voted how is nowhere; the box of `core.ballots` is all that is written of a single vote.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.covenants import VersionStatus, VotePurpose, VoteWay
from gongjian.apps.councils.models import CovenantVersion, CovenantVote
from gongjian.apps.councils.selectors.covenants import get_version, majority_of
from gongjian.apps.councils.services.covenants.steps import managed_version, take_step
from gongjian.apps.councils.services.covenants.voting import outcome_of, refuse_few, rule_for
from gongjian.core import audit, ballots
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import tally

MOST_PRESENT = 5_000


@dataclass(frozen=True, kw_only=True)
class SecretVote:
    """A meeting that votes in secret today: who made it up, how many should come and came, how many vote on paper."""

    voters: str
    on_roll: int
    present: int
    papers: int
    venue: str = ""


def question_of(version: CovenantVersion) -> tally.Question:
    """Return what is asked of everybody present; a 'no' needs no reason."""
    return tally.yes_no(f"是否同意通过《{version.covenant.title}》", reason_for_no=False)


@transaction.atomic
def open_secret(*, actor: Actor, version_id: int, meeting: SecretVote) -> tuple[CovenantVote, list[str]]:
    """Open the box for those present and return the tokens, which are kept nowhere and told this once.

    May be done again while nobody has voted: the tokens of before are void then. Conflict when too few came.
    """
    version = managed_version(actor, version_id)
    if version.status != VersionStatus.CHECKED:
        raise Conflict(f"{version}现在是“{version.get_status_display()}”，不能开始表决。")
    today = timezone.localdate()
    _check(meeting)
    rule = rule_for(version, meeting.voters, today)
    refuse_few(rule, meeting.on_roll, meeting.present)
    vote = _row(version, meeting, rule, today, actor)
    roll = tally.freeze(f"{version}{today.isoformat()}", [f"{n:05d}" for n in range(1, meeting.on_roll + 1)])
    tokens = ballots.open_box(
        vote.vote_key,
        question_of(version),
        roll,
        tokens=meeting.present - meeting.papers,
        papers=meeting.papers,
    )
    audit.record(
        actor,
        "councils.covenant_vote_opened",
        vote,
        after={"tokens": len(tokens), "papers": meeting.papers, "on_roll": meeting.on_roll},
        place_code=version.place_code,
    )
    return vote, tokens


def _check(meeting: SecretVote) -> None:
    if not 0 < meeting.present <= meeting.on_roll:
        raise Invalid(f"实到 {meeting.present}，应到 {meeting.on_roll}：实到要在 1 和应到之间。请核对签到。")
    if not 0 <= meeting.papers <= meeting.present:
        raise Invalid(f"实到 {meeting.present}，用纸票的不能超过 {meeting.present}。请改。")
    if meeting.present > MOST_PRESENT:
        raise Invalid(f"一次出票不超过 {MOST_PRESENT} 张。人更多的请分会场，或者举手表决。")


def _row(
    version: CovenantVersion, meeting: SecretVote, rule: dict[str, object], today: date, actor: Actor
) -> CovenantVote:
    """Return the row of the vote that runs, written anew for the meeting; one is made if there is none."""
    running = next((one for one in version.votes.all() if one.is_running), None)
    vote = running or CovenantVote(
        version=version, way=VoteWay.SECRET, purpose=VotePurpose.ADOPT, vote_key=ballots.make_key()
    )
    vote.voters, vote.rule, vote.held_on = meeting.voters, rule, today
    vote.on_roll, vote.present, vote.venue = meeting.on_roll, meeting.present, meeting.venue.strip()
    vote.recorded_by_id = actor.user_id
    vote.save()
    return vote


@transaction.atomic
def read_papers(*, actor: Actor, version_id: int, papers: ballots.PaperCount) -> ballots.Reading:
    """Take one person's reading of the paper ballots; the second, by somebody else, puts them in if both agree."""
    vote = _running(managed_version(actor, version_id))
    told = ballots.read_papers(actor, vote.vote_key, papers.ballots())
    act = "councils.covenant_papers_differed" if told.difference else "councils.covenant_papers_read"
    if told.is_complete:
        act = "councils.covenant_papers_entered"
    audit.record(actor, act, vote, place_code=vote.version.place_code)
    return told


@transaction.atomic
def close_secret(*, actor: Actor, version_id: int) -> CovenantVote:
    """Close the box, count it, and say whether the covenant passed; the result can't be changed."""
    version = managed_version(actor, version_id)
    vote = _running(version)
    box = ballots.close(vote.vote_key)
    vote.closed_at = timezone.now()
    certified = _certified(vote)
    counted = tally.count(box)
    outcome = tally.decide(counted, tally.YES, certified.rule, present=vote.present)
    vote.yes, vote.no = counted.of(tally.YES), counted.of(tally.NO)
    vote.abstain, vote.spoilt = counted.of(tally.ABSTAIN), counted.spoilt
    vote.outcome = outcome_of(outcome, vote.rule) | {"issued": counted.issued, "returned": counted.returned}
    vote.certificate = tally.certificate_text(box, certified)
    vote.save()
    take_step(version, VersionStatus.PASSED if vote.is_passed else VersionStatus.NOT_PASSED)
    audit.record(
        actor,
        "councils.covenant_voted",
        vote,
        after=audit.snapshot(vote, "on_roll", "present", "yes", "no", "abstain", "spoilt")
        | {"is_passed": vote.is_passed},
        place_code=version.place_code,
    )
    return vote


def recount_secret(*, actor: Actor, version_id: int) -> tuple[str, ...]:
    """Count the box of a finished secret vote again; return what differs from its certificate, nothing when right."""
    version = get_version(actor, version_id)
    vote = next((one for one in version.votes.all() if one.certificate), None)
    if vote is None:
        raise Conflict("还没有无记名投票的计票，不能重新计票。")
    return ballots.recount(vote.vote_key, vote.certificate, _certified(vote))


def _running(version: CovenantVersion) -> CovenantVote:
    vote = next((one for one in version.votes.all() if one.is_running), None)
    if vote is None:
        raise Conflict("没有在进行的无记名投票。")
    return vote


def _certified(vote: CovenantVote) -> tally.Vote:
    assert vote.closed_at is not None
    closed_at = timezone.localtime(vote.closed_at).isoformat(timespec="minutes")
    return tally.Vote(majority_of(vote.rule), vote.present, closed_at, option=tally.YES)
