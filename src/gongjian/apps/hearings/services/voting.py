"""The secret vote: opened when there is a quorum, cast by token in `core.ballots`, closed, counted again.

The trail tells when a vote opened and closed and what was counted; nothing of a single vote.
"""

import json
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongjian.apps.hearings.choices import AidStatus, HearingStatus, SeatStatus
from gongjian.apps.hearings.models import Hearing
from gongjian.apps.hearings.selectors import (
    barred,
    get_hearing,
    majority_of,
    quorum_of,
    seats_of,
)
from gongjian.apps.hearings.services.meetings import present_seats
from gongjian.apps.hearings.services.steps import managed_hearing, take_step
from gongjian.core import audit, ballots
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import tally

QUESTION = "申请人申报的情况和调查结果是否真实、完整"


@dataclass(frozen=True)
class Papers:
    """What one person read from the paper ballots: how many of each mark, and the reasons of each 'no'."""

    yes: int
    no: int
    abstain: int
    spoilt: int
    reasons: tuple[str, ...] = ()

    def ballots(self) -> list[tally.Ballot]:
        """Return one ballot for each paper; every 'no' has its reason, those that lack one say so."""
        if len(self.reasons) > self.no:
            raise Invalid(f"写了 {len(self.reasons)} 条理由，不同意的只有 {self.no} 张。请核对。")
        stated = [*self.reasons, *["（票上没有写理由）"] * (self.no - len(self.reasons))]
        return [
            *[tally.Ballot((tally.YES,))] * self.yes,
            *[tally.Ballot((tally.NO,), reason) for reason in stated],
            *[tally.Ballot((tally.ABSTAIN,))] * self.abstain,
            *[tally.Ballot(())] * self.spoilt,
        ]


@transaction.atomic
def open_vote(*, actor: Actor, hearing_id: int, papers: int = 0) -> tuple[Hearing, list[str]]:
    """Open the box for those present and return the tokens, which are kept nowhere and shown this once.

    `papers` of those present vote on paper. May be done again while no token has voted: the tokens of before are
    void then. Raises Conflict with what is missing for a quorum, or when a relative sits among those present.
    """
    hearing = managed_hearing(actor, hearing_id, HearingStatus.NOTICED, HearingStatus.VOTING)
    seats, came = seats_of(hearing, SeatStatus.SEATED), present_seats(hearing)
    _refuse_unfit(hearing)
    if not 0 <= papers <= len(came):
        raise Invalid(f"到会 {len(came)} 人，用纸票的不能超过 {len(came)} 人。请改。")
    roll = tally.freeze(str(hearing), [str(seat.resident_id) for seat in seats])
    tokens = ballots.open_box(
        hearing.vote_key, tally.yes_no(QUESTION), roll, tokens=len(came) - papers, papers=papers
    )
    hearing.status = HearingStatus.VOTING
    hearing.save(update_fields=["status"])
    audit.record(
        actor,
        "hearings.vote_opened",
        hearing,
        after={"tokens": len(tokens), "papers": papers, "roll_hash": roll.hash},
    )
    return hearing, tokens


def _refuse_unfit(hearing: Hearing) -> None:
    """Raise Conflict when the meeting may not vote: too few came, or somebody may not judge."""
    came = present_seats(hearing)
    groups: dict[str, int] = {}
    for seat in came:
        groups[seat.group] = groups.get(seat.group, 0) + 1
    on_roll = len(seats_of(hearing, SeatStatus.SEATED))
    missing = tally.shortfalls(quorum_of(hearing.rule), tally.Attendance(on_roll, len(came), groups))
    if not came:
        raise Conflict("还没有签到。请先登记谁到了会。")
    if missing:
        raise Conflict(f"不够法定人数，不能投票：{''.join(missing)}")
    if barred(hearing.application, [seat.resident_id for seat in came]):
        raise Conflict("到会的人里有要回避的。请重新签到，系统会让他回避并补上候补。")


@transaction.atomic
def read_papers(*, actor: Actor, hearing_id: int, papers: Papers) -> ballots.Reading:
    """Take one person's reading of the paper ballots; the second, by somebody else, puts them in if both agree.

    Readings that differ are both destroyed, to be read again.
    """
    hearing = managed_hearing(actor, hearing_id, HearingStatus.VOTING)
    mine = papers.ballots()
    told = ballots.read_papers(actor, hearing.vote_key, mine)
    if told.is_complete:
        audit.record(actor, "hearings.papers_entered", hearing, after={"papers": len(mine)})
    else:
        audit.record(
            actor, "hearings.papers_differed" if told.difference else "hearings.papers_read", hearing
        )
    return told


@transaction.atomic
def close_vote(*, actor: Actor, hearing_id: int) -> Hearing:
    """Close the box, count it, and say whether the vote passed; the result can't be changed."""
    hearing = managed_hearing(actor, hearing_id, HearingStatus.VOTING)
    box = ballots.close(hearing.vote_key)
    hearing.closed_at = timezone.now()
    vote = _vote(hearing)
    counted = tally.count(box)
    outcome = tally.decide(counted, tally.YES, vote.rule, present=vote.present)
    hearing.outcome = {
        **dict(counted.marks),
        "spoilt": counted.spoilt,
        "issued": counted.issued,
        "returned": counted.returned,
        "present": vote.present,
        "on_roll": counted.on_roll,
        "needed": outcome.needed,
        "is_passed": outcome.is_passed,
        "sentence": outcome.sentence,
    }
    hearing.reasons = json.dumps(tally.reasons(box), ensure_ascii=False)
    hearing.certificate = tally.certificate_text(box, vote)
    hearing.status = HearingStatus.COUNTED
    hearing.save(update_fields=["closed_at", "outcome", "reasons", "certificate", "status"])
    application = hearing.application
    take_step(application, AidStatus.PASSED if outcome.is_passed else AidStatus.FAILED)
    application.save(update_fields=["status"])
    audit.record(actor, "hearings.vote_closed", hearing, after=hearing.outcome)
    return hearing


def _vote(hearing: Hearing) -> tally.Vote:
    assert hearing.closed_at is not None
    closed_at = timezone.localtime(hearing.closed_at).isoformat(timespec="minutes")
    return tally.Vote(majority_of(hearing.rule), len(present_seats(hearing)), closed_at, option=tally.YES)


def recount(*, actor: Actor, hearing_id: int) -> tuple[str, ...]:
    """Count the box of a finished vote again; return what differs from the certificate, nothing when it is right."""
    hearing = get_hearing(actor, hearing_id)
    if hearing.status != HearingStatus.COUNTED:
        raise Conflict("还没有计票，不能重新计票。")
    return ballots.recount(hearing.vote_key, hearing.certificate, _vote(hearing))
