"""The secret vote: opened when there is a quorum, cast by token, papers read by two people, closed, counted again.

Nothing of a single vote is written but the box's one row: no actor, time, order, audit row or session. The trail
tells when a vote opened and closed and what was counted.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gongjian.apps.hearings.choices import AidStatus, HearingStatus, SeatStatus
from gongjian.apps.hearings.models import BallotBox, Hearing, PaperReading
from gongjian.apps.hearings.selectors import (
    barred,
    box_of,
    get_by_vote_key,
    get_hearing,
    majority_of,
    quorum_of,
    seats_of,
)
from gongjian.apps.hearings.services.meetings import present_seats
from gongjian.apps.hearings.services.steps import managed_hearing, take_step
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.remains import drop_remains
from gongjian.engines import tally
from gongjian.engines.errors import EngineInputError

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
    if hearing.status == HearingStatus.VOTING and box_of(hearing).returned:
        raise Conflict("已经有人投票，不能换票码。")
    if not 0 <= papers <= len(came):
        raise Invalid(f"到会 {len(came)} 人，用纸票的不能超过 {len(came)} 人。请改。")
    salt = secrets.token_hex(16)
    tokens = sorted(
        tally.make_token(secrets.token_bytes(tally.RANDOM_BYTES)) for _ in range(len(came) - papers)
    )
    roll = tally.freeze(str(hearing), [str(seat.resident_id) for seat in seats])
    box = tally.open_box(
        tally.yes_no(QUESTION),
        roll,
        salt=salt,
        token_hashes=[tally.token_hash(salt, token) for token in tokens],
        papers_issued=papers,
    )
    BallotBox.objects.update_or_create(hearing=hearing, defaults={"contents": tally.to_text(box)})
    PaperReading.objects.filter(hearing=hearing).delete()
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
def cast_vote(*, vote_key: str, token: str, choice: str, reason: str = "") -> None:
    """Drop one ballot for whoever holds the token. Raises Conflict with what is wrong; the token stays good then."""
    hearing = get_by_vote_key(vote_key)
    row = _locked_box(hearing)
    try:
        box = tally.cast(
            tally.from_text(row.contents), token, tally.Ballot((choice,) if choice else (), reason)
        )
    except EngineInputError as refusal:
        raise Conflict(str(refusal)) from refusal
    row.contents = tally.to_text(box)
    row.save(update_fields=["contents"])


def _locked_box(hearing: Hearing) -> BallotBox:
    row = BallotBox.objects.select_for_update(no_key=True).filter(hearing=hearing).first()
    if row is None:
        raise NotFound("这次评议还没有开始投票。")
    return row


@dataclass(frozen=True)
class Reading:
    """What became of a reading: the papers are in the box, or a second reading is awaited, or the two differ."""

    is_complete: bool = False
    difference: str = ""


@transaction.atomic
def read_papers(*, actor: Actor, hearing_id: int, papers: Papers) -> Reading:
    """Take one person's reading of the paper ballots; the second, by somebody else, puts them in if both agree.

    Readings that differ are both destroyed, to be read again.
    """
    hearing = managed_hearing(actor, hearing_id, HearingStatus.VOTING)
    row = _locked_box(hearing)
    box = tally.from_text(row.contents)
    mine = papers.ballots()
    if box.has_papers:
        raise Conflict("纸票已经录过了。")
    if len(mine) > box.papers_issued:
        raise Conflict(f"发出 {box.papers_issued} 张纸票，录了 {len(mine)} 张。请重新清点。")
    first = PaperReading.objects.filter(hearing=hearing).first()
    if first is None:
        _keep_reading(actor, hearing, mine)
        return Reading()
    if first.reader_id == actor.user_id:
        raise Conflict("第一遍是你录的。第二遍请换一个人录。")
    theirs = [tally.Ballot(tuple(choices), reason) for choices, reason in json.loads(first.contents)]
    first.delete()
    try:
        box = tally.enter_papers(box, theirs, mine)
    except EngineInputError as refusal:
        audit.record(actor, "hearings.papers_differed", hearing)
        return Reading(difference=str(refusal))
    row.contents = tally.to_text(box)
    row.save(update_fields=["contents"])
    audit.record(actor, "hearings.papers_entered", hearing, after={"papers": len(mine)})
    return Reading(is_complete=True)


def _keep_reading(actor: Actor, hearing: Hearing, ballots: Sequence[tally.Ballot]) -> None:
    if actor.user_id is None:
        raise NotAllowed("纸票要由两个人各看一遍来录。")
    rows = [[ballot.choices, ballot.reason] for ballot in sorted(ballots)]
    PaperReading.objects.create(
        hearing=hearing, reader_id=actor.user_id, contents=json.dumps(rows, ensure_ascii=False)
    )
    audit.record(actor, "hearings.papers_read", hearing)


@transaction.atomic
def close_vote(*, actor: Actor, hearing_id: int) -> Hearing:
    """Close the box, count it, and say whether the vote passed; the result can't be changed."""
    hearing = managed_hearing(actor, hearing_id, HearingStatus.VOTING)
    row = _locked_box(hearing)
    try:
        box = tally.close(tally.from_text(row.contents))
    except EngineInputError as refusal:
        raise Conflict(str(refusal)) from refusal
    row.contents = tally.to_text(box)
    row.save(update_fields=["contents"])
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


def forget_open_boxes() -> int:
    """Take off the disk what the boxes of votes that are over held while votes came in; return of how many.

    Two readings of a box, taken around one vote, show that vote; the last one shows all of them together.
    """
    over = Hearing.objects.filter(
        status__in=(HearingStatus.COUNTED, HearingStatus.VOID),
        ballot_box__isnull=False,
        box_cleaned_at__isnull=True,
    )
    waiting = list(over.values_list("pk", flat=True))
    if not waiting or not drop_remains(BallotBox._meta.db_table):
        return 0
    return Hearing.objects.filter(pk__in=waiting).update(box_cleaned_at=timezone.now())


def _vote(hearing: Hearing) -> tally.Vote:
    assert hearing.closed_at is not None
    closed_at = timezone.localtime(hearing.closed_at).isoformat(timespec="minutes")
    return tally.Vote(majority_of(hearing.rule), len(present_seats(hearing)), closed_at, option=tally.YES)


def recount(*, actor: Actor, hearing_id: int) -> tuple[str, ...]:
    """Count the box of a finished vote again; return what differs from the certificate, nothing when it is right."""
    hearing = get_hearing(actor, hearing_id)
    if hearing.status != HearingStatus.COUNTED:
        raise Conflict("还没有计票，不能重新计票。")
    problems = tally.check_certificate(hearing.certificate)
    again = tally.certificate_text(box_of(hearing), _vote(hearing))
    return problems if again == hearing.certificate else (*problems, "票箱里的票和计票证书对不上。")
