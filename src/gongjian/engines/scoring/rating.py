"""Rate a place: by its own score, or by the share of its children that hold a grade.

By score:  the first rule, best first, whose interval holds the score.
By share:  n / d in the rule's interval, where d = the children that count on the rating day and
           n = those of them that hold `of_label` (or one of `also_counts`). Both stay whole numbers,
           and the share an exact Fraction: 79.99… % is below 80 %.

Who counts: a child that merged by the rating day is counted by its successor, once; one that did not
yet exist, or is exempt, is left out; one without a sheet counts as not meeting, unless the rule says
that it is left out. Nobody left means no share, which is not a share of zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.score import ScoreResult


class Basis(StrEnum):
    """What a rating rule looks at."""

    SCORE = "score"
    SHARE = "share"
    COUNT = "count"


class MissingPolicy(StrEnum):
    """How a child without a sheet is treated."""

    COUNTS_AS_NOT_MEETING = "counts"
    EXCLUDED = "excluded"


class ChildState(StrEnum):
    """Why a child has, or has no, grade of its own."""

    RATED = "rated"
    NOT_INSPECTED = "not_inspected"
    EXEMPT = "exempt"


@dataclass(frozen=True)
class Interval:
    """The values from `low` to `high`; 以上 includes the bound in official Chinese, so `low` is closed."""

    low: Decimal
    high: Decimal | None = None
    low_closed: bool = True
    high_closed: bool = False

    def holds(self, value: Decimal | Fraction) -> bool:
        """Return whether the exact `value` lies in the interval."""
        exact = Fraction(value)
        above = exact >= Fraction(self.low) if self.low_closed else exact > Fraction(self.low)
        if self.high is None or not above:
            return above
        return exact <= Fraction(self.high) if self.high_closed else exact < Fraction(self.high)


@dataclass(frozen=True)
class RatingRule:
    """One grade and what it takes. `order` 1 is the best grade; the first rule that holds wins.

    Several rules of one label and order are conditions that must all hold. For a share or a count,
    `of_label` is the children's grade that is counted, `also_counts` the better ones that imply it,
    `child_noun` the word for a child (社区) and `child_level` the digits of its code. Thresholds of
    shares lie in 0…1. A weighted rule counts the people who live there instead of places.
    """

    label: str
    subject_level: str
    basis: Basis
    interval: Interval
    order: int
    of_label: str = ""
    also_counts: tuple[str, ...] = ()
    child_noun: str = "社区"
    missing: MissingPolicy = MissingPolicy.COUNTS_AS_NOT_MEETING
    citation: str = ""
    child_level: int = 12
    is_weighted: bool = False

    def __post_init__(self) -> None:
        if self.basis is Basis.SHARE and not 0 <= self.interval.low <= 1:
            raise EngineInputError(f"评级规则“{self.label}”的占比要在 0 到 100% 之间，请改后再用。")
        if self.basis is Basis.COUNT and self.interval.low < 0:
            raise EngineInputError(f"评级规则“{self.label}”的个数不能是负数，请改后再用。")
        if self.basis is not Basis.SCORE and not self.of_label:
            how = "占比" if self.basis is Basis.SHARE else "个数"
            raise EngineInputError(f"评级规则“{self.label}”按{how}评，请写明数哪一个等级。")

    def counts(self, label: str | None) -> bool:
        """Return whether a child with this grade counts towards the share."""
        return label is not None and (label == self.of_label or label in self.also_counts)


@dataclass(frozen=True)
class Grade:
    """A grade by score. `label` is None when no rule holds; `next_rule` is the next better grade.

    `gap` is what the score lacks for it, 0 when only an open bound or a veto stands in the way.
    """

    label: str | None
    rule: RatingRule | None
    next_rule: RatingRule | None
    gap: Decimal | None
    is_barred: bool = False


@dataclass(frozen=True)
class Child:
    """A place below the rated one, with its grade.

    `since` is the first day it exists, `merged_on` the first day on which its `successors` stand for it.
    """

    key: str
    name: str
    label: str | None = None
    score: Decimal | None = None
    state: ChildState = ChildState.RATED
    since: date | None = None
    merged_on: date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShareResult:
    """The arithmetic of one share rule. `share` is None when no child counts.

    `needed` is the least number of meeting children that satisfies the rule, `short` how many more
    that is. `missing` lists children without a sheet, whether or not they are in the denominator.
    `merged` pairs each merged child with the keys that stand for it on the rating day.
    """

    rule: RatingRule
    numerator: int
    denominator: int
    share: Fraction | None
    meets: bool
    needed: int | None
    short: int | None
    meeting: tuple[Child, ...]
    blocking: tuple[Child, ...]
    missing: tuple[Child, ...]
    exempt: tuple[Child, ...]
    merged: tuple[tuple[Child, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ShareGrade:
    """A grade by shares: the best rule met, and every rule's arithmetic in order, best first."""

    label: str | None
    rule: RatingRule | None
    results: tuple[ShareResult, ...]

    @property
    def next_result(self) -> ShareResult | None:
        """Return the arithmetic of the next better grade, None when the best is held."""
        held = self.rule
        better = [result for result in self.results if held is None or result.rule.order < held.order]
        return better[-1] if better else None


