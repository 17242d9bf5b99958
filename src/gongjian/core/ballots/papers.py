"""Paper ballots: read by two people, each on his own; two readings that agree go into the box, others are destroyed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, Subquery

from gongjian.core.access import Actor
from gongjian.core.ballots.boxes import all_locked, write
from gongjian.core.errors import Conflict, NotAllowed
from gongjian.core.models import PaperReading
from gongjian.engines import tally
from gongjian.engines.errors import EngineInputError


@dataclass(frozen=True, kw_only=True)
class PaperCount:
    """What one person read from the paper ballots of a question answered by yes or no, where no reason is asked."""

    yes: int
    no: int
    abstain: int
    spoilt: int

    def ballots(self) -> list[tally.Ballot]:
        """Return one ballot for each paper."""
        marks = ((tally.YES, self.yes), (tally.NO, self.no), (tally.ABSTAIN, self.abstain))
        marked = [tally.Ballot((mark,)) for mark, number in marks for _ in range(number)]
        return [*marked, *[tally.Ballot(())] * self.spoilt]


@dataclass(frozen=True)
class Reading:
    """What became of a reading: the papers are in the box, or a second reading is awaited, or the two differ."""

    is_complete: bool = False
    difference: str = ""


@transaction.atomic
def read_papers(actor: Actor, key: str, ballots: Sequence[tally.Ballot]) -> Reading:
    """Take one person's reading of the paper ballots; the second, by somebody else, puts them in if both agree.

    Readings that differ are both destroyed, to be read again.
    """
    (row,) = all_locked([key])
    box = tally.from_text(row.contents)
    if box.has_papers:
        raise Conflict("纸票已经录过了。")
    if len(ballots) > box.papers_issued:
        raise Conflict(f"发出 {box.papers_issued} 张纸票，录了 {len(ballots)} 张。请重新清点。")
    first = PaperReading.objects.filter(key=key).first()
    if first is None:
        _keep(actor, key, ballots)
        return Reading()
    if first.reader_id == actor.user_id:
        raise Conflict("第一遍是你录的。第二遍请换一个人录。")
    theirs = [tally.Ballot(tuple(choices), reason) for choices, reason in json.loads(first.contents)]
    first.delete()
    try:
        box = tally.enter_papers(box, theirs, ballots)
    except EngineInputError as refusal:
        return Reading(difference=str(refusal))
    write(row, box)
    return Reading(is_complete=True)


def first_reader(key: str) -> int | None:
    """Return who read the paper ballots first, while a second reading is awaited."""
    return PaperReading.objects.filter(key=key).values_list("reader_id", flat=True).first()


def reader_awaiting(key_field: str) -> Subquery:
    """Return, for a query of rows whose `key_field` opens a vote, who has read the paper ballots first."""
    return Subquery(PaperReading.objects.filter(key=OuterRef(key_field)).values("reader_id")[:1])


def _keep(actor: Actor, key: str, ballots: Sequence[tally.Ballot]) -> None:
    if actor.user_id is None:
        raise NotAllowed("纸票要由两个人各看一遍来录。")
    rows = [[ballot.choices, ballot.reason] for ballot in sorted(ballots)]
    PaperReading.objects.create(
        key=key, reader_id=actor.user_id, contents=json.dumps(rows, ensure_ascii=False)
    )
