"""A covenant voted in secret: the roll frozen, slips for those who come, papers read by two, closed, counted again.

Who voted how is nowhere; the box of `core.ballots` is all that is written of a single vote.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.covenants import SlipWay, VersionStatus, Voters, VoteWay
from gongjian.apps.councils.models import CovenantVersion, CovenantVote, CovenantVoter
from gongjian.apps.councils.selectors.covenants import drawn_for, get_version, majority_of, running_vote
from gongjian.apps.councils.selectors.elections import keys_numbered
from gongjian.apps.councils.services.covenants.steps import managed_version, take_step
from gongjian.apps.councils.services.covenants.voting import outcome_of, refuse_few, rule_for
from gongjian.core import audit, ballots
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import tally

MOST_AT_ONCE = 5_000


@dataclass(frozen=True, kw_only=True)
class SecretVote:
    """A meeting that votes in secret today: who makes it up, and where."""

    voters: str
    venue: str = ""


def question_of(version: CovenantVersion) -> tally.Question:
    """Return what is asked of everybody present; a 'no' needs no reason."""
    return tally.yes_no(f"是否同意通过《{version.covenant.title}》", reason_for_no=False)


@transaction.atomic
def open_secret(*, actor: Actor, version_id: int, meeting: SecretVote) -> CovenantVote:
    """Draw the roll from the register, freeze it and open the box, empty; from now on slips go out.

    May be done again while no slip went out. Raises Conflict when nobody in the register makes up the meeting.
    """
    version = managed_version(actor, version_id)
    if version.status != VersionStatus.CHECKED:
        raise Conflict(f"{version}现在是“{version.get_status_display()}”，不能开始表决。")
    today = timezone.localdate()
    rule = rule_for(version, meeting.voters, today)
    if (running := running_vote(version)) is not None:
        _refuse_given(running)
        running.delete()
    keys = drawn_for(actor, version, meeting.voters, today)
    if not keys:
        raise Conflict(_nobody(version.covenant.area, str(Voters(meeting.voters).label)))
    roll = tally.freeze(f"{version}{today.isoformat()}", map(str, keys))
    vote = CovenantVote.objects.create(
        version=version,
        way=VoteWay.SECRET,
        voters=meeting.voters,
        rule=rule,
        held_on=today,
        venue=meeting.venue.strip(),
        on_roll=len(keys),
        present=0,
        vote_key=ballots.make_key(),
        roll_hash=roll.hash,
        recorded_by_id=actor.user_id,
    )
    CovenantVoter.objects.bulk_create(
        (CovenantVoter(vote=vote, resident_id=key, number=number) for number, key in enumerate(keys, 1)),
        batch_size=500,
    )
    ballots.open_box(vote.vote_key, question_of(version), roll)
    after = {"on_roll": len(keys), "roll_hash": roll.hash}
    audit.record(actor, "councils.covenant_vote_opened", vote, after=after, place_code=version.place_code)
    return vote


def _nobody(area: str, named: str) -> str:
    where = f"地址里写着“{area}”的" if area else ""
    return f"居民登记里没有{where}“{named}”。请先在“居民”里登记，再开始投票；没有身份证号的不知道满没满年龄，不列入。"


def _refuse_given(vote: CovenantVote) -> None:
    if vote.present:
        raise Conflict("已经发过票，不能重新造名册。要重来，先把这次投票作废。")
    ballots.give_up(vote.vote_key)


@transaction.atomic
def give_slips(*, actor: Actor, version_id: int, numbers: Sequence[int], way: SlipWay) -> list[str]:
    """Give those who came their slips and mark it on the roll; return tokens, told this once, for that way.

    Tokens come in an order of their own. Raises Conflict that names who was given one already: each votes once.
    """
    vote = _running(managed_version(actor, version_id))
    if not 0 < len(numbers) <= MOST_AT_ONCE:
        raise Invalid(f"请写领票人的编号，一次最多 {MOST_AT_ONCE} 人。")
    wanted = keys_numbered(vote.roll.all(), numbers)
    rows = vote.roll.select_for_update(no_key=True, of=("self",)).select_related("resident")
    voters = list(rows.filter(pk__in=wanted).order_by("number"))
    if already := [voter for voter in voters if voter.given]:
        first = already[0]
        raise Conflict(
            f"{first.number} 号{first.resident.masked_name}已经领过票（{first.get_given_display()}），每人只能领一次。"
        )
    vote.roll.filter(pk__in=wanted).update(given=way)
    vote.present += len(voters)
    vote.save(update_fields=["present"])
    is_token = way == SlipWay.TOKEN
    issued = {"tokens": len(voters)} if is_token else {"papers": len(voters)}
    tokens = ballots.issue([vote.vote_key], **issued)
    audit.record(
        actor, "councils.covenant_slips_given", vote, after=issued, place_code=vote.version.place_code
    )
    return tokens


@transaction.atomic
def give_up_secret(*, actor: Actor, version_id: int, reason: str) -> CovenantVersion:
    """Make a vote that runs void, as when too few came; another may be opened. Nobody learns what was voted."""
    version = managed_version(actor, version_id)
    vote = _running(version)
    if not reason.strip():
        raise Invalid("请写明为什么作废，会记在审计里。")
    ballots.give_up(vote.vote_key)
    audit.record(
        actor,
        "councils.covenant_vote_given_up",
        vote,
        after={"reason": reason.strip(), "present": vote.present, "on_roll": vote.on_roll},
        place_code=version.place_code,
    )
    vote.delete()
    return version


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
    """Close the box, count it, and say whether the covenant passed; the result can't be changed.

    Who was given a slip is present. Conflict when that is too few for the meeting to decide anything.
    """
    version = managed_version(actor, version_id)
    vote = _running(version)
    refuse_few(vote.rule, vote.on_roll, vote.present)
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
    vote = running_vote(version)
    if vote is None:
        raise Conflict("没有在进行的无记名投票。")
    return vote


def _certified(vote: CovenantVote) -> tally.Vote:
    assert vote.closed_at is not None
    closed_at = timezone.localtime(vote.closed_at).isoformat(timespec="minutes")
    return tally.Vote(majority_of(vote.rule), vote.present, closed_at, option=tally.YES)