def rate_by_score(score: Decimal | ScoreResult | None, rules: Iterable[RatingRule]) -> Grade:
    """Find the best grade whose interval holds `score`; a veto passes over the grades it bars.

    Without a score there is no grade and no gap: not inspected is not zero.
    Raises EngineInputError when a rule rates by shares.
    """
    ordered = _ordered(rules, Basis.SCORE)
    total, barred, all_barred = _score_and_bars(score)
    if total is None:
        return Grade(None, None, ordered[-1] if ordered else None, None)
    allowed = [rule for rule in ordered if not all_barred and rule.label not in barred]
    held = next((rule for rule in allowed if rule.interval.holds(total)), None)
    better = [rule for rule in ordered if held is None or rule.order < held.order]
    next_rule = better[-1] if better else None
    is_barred = any(rule.interval.holds(total) for rule in better)
    gap = max(Decimal(0), next_rule.interval.low - total) if next_rule else None
    return Grade(held.label if held else None, held, next_rule, gap, is_barred)


def _score_and_bars(score: Decimal | ScoreResult | None) -> tuple[Decimal | None, tuple[str, ...], bool]:
    if isinstance(score, ScoreResult):
        return score.total, score.barred, score.is_barred
    return score, (), False


def rate_by_share(
    children: Sequence[Child], rule: RatingRule, *, rated_on: date | None = None
) -> ShareResult:
    """Work out one share rule over the children as they stand on `rated_on`.

    Without a day, every merger counts as done. Lists keep the order of `children`.
    Raises EngineInputError for repeated keys or a rule that rates by score.

    >>> rule = RatingRule("示范街道", "street", Basis.SHARE, Interval(Decimal("0.8")), 1, of_label="示范社区")
    >>> two = (Child("1", "甲社区", "示范社区"), Child("2", "乙社区", "达标社区"))
    >>> result = rate_by_share(two, rule)
    >>> result.share, result.needed, result.short
    (Fraction(1, 2), 2, 1)
    """
    _ordered([rule], Basis.SHARE)
    current, merged = _as_of(children, rated_on)
    exempt = tuple(child for child in current if child.state is ChildState.EXEMPT)
    missing = tuple(child for child in current if _is_missing(child))
    counted = [child for child in current if _is_counted(child, rule)]
    meeting = tuple(child for child in counted if _is_meeting(child, rule))
    blocking = tuple(child for child in counted if not _is_meeting(child, rule))
    share = Fraction(len(meeting), len(counted)) if counted else None
    needed = _least_meeting(rule.interval, len(counted)) if counted else None
    return ShareResult(
        rule=rule,
        numerator=len(meeting),
        denominator=len(counted),
        share=share,
        meets=share is not None and rule.interval.holds(share),
        needed=needed,
        short=None if needed is None else max(0, needed - len(meeting)),
        meeting=meeting,
        blocking=blocking,
        missing=missing,
        exempt=exempt,
        merged=merged,
    )


