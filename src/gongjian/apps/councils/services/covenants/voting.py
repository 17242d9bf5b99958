"""The meeting of the residents votes: who came is held against the quorum of the day, votes against the majority."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices.covenants import (
    Standing,
    VersionStatus,
    VotePurpose,
    Voters,
    VoteWay,
)
from gongjian.apps.councils.models import CovenantVersion, CovenantVote
from gongjian.apps.councils.selectors.covenants import majority_of, quorum_of, vote_rules
from gongjian.apps.councils.services.covenants.steps import managed_version, take_step
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import tally


@dataclass(frozen=True, kw_only=True)
class HandVote:
    """A vote by hands: who made up the meeting, how many should come, came, and raised their hands for what."""

    voters: str
    held_on: date
    on_roll: int
    present: int
    yes: int
    no: int
    abstain: int
    venue: str = ""


@transaction.atomic
def record_hands(*, actor: Actor, version_id: int, vote: HandVote) -> CovenantVote:
    """Write down a vote by hands on a version that the street has checked; it passes or not by the rule of the day.

    Conflict when too few came: such a meeting decides nothing and no vote is kept.
    """
    version = managed_version(actor, version_id)
    if version.status != VersionStatus.CHECKED:
        raise Conflict(f"{version}现在是“{version.get_status_display()}”，不能记表决。")
    if any(one.is_running for one in version.votes.all()):
        raise Conflict("无记名投票正在进行，不能再记举手表决。")
    row = _counted(actor, version, vote, VotePurpose.ADOPT)
    take_step(version, VersionStatus.PASSED if row.is_passed else VersionStatus.NOT_PASSED)
    _audit(actor, row)
    return row


@transaction.atomic
def repeal(*, actor: Actor, version_id: int, vote: HandVote, ended_on: date, reason: str) -> CovenantVote:
    """Write down a vote on repealing a covenant in force; once passed it ends on a day for a reason."""
    version = managed_version(actor, version_id)
    if version.standing_on(timezone.localdate()) != Standing.IN_FORCE or version.ended_on is not None:
        raise Conflict("这一版没有在施行，或者已经定了哪天停止，不能废止。")
    if not reason.strip():
        raise Invalid("请写明为什么废止，会写进公告。")
    if ended_on < vote.held_on:
        raise Invalid("停止施行的日子不能早于开会那天。请改。")
    row = _counted(actor, version, vote, VotePurpose.REPEAL)
    if row.is_passed:
        version.ended_on, version.end_reason = ended_on, reason.strip()
        version.save(update_fields=["ended_on", "end_reason"])
    _audit(actor, row)
    return row


def rule_for(version: CovenantVersion, voters: str, held_on: date) -> dict[str, Any]:
    """Return the rule of a day for who votes; Invalid when the rule does not let them."""
    rule = vote_rules(version.covenant.kind, version.place_code, held_on).get(voters)
    if rule is None:
        raise Invalid(
            f"按{held_on.year}年的规则，{version.covenant.get_kind_display()}不能由“{_named(voters)}”表决。"
        )
    return rule


def refuse_few(rule: dict[str, Any], on_roll: int, present: int) -> None:
    """Raise Conflict when too few came for the meeting to decide anything."""
    missing = tally.shortfalls(quorum_of(rule), tally.Attendance(on_roll, present))
    if missing:
        raise Conflict(f"到会的人不够，会议的表决不算数：{''.join(missing)}请改期再开。")


def _named(voters: str) -> str:
    return str(Voters(voters).label) if voters in Voters else voters


def _counted(actor: Actor, version: CovenantVersion, vote: HandVote, purpose: VotePurpose) -> CovenantVote:
    if vote.held_on > timezone.localdate():
        raise Invalid("开会的日子在今天以后。请写实际开会的那天。")
    if version.checked_on and vote.held_on < version.checked_on and purpose == VotePurpose.ADOPT:
        raise Invalid("开会的日子早于街道审查通过的日子。先审查、后表决，请核对。")
    if not 0 < vote.present <= vote.on_roll:
        raise Invalid(f"实到 {vote.present}，应到 {vote.on_roll}：实到要在 1 和应到之间。请核对签到。")
    hands = vote.yes + vote.no + vote.abstain
    if hands != vote.present:
        raise Invalid(
            f"同意 {vote.yes}、不同意 {vote.no}、弃权 {vote.abstain}，合计 {hands}，"
            f"和实到 {vote.present} 对不上。请重新点数；没有举手的算弃权。"
        )
    rule = rule_for(version, vote.voters, vote.held_on)
    refuse_few(rule, vote.on_roll, vote.present)
    marks = ((tally.YES, vote.yes), (tally.NO, vote.no), (tally.ABSTAIN, vote.abstain))
    counted = tally.Count(vote.on_roll, vote.present, vote.present, vote.present, marks)
    outcome = tally.decide(counted, tally.YES, majority_of(rule), present=vote.present)
    return CovenantVote.objects.create(
        version=version,
        purpose=purpose,
        way=VoteWay.HANDS,
        voters=vote.voters,
        rule=rule,
        held_on=vote.held_on,
        venue=vote.venue.strip(),
        on_roll=vote.on_roll,
        present=vote.present,
        yes=vote.yes,
        no=vote.no,
        abstain=vote.abstain,
        outcome=outcome_of(outcome, rule),
        recorded_by_id=actor.user_id,
    )


def outcome_of(outcome: tally.Outcome, rule: dict[str, Any]) -> dict[str, Any]:
    """Write what the engine says as plain data, with the citation of its rule."""
    return {
        "is_passed": outcome.is_passed,
        "needed": outcome.needed,
        "sentence": outcome.sentence,
        "citation": rule["citation"],
    }


def _audit(actor: Actor, row: CovenantVote) -> None:
    audit.record(
        actor,
        "councils.covenant_voted",
        row,
        after=audit.snapshot(
            row, "purpose", "voters", "held_on", "on_roll", "present", "yes", "no", "abstain"
        )
        | {"is_passed": row.is_passed},
        place_code=row.version.place_code,
    )
