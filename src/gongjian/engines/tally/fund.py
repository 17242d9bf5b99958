"""A fund by vote, told and certified: who paid what to the cent, and a certificate from which anyone may count again.

Cents. What each voter pays is an exact fraction. A project's cost is split between the groups of equal ballots by
largest remainders (`Round.cents`), then inside a group evenly, some of it paying one cent more; so the lines of a
project sum to its cost, and costs and what is left to the fund, to the cent.

What is told of ballots. Groups of fewer than `least` voters are told together, so that no line of a page shows how a few
marked their papers. The certificate lists how often each set of marks occurs, as a count again needs; it holds no
token, time, order or place, and papers lie among the others. Who knows that somebody marked a rare set may see that such a
ballot is there, and no more.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from gongjian.engines.errors import EngineInputError
from gongjian.engines.tally.box import Box, refuse_open
from gongjian.engines.tally.equal_shares import Missed, Round, Shares, equal_shares
from gongjian.engines.tally.model import Ballot, Question, is_valid

FUND_FORMAT = "gongjian-fund/1"


@dataclass(frozen=True)
class FundVote:
    """What is certified beside the box: fund and costs (cents) by option, the step of the completion, when it closed.

    Options in the order of a lot drawn before the vote: it decides between projects equal in votes and cost.
    """

    fund: int
    costs: Mapping[str, int]
    titles: Mapping[str, str]
    step: int
    closed_at: str


@dataclass(frozen=True)
class ToldPayers:
    """Payers told in one line: how many, what they paid together, what one paid at least and at most (cents).

    `is_merged` where several small groups stand in it.
    """

    voters: int
    cents: int
    least: int
    most: int
    is_merged: bool = False


@dataclass(frozen=True)
class ToldRound:
    """One project funded: marks, effective votes, the most that one paid, its payers, what of the fund is left then (cents)."""

    project: str
    cost: int
    marks: int
    votes: Fraction
    top: Fraction
    payers: tuple[ToldPayers, ...]
    fund_left: int


@dataclass(frozen=True)
class ToldMissed:
    """One project not funded: marks, what its supporters hold in the end, rounded down, and lack, rounded up (cents)."""

    project: str
    cost: int
    marks: int
    held: int
    lacking: int


def shares_of(box: Box, vote: FundVote) -> Shares:
    """Spend the fund by a closed box; spoilt ballots have no share. Raises EngineInputError when none counts."""
    refuse_open(box)
    valid = [ballot for ballot in box.ballots if is_valid(box.question, ballot)]
    return _spent((frozenset(ballot.choices) for ballot in valid), vote, box.question.options)


def _spent(ballots: Any, vote: FundVote, order: Sequence[str]) -> Shares:
    return equal_shares(vote.costs, ballots, vote.fund, step=vote.step, order=order)


def told_rounds(shares: Shares, least: int) -> tuple[ToldRound, ...]:
    """Tell the projects funded, in order; payers in groups of at least `least` voters where there are so many."""
    told, left = [], shares.fund
    for line in shares.rounds:
        left -= line.cost
        marks = sum(payer.voters for payer in line.payers)
        told.append(
            ToldRound(line.project, line.cost, marks, line.votes, line.top, _payers(line, least), left)
        )
    return tuple(told)


def told_missed(shares: Shares) -> tuple[ToldMissed, ...]:
    """Tell the projects not funded, those marked most first; equal ones in the order of the list."""
    return tuple(_missed(miss) for miss in sorted(shares.missed, key=lambda miss: -miss.voters))


def _missed(miss: Missed) -> ToldMissed:
    held = int(miss.held)
    return ToldMissed(miss.project, miss.cost, miss.voters, held, max(0, miss.cost - held))


def _payers(line: Round, least: int) -> tuple[ToldPayers, ...]:
    """Tell the payers of a round, those who paid most first; small groups together, with the next one if still too few."""
    alike: dict[Fraction, list[int]] = {}
    for payer, cents in zip(line.payers, line.cents(), strict=True):
        voters, paid = alike.get(payer.each, (0, 0))
        alike[payer.each] = [voters + payer.voters, paid + cents]
    lines = [_told(voters, cents) for _each, (voters, cents) in sorted(alike.items(), reverse=True)]
    small = [one for one in lines if one.voters < least]
    large = [one for one in lines if one.voters >= least]
    while small and large and sum(one.voters for one in small) < least:
        small.append(large.pop())
    return (*large, _together(small)) if small else tuple(large)


def _told(voters: int, cents: int) -> ToldPayers:
    return ToldPayers(voters, cents, cents // voters, -(-cents // voters))


def _together(lines: Sequence[ToldPayers]) -> ToldPayers:
    return ToldPayers(
        sum(one.voters for one in lines),
        sum(one.cents for one in lines),
        min(one.least for one in lines),
        max(one.most for one in lines),
        is_merged=len(lines) > 1,
    )


def fund_certificate(box: Box, vote: FundVote) -> str:
    """Write the certificate of a closed box as JSON, its last entry the hash of all before."""
    shares = shares_of(box, vote)
    marked = Counter(ballot.choices for ballot in box.ballots)
    content: dict[str, Any] = {
        "format": FUND_FORMAT,
        "question": {"title": box.question.title, "most": box.question.most},
        "projects": [[option, vote.titles[option], vote.costs[option]] for option in box.question.options],
        "fund": vote.fund,
        "step": vote.step,
        "roll": {"size": box.roll_size, "hash": box.roll_hash},
        "issued": {"tokens": box.issued - box.papers_issued, "papers": box.papers_issued},
        "closed_at": vote.closed_at,
        "ballots": [[list(marks), number] for marks, number in sorted(marked.items())],
        "result": _result(shares),
    }
    content["hash"] = _hash(content)
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def check_fund_certificate(text: str) -> tuple[str, ...]:
    """Count a certificate again and list, in sentences, what does not follow; empty when all does."""
    try:
        found = json.loads(text)
        told, again = found["result"], _counted_again(found)
        problems = [
            f"“{name}”写的是 {told[name]}，重新计算是 {value}。"
            for name, value in again.items()
            if told[name] != value
        ]
        hashed = _hash({name: value for name, value in found.items() if name != "hash"})
    except (KeyError, TypeError, ValueError, AttributeError, EngineInputError) as error:
        return (f"这不是一份完整的计票证书（{type(error).__name__}），不能验证。",)
    if found["hash"] != hashed:
        problems.append("证书的内容被改过：哈希对不上。")
    return tuple(problems)


def _counted_again(found: Mapping[str, Any]) -> dict[str, Any]:
    options = tuple(option for option, _title, _cost in found["projects"])
    question = Question(found["question"]["title"], options, found["question"]["most"])
    rows = [(Ballot(tuple(marks)), int(number)) for marks, number in found["ballots"]]
    issued, returned = sum(found["issued"].values()), sum(number for _ballot, number in rows)
    if returned > issued or issued > found["roll"]["size"]:
        raise EngineInputError("收回的票多于发出的，或发出的多于名册上的人，投票无效。")
    vote = FundVote(
        found["fund"],
        {option: cost for option, _title, cost in found["projects"]},
        {option: title for option, title, _cost in found["projects"]},
        found["step"],
        found["closed_at"],
    )
    valid = [(ballot, number) for ballot, number in rows if is_valid(question, ballot)]
    ballots = (frozenset(ballot.choices) for ballot, number in valid for _ in range(number))
    return _result(_spent(ballots, vote, options))


def _result(shares: Shares) -> dict[str, Any]:
    missed = [asdict(miss) for miss in told_missed(shares)]
    return {
        "voters": shares.voters,
        "share": str(shares.share),
        "funded": [[line.project, line.cost, str(line.votes), str(line.top)] for line in shares.rounds],
        "missed": [[miss["project"], miss["cost"], miss["marks"], miss["lacking"]] for miss in missed],
        "left": shares.left,
    }


def _hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
