"""Quorum and majority, in whole numbers: count/base against p/q is count·q against p·base, never a decimal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from gongjian.engines.errors import EngineInputError


class Base(StrEnum):
    """Of whom a share is taken."""

    ROLL = "roll"  # 全体：everybody on the roll
    PRESENT = "present"  # 到会
    RETURNED = "returned"  # 收回的票
    VALID = "valid"  # 有效票


@dataclass(frozen=True)
class Threshold:
    """A share that must be reached (`is_strict`: passed) of a base. Raises EngineInputError outside 0 to 1."""

    share: Fraction
    base: Base
    is_strict: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1 or (self.share == 1 and self.is_strict):
            raise EngineInputError("比例要大于 0、不超过 1，“超过”的比例要小于 1。请改规则。")

    def is_met(self, count: int, base: int) -> bool:
        """Say whether `count` of `base` is enough; of nobody nothing is."""
        got, asked = count * self.share.denominator, self.share.numerator * base
        return base > 0 and (got > asked if self.is_strict else got >= asked)

    def least(self, base: int) -> int:
        """Return the fewest that are enough of `base`.

        >>> two_thirds = Threshold(Fraction(2, 3), Base.PRESENT)
        >>> [two_thirds.least(n) for n in (15, 16)], Threshold(Fraction(2, 3), Base.PRESENT, True).least(15)
        ([10, 11], 11)
        """
        whole, rest = divmod(self.share.numerator * base, self.share.denominator)
        return whole + 1 if rest or self.is_strict else whole

    @property
    def words(self) -> str:
        """The share as an office writes it: 三分之二以上 includes the bound, 超过 does not."""
        part = f"{self.share.numerator}/{self.share.denominator}"
        return f"超过 {part}" if self.is_strict else f"不少于 {part}"


def read_threshold(text: str, base: Base) -> Threshold:
    """Read a share as rules state it: ">=2/3" or ">1/2". Raises EngineInputError for anything else.

    >>> read_threshold(">=2/3", Base.ROLL).least(9), read_threshold(">1/2", Base.PRESENT).least(8)
    (6, 5)
    """
    bound, part = (">=", text[2:]) if text.startswith(">=") else (text[:1], text[1:])
    try:
        share = Fraction(part.strip())
    except (ValueError, ZeroDivisionError) as error:
        raise EngineInputError(f"“{text}”不是一个比例。请写成 >=2/3 或 >1/2 这样。") from error
    if bound not in (">=", ">"):
        raise EngineInputError(f"“{text}”没有写是“不少于”还是“超过”。请写成 >=2/3 或 >1/2 这样。")
    return Threshold(share, base, bound == ">")


@dataclass(frozen=True)
class GroupRule:
    """What a group (residents' representatives, say) must make up: a share of those present, or so many heads."""

    group: str
    name: str
    share: Threshold | None = None
    least: int = 0


@dataclass(frozen=True)
class QuorumRule:
    """When a meeting may vote: so many on the roll, this share of them present, groups strong enough."""

    least_size: int = 1
    present: Threshold | None = None
    groups: tuple[GroupRule, ...] = ()


@dataclass(frozen=True)
class Attendance:
    """How many are on the roll, how many came, and how many of these belong to each group."""

    on_roll: int
    present: int
    of_group: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """Whether a vote passed: what was counted, of how many, how many were needed, and the sentence for it."""

    is_passed: bool
    count: int
    base: int
    needed: int
    sentence: str


def shortfalls(rule: QuorumRule, came: Attendance) -> tuple[str, ...]:
    """List, in sentences, what is missing before the meeting may vote; empty when nothing is."""
    found = []
    if came.on_roll < rule.least_size:
        found.append(
            f"名册上要有 {rule.least_size} 人以上，现在 {came.on_roll} 人，差 {rule.least_size - came.on_roll} 人。"
        )
    if rule.present and not rule.present.is_met(came.present, came.on_roll):
        needed = rule.present.least(came.on_roll)
        found.append(
            f"到会的要{rule.present.words}：应到 {came.on_roll} 人，至少到 {needed} 人，现在到了 {came.present} 人。"
        )
    for group in rule.groups:
        there = came.of_group.get(group.group, 0)
        needed = max(group.least, group.share.least(came.present) if group.share else 0)
        if there < needed:
            found.append(f"{group.name}到会的至少要 {needed} 人，现在 {there} 人（到会 {came.present} 人）。")
    return tuple(found)