def share_of_counts(rule: RatingRule, n: int, d: int, blocking: Sequence[Child] = ()) -> ShareResult:
    """Test one share rule on counts that are known; the children are not listed, but for some that block."""
    needed = _least_meeting(rule.interval, d) if d else None
    share = Fraction(n, d) if d else None
    return ShareResult(
        rule=rule,
        numerator=n,
        denominator=d,
        share=share,
        meets=share is not None and rule.interval.holds(share),
        needed=needed,
        short=None if needed is None else max(0, needed - n),
        meeting=(),
        blocking=tuple(blocking),
        missing=(),
        exempt=(),
        merged=(),
    )


def grade_by_results(results: Sequence[ShareResult]) -> ShareGrade:
    """Find the best grade among tested share rules, best first."""
    met = next((result.rule for result in results if result.meets), None)
    return ShareGrade(met.label if met else None, met, tuple(results))


def grade_by_share(
    children: Sequence[Child], rules: Iterable[RatingRule], *, rated_on: date | None = None
) -> ShareGrade:
    """Find the best grade whose share rule the children meet, with every rule's arithmetic."""
    return grade_by_results(
        [rate_by_share(children, rule, rated_on=rated_on) for rule in _ordered(rules, Basis.SHARE)]
    )


def _ordered(rules: Iterable[RatingRule], basis: Basis) -> list[RatingRule]:
    ordered = sorted(rules, key=lambda rule: rule.order)
    for rule in ordered:
        if rule.basis is not basis:
            want = "得分" if basis is Basis.SCORE else "占比"
            raise EngineInputError(f"评级规则“{rule.label}”不是按{want}评的，请换一条规则。")
    return ordered


def _is_missing(child: Child) -> bool:
    return child.state is ChildState.NOT_INSPECTED


def _is_counted(child: Child, rule: RatingRule) -> bool:
    if _is_missing(child):
        return rule.missing is MissingPolicy.COUNTS_AS_NOT_MEETING
    return child.state is not ChildState.EXEMPT


def _is_meeting(child: Child, rule: RatingRule) -> bool:
    return not _is_missing(child) and rule.counts(child.label)


def _as_of(
    children: Sequence[Child], rated_on: date | None
) -> tuple[list[Child], tuple[tuple[Child, tuple[str, ...]], ...]]:
    by_key = {child.key: child for child in children}
    if len(by_key) < len(children):
        raise EngineInputError("同一个下级出现了两次，评级会多数一次，请去掉重复的。")
    existing = [c for c in children if rated_on is None or c.since is None or c.since <= rated_on]
    gone = [child for child in existing if _has_merged(child, rated_on)]
    current = [child for child in existing if not _has_merged(child, rated_on)]
    return current, tuple((child, _stand_ins(child, by_key, rated_on, ())) for child in gone)


def _has_merged(child: Child, rated_on: date | None) -> bool:
    return child.merged_on is not None and (rated_on is None or child.merged_on <= rated_on)


def _stand_ins(
    child: Child, by_key: dict[str, Child], rated_on: date | None, seen: tuple[str, ...]
) -> tuple[str, ...]:
    """Follow successors to those that stand on the rating day; one outside this place is kept as it is."""
    if child.key in seen:
        raise EngineInputError(f"{child.name}的撤并关系绕成了圈，请改正后再评级。")
    found: list[str] = []
    for key in child.successors:
        successor = by_key.get(key)
        if successor is not None and _has_merged(successor, rated_on):
            found.extend(_stand_ins(successor, by_key, rated_on, (*seen, child.key)))
        else:
            found.append(key)
    return tuple(dict.fromkeys(found))


def _least_meeting(interval: Interval, denominator: int) -> int:
    """Return the least n with n / denominator at or above (for an open bound: above) the lower bound."""
    exact = Fraction(interval.low) * denominator
    return ceil(exact) if interval.low_closed else floor(exact) + 1
