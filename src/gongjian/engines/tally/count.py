"""Counting a closed box: how many marks each option has, whether that is enough, who is elected."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gongjian.engines.errors import EngineInputError
from gongjian.engines.tally.box import Box, refuse_open
from gongjian.engines.tally.model import Question, is_valid
from gongjian.engines.tally.thresholds import Base, Outcome, Threshold


@dataclass(frozen=True)
class Count:
    """What a box holds; spoilt ballots came back but don't count.

    `marks` follows the options of the question, then those written in, by name.
    """

    on_roll: int
    issued: int
    returned: int
    valid: int
    marks: tuple[tuple[str, int], ...]

    @property
    def spoilt(self) -> int:
        """Ballots that came back and do not count."""
        return self.returned - self.valid

    def of(self, option: str) -> int:
        """Return the marks of one option, or of somebody written in."""
        return dict(self.marks)[option]

    def base(self, base: Base, present: int) -> int:
        """Return how many a share of `base` is taken of; who was present only the meeting knows."""
        sizes = {
            Base.ROLL: self.on_roll,
            Base.PRESENT: present,
            Base.RETURNED: self.returned,
            Base.VALID: self.valid,
        }
        return sizes[base]


def count(box: Box) -> Count:
    """Count a closed box; counting it again gives the same. Raises EngineInputError while it is open."""
    refuse_open(box)
    valid = [ballot for ballot in box.ballots if is_valid(box.question, ballot)]
    marked = Counter(option for ballot in valid for option in ballot.choices)
    return Count(box.roll_size, box.issued, box.returned, len(valid), in_order(box.question, marked))


def in_order(question: Question, marked: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Put marks in the order of a ballot paper: its options, marked or not, then those written in, by name."""
    names = (*question.options, *sorted(set(marked) - set(question.options)))
    return tuple((name, marked.get(name, 0)) for name in names)


def decide(
    counted: Count, option: str, rule: Threshold, *, present: int, turnout: Threshold | None = None
) -> Outcome:
    """Say whether an option has the votes that the rule asks for. Those who abstain stay in the base."""
    got, base = counted.of(option), counted.base(rule.base, present)
    if counted.issued > present or present > counted.on_roll:
        raise EngineInputError("到会人数不能少于发出的票，也不能多于名册。请核对签到。")
    passed, needed = rule.is_met(got, base), rule.least(base)
    words = f"{base} 人里 {got} 票，{rule.words}（至少 {needed} 票），{'达到' if passed else '没有达到'}。"
    if lacking := turnout_words(counted, turnout):
        return Outcome(False, got, base, needed, lacking)
    return Outcome(passed, got, base, needed, words)


def turnout_words(counted: Count, turnout: Threshold | None) -> str:
    """Say that too few took part for the vote to be valid; nothing when enough did, or none are asked for."""
    if turnout is None or turnout.is_met(counted.returned, counted.on_roll):
        return ""
    return (
        f"名册 {counted.on_roll} 人，参加投票 {counted.returned} 人，{turnout.words}才有效"
        f"（至少 {turnout.least(counted.on_roll)} 人），这次投票无效。"
    )


@dataclass(frozen=True)
class Election:
    """Who is elected, in order of votes; `tied` stand equal for what seats are left, `open_seats` stay empty.

    Where too few took part, `is_valid` is false and nobody is elected.
    """

    elected: tuple[str, ...]
    tied: tuple[str, ...]
    open_seats: int
    is_valid: bool = True


def elect(
    counted: Count,
    seats: int,
    rule: Threshold,
    *,
    present: int,
    turnout: Threshold | None = None,
    excluded: Collection[str] = (),
) -> Election:
    """Fill seats with those who have enough votes, most votes first. Equal votes are never decided here.

    Those tied for the last seats, and seats that nobody has the votes for, are for a second round. Who is in
    `excluded` (elected to a higher post already) takes no seat; the ballots that name him stay in the base.
    """
    if seats < 1:
        raise EngineInputError("应选人数要大于 0。请改。")
    if turnout_words(counted, turnout):
        return Election((), (), seats, is_valid=False)
    base = counted.base(rule.base, present)
    enough = sorted(
        ((got, option) for option, got in counted.marks if option not in excluded and rule.is_met(got, base)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if len(enough) <= seats:
        return Election(tuple(option for _, option in enough), (), seats - len(enough))
    last = enough[seats - 1][0]
    if enough[seats][0] != last:
        return Election(tuple(option for _, option in enough[:seats]), (), 0)
    safe = tuple(option for got, option in enough if got > last)
    tied = tuple(option for got, option in enough if got == last)
    return Election(safe, tied, seats - len(safe))


def runners_up(
    counted: Count, held: Election, *, more: int = 1, excluded: Collection[str] = ()
) -> tuple[str, ...]:
    """List who stands in a second round: those next in votes, `more` of them than there are open seats.

    Who has as many votes as the last of them stands too. Only names with votes are listed, most votes first.

    >>> counted = Count(9, 9, 9, 9, (("甲", 4), ("乙", 3), ("丙", 2), ("丁", 2), ("戊", 0)))
    >>> runners_up(counted, Election((), (), 1)), runners_up(counted, Election(("甲",), (), 1))
    (('甲', '乙'), ('乙', '丁', '丙'))
    """
    left = sorted(
        (
            (got, option)
            for option, got in counted.marks
            if got and option not in excluded and option not in held.elected
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    wanted = held.open_seats + more if held.open_seats else 0
    if len(left) <= wanted or not wanted:
        return tuple(option for _, option in left[:wanted])
    least = left[wanted - 1][0]
    return tuple(option for got, option in left if got >= least)
