"""The certificate of a vote: what went in and what follows from it, so that anyone may count again.

It lists how often each marking occurs, no token, no reason and nothing about who. `check_certificate` recomputes
every figure and the hash over the whole.
"""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from gongjian.engines.errors import EngineInputError
from gongjian.engines.tally.box import Box
from gongjian.engines.tally.count import Count, Election, count, decide, elect, in_order
from gongjian.engines.tally.model import Ballot, Question, is_valid
from gongjian.engines.tally.thresholds import Base, Outcome, Threshold

TALLY_FORMAT = "gongjian-tally/1"


@dataclass(frozen=True)
class Vote:
    """What is certified beside the box: the rule, how many were present, when it closed (ISO 8601).

    Either `option` is voted on, or `seats` are filled, but not by who is `excluded`; `turnout` is what of the roll
    must have taken part. Raises EngineInputError for both or neither.
    """

    rule: Threshold
    present: int
    closed_at: str
    option: str = ""
    seats: int = 0
    turnout: Threshold | None = None
    excluded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.option) == bool(self.seats):
            raise EngineInputError("要么表决一个选项，要么选若干人，请只写明一样。")

    def result(self, counted: Count) -> Outcome | Election:
        """Return what follows from a count."""
        if self.option:
            return decide(counted, self.option, self.rule, present=self.present, turnout=self.turnout)
        return elect(
            counted,
            self.seats,
            self.rule,
            present=self.present,
            turnout=self.turnout,
            excluded=self.excluded,
        )


def certificate_text(box: Box, vote: Vote) -> str:
    """Write the certificate of a closed box as JSON, its last line the hash of all before."""
    counted = count(box)
    question = box.question
    markings = Counter(ballot.choices for ballot in box.ballots)
    content: dict[str, Any] = {
        "format": TALLY_FORMAT,
        "question": _asked(question),
        "roll": {"size": box.roll_size, "hash": box.roll_hash, "present": vote.present},
        "issued": {"tokens": box.issued - box.papers_issued, "papers": box.papers_issued},
        "rule": {"option": vote.option, "seats": vote.seats, **_stated(vote.rule), **_conditions(vote)},
        "ballots": [[list(marks), number] for marks, number in sorted(markings.items())],
        "closed_at": vote.closed_at,
        **_results(counted, vote),
    }
    content["hash"] = _hash(content)
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _asked(question: Question) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "title": question.title,
        "options": list(question.options),
        "most": question.most,
    }
    return asked | ({"has_write_ins": True} if question.has_write_ins else {})


def _stated(rule: Threshold) -> dict[str, Any]:
    return {"share": str(rule.share), "base": rule.base.value, "is_strict": rule.is_strict}


def _conditions(vote: Vote) -> dict[str, Any]:
    """State what only elections have, so that other certificates stay as they were."""
    turnout = {"turnout": _stated(vote.turnout)} if vote.turnout else {}
    return turnout | ({"excluded": list(vote.excluded)} if vote.excluded else {})


def check_certificate(text: str) -> tuple[str, ...]:
    """Count a certificate again and list, in sentences, what does not follow; empty when all does."""
    try:
        found = json.loads(text)
        told = {name: found[name] for name in ("counted", "outcome")}
        again = _recomputed(found)
        hashed = _hash({name: value for name, value in found.items() if name != "hash"})
        problems = [
            f"“{name}”写的是 {told[part][name]}，重新计票是 {value}。"
            for part in told
            for name, value in again[part].items()
            if told[part][name] != value
        ]
    except (KeyError, TypeError, ValueError, AttributeError, EngineInputError) as error:
        return (f"这不是一份完整的计票证书（{type(error).__name__}），不能验证。",)
    if found["hash"] != hashed:
        problems.append("证书的内容被改过：哈希对不上。")
    return tuple(problems)


def _recomputed(found: dict[str, Any]) -> dict[str, Any]:
    question = _question(found["question"])
    rows = [(Ballot(tuple(marks)), int(number)) for marks, number in found["ballots"]]
    valid = [(ballot, number) for ballot, number in rows if is_valid(question, ballot)]
    marks: Counter[str] = Counter()
    for ballot, number in valid:
        marks.update(dict.fromkeys(ballot.choices, number))
    counted = Count(
        found["roll"]["size"],
        found["issued"]["tokens"] + found["issued"]["papers"],
        sum(number for _, number in rows),
        sum(number for _, number in valid),
        in_order(question, marks),
    )
    if counted.returned > counted.issued:
        raise EngineInputError("收回的票多于发出的票，投票无效。")
    return _results(counted, _vote(found))


def _question(found: dict[str, Any]) -> Question:
    has_write_ins = bool(found.get("has_write_ins"))
    return Question(
        found["title"], tuple(found["options"]), found["most"], (), has_write_ins, may_be_blank=True
    )


def _vote(found: dict[str, Any]) -> Vote:
    rule = found["rule"]
    turnout = rule.get("turnout")
    return Vote(
        _threshold(rule),
        found["roll"]["present"],
        found["closed_at"],
        rule["option"],
        rule["seats"],
        _threshold(turnout) if turnout else None,
        tuple(rule.get("excluded", ())),
    )


def _threshold(stated: dict[str, Any]) -> Threshold:
    return Threshold(Fraction(stated["share"]), Base(stated["base"]), stated["is_strict"])


def _results(counted: Count, vote: Vote) -> dict[str, Any]:
    results = {
        "counted": {
            "issued": counted.issued,
            "returned": counted.returned,
            "valid": counted.valid,
            "marks": dict(counted.marks),
        },
        "outcome": asdict(vote.result(counted)),
    }
    plain: dict[str, Any] = json.loads(json.dumps(results))
    return plain


def _hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
