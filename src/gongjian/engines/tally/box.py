"""The ballot box: tokens that may still vote, tokens that have, and the ballots, each as a sorted list.

Paper ballots join the others in the one list: told apart, two papers would show how two known people voted.

A box is a value: `cast` gives a new one. Its text is a function of the set of spent tokens and the multiset of
ballots alone, so it tells neither in what order votes came nor which token cast which ballot: casting the same
ballots in any order, with any of the tokens, ends in the same bytes. Kept in one row that is written anew for
every vote, nothing else of a vote is left to be joined to anything.

A count is refused until the box is closed; a closed box takes no vote and is never opened again.

Cost: a vote takes time that grows with the length of the text (a millisecond at 2,000 voters), as the whole row is
written; equal ballots are stored once with their number.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Protocol, TypeVar

from gongjian.engines.errors import EngineInputError
from gongjian.engines.tally.model import Ballot, Question, check_ballot, is_valid
from gongjian.engines.tally.roll import Roll
from gongjian.engines.tally.tokens import HASH_LENGTH, slip_mark, token_hash

BOX_FORMAT = "gongjian-box/2"


class _Sorts(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


T = TypeVar("T", bound=_Sorts)


@dataclass(frozen=True)
class Box:
    """A box at one moment. `unspent` and `spent` are hashes of tokens; `papers_issued` paper ballots went out."""

    question: Question
    roll_hash: str
    roll_size: int
    salt: str
    unspent: tuple[str, ...]
    papers_issued: int = 0
    spent: tuple[str, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    has_papers: bool = False
    is_open: bool = True

    @property
    def issued(self) -> int:
        """How many ballots went out, on paper and as tokens."""
        return len(self.unspent) + len(self.spent) + self.papers_issued

    @property
    def returned(self) -> int:
        """How many came back."""
        return len(self.ballots)


def open_box(
    question: Question, roll: Roll, *, salt: str, token_hashes: Iterable[str], papers_issued: int = 0
) -> Box:
    """Open an empty box for a roll. Raises EngineInputError when more ballots go out than there are voters."""
    hashes = tuple(sorted(token_hashes))
    if len(set(hashes)) != len(hashes):
        raise EngineInputError("有两张票码相同。请重新生成票码。")
    if papers_issued < 0 or len(hashes) + papers_issued > len(roll.voters):
        raise EngineInputError(
            f"名册上 {len(roll.voters)} 人，发出的票不能超过 {len(roll.voters)} 张，纸票和票码合在一起算。"
        )
    return Box(question, roll.hash, len(roll.voters), salt, hashes, papers_issued)


def issue(box: Box, *, token_hashes: Iterable[str] = (), papers: int = 0) -> Box:
    """Hand out more ballots while the vote runs. Raises EngineInputError when there would be more than voters."""
    hashes = tuple(token_hashes)
    known = {*box.unspent, *box.spent}
    if not box.is_open or box.has_papers:
        raise EngineInputError("投票已经结束，或纸票已经开箱清点，不能再发票。")
    if len({*hashes} - known) != len(hashes):
        raise EngineInputError("有两张票码相同。请重新生成票码。")
    if papers < 0 or box.issued + len(hashes) + papers > box.roll_size:
        raise EngineInputError(f"名册上 {box.roll_size} 人，已经发出 {box.issued} 张票，不能再发这么多。")
    return replace(
        box, unspent=tuple(sorted((*box.unspent, *hashes))), papers_issued=box.papers_issued + papers
    )


def replace_slip(box: Box, *, number: str, by: str) -> Box:
    """Make the unspent token of a slip void and put another one's hash in its place; as many ballots are out as before.

    `number` stands on the slip. Raises EngineInputError when that token has voted, or no slip has the number.
    """
    if not box.is_open or box.has_papers:
        raise EngineInputError("投票已经结束，或纸票已经开箱清点，不能再补发。")
    mark = slip_mark(box.salt, number)
    if any(hashed[HASH_LENGTH:] == mark for hashed in box.spent):
        raise EngineInputError("这张票已经投过了，不能补发。")
    lost = [hashed for hashed in box.unspent if hashed[HASH_LENGTH:] == mark]
    if len(lost) != 1 or by in (*box.unspent, *box.spent):
        raise EngineInputError("没有这个票号。请照存根上的 8 位字母和数字再输一次；没有存根的不能补发。")
    left = (hashed for hashed in box.unspent if hashed != lost[0])
    return replace(box, unspent=tuple(sorted((*left, by))))


def cast(box: Box, token: str, ballot: Ballot) -> Box:
    """Spend a token on a ballot. Raises EngineInputError with what is wrong; the box stays as it was."""
    if not box.is_open:
        raise EngineInputError("投票已经结束，不能再投。")
    hashed = token_hash(box.salt, token)
    if hashed not in box.spent and hashed not in box.unspent:
        hashed = hashed[:HASH_LENGTH]  # of a box opened before slips had numbers
    if hashed in box.spent:
        raise EngineInputError("这个票码已经投过票。每个票码只能投一次。")
    if hashed not in box.unspent:
        raise EngineInputError("没有这个票码，或者已经补发作废。请照票上的 12 位字母和数字再输一次。")
    check_ballot(box.question, ballot)
    place = bisect_left(box.unspent, hashed)
    return replace(
        box,
        unspent=(*box.unspent[:place], *box.unspent[place + 1 :]),
        spent=_put(box.spent, hashed),
        ballots=_put(box.ballots, ballot),
    )


def _put(held: tuple[T, ...], one: T) -> tuple[T, ...]:
    """Return a sorted tuple with one more in its place."""
    place = bisect_left(held, one)
    return (*held[:place], one, *held[place:])


def enter_papers(box: Box, first: Sequence[Ballot], second: Sequence[Ballot]) -> Box:
    """Put in the paper ballots as two people read them, each on his own; spoilt ones are kept and counted so.

    The marks must agree as a whole, in any order. Reasons are those of the first reading. Raises
    EngineInputError that says where the readings differ, or that more came back than went out.
    """
    if not box.is_open or box.has_papers:
        raise EngineInputError("纸票已经录过，或投票已经结束，不能再录。")
    if len(first) > box.papers_issued or len(second) > box.papers_issued:
        raise EngineInputError(
            f"发出 {box.papers_issued} 张纸票，录进来的更多。请重新清点；收回的确实多于发出的，这次投票无效。"
        )
    ours, theirs = (Counter(ballot.choices for ballot in reading) for reading in (first, second))
    if ours != theirs:
        raise EngineInputError(f"两个人录的不一样：{_difference(ours, theirs)}。请一起重新看票再录。")
    for ballot in first:
        if is_valid(box.question, ballot):
            check_ballot(box.question, ballot)
    return replace(box, ballots=tuple(sorted((*box.ballots, *first))), has_papers=True)


def _difference(ours: Counter[tuple[str, ...]], theirs: Counter[tuple[str, ...]]) -> str:
    marks = sorted(mark for mark in ours | theirs if ours[mark] != theirs[mark])
    return "，".join(
        f"“{'、'.join(mark) or '空白'}”第一个人 {ours[mark]} 张、第二个人 {theirs[mark]} 张"
        for mark in marks[:3]
    )


def close(box: Box) -> Box:
    """Close the box for good. Raises EngineInputError while paper ballots that went out are not entered."""
    if not box.is_open:
        raise EngineInputError("投票已经结束了。")
    if box.papers_issued and not box.has_papers:
        raise EngineInputError(f"发出的 {box.papers_issued} 张纸票还没有录。请两个人各录一遍再结束。")
    return replace(box, is_open=False)


def reasons(box: Box) -> tuple[tuple[str, str], ...]:
    """List (options marked, reason) of a closed box, sorted, so that they are in nobody's order."""
    refuse_open(box)
    given = (ballot for ballot in box.ballots if ballot.reason)
    return tuple(sorted(("、".join(ballot.choices), ballot.reason) for ballot in given))


def refuse_open(box: Box) -> None:
    """Raise EngineInputError while votes still come in."""
    if box.is_open:
        raise EngineInputError("投票还没有结束，结果现在谁也不能看。")


def to_text(box: Box) -> str:
    """Write a box as JSON: the same text for the same box, whatever its history."""
    asked = box.question
    content = {
        "format": BOX_FORMAT,
        "question": [
            asked.title,
            asked.options,
            asked.most,
            asked.reasons_for,
            asked.has_write_ins,
            asked.may_be_blank,
        ],
        "roll": [box.roll_hash, box.roll_size],
        "salt": box.salt,
        "papers_issued": box.papers_issued,
        "unspent": box.unspent,
        "spent": box.spent,
        "ballots": [[one.choices, one.reason, len(list(alike))] for one, alike in groupby(box.ballots)],
        "has_papers": box.has_papers,
        "is_open": box.is_open,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Box:
    """Read back what `to_text` wrote. Raises EngineInputError for anything else."""
    found = json.loads(text)
    if found.get("format") != BOX_FORMAT:
        raise EngineInputError("这不是一个票箱，或是别的版本写的。请找系统管理员。")
    title, options, most, reasons_for, has_write_ins, may_be_blank = found["question"]
    return Box(
        Question(title, tuple(options), most, tuple(reasons_for), has_write_ins, may_be_blank),
        found["roll"][0],
        found["roll"][1],
        found["salt"],
        tuple(found["unspent"]),
        found["papers_issued"],
        tuple(found["spent"]),
        _ballots(found["ballots"]),
        found["has_papers"],
        found["is_open"],
    )


def _ballots(rows: list[list[Any]]) -> tuple[Ballot, ...]:
    alike = ((Ballot(tuple(choices), reason), number) for choices, reason, number in rows)
    return tuple(ballot for ballot, number in alike for _ in range(number))
