"""Explain a grade by shares: the arithmetic, the gap, and who blocks it, as data and as sentences.

Raising exactly `short` of the blocking children closes the gap, and no smaller number does, because each
child adds 1/d to the share. The nearest of them are those whose own score lacks least.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gongjian.engines.scoring.numbers import percent_beside, percent_exact, plain
from gongjian.engines.scoring.rating import (
    Basis,
    Child,
    ChildState,
    MissingPolicy,
    RatingRule,
    ShareGrade,
    ShareResult,
    grade_by_share,
)


@dataclass(frozen=True)
class Blocker:
    """A child that doesn't meet the rule. `gap` is what its score lacks, None without a score or rule."""

    child: Child
    gap: Decimal | None
    sentence: str


@dataclass(frozen=True)
class Explanation:
    """Why a place has its grade. `result` is the next better grade's arithmetic, or the held one's.

    `blockers` come nearest first, children without a score last; `nearest` are the first `short` of them.
    """

    grade: ShareGrade
    result: ShareResult | None
    headline: str
    sentences: tuple[str, ...]
    blockers: tuple[Blocker, ...]

    @property
    def nearest(self) -> tuple[Blocker, ...]:
        """Return the smallest set of children that would have to rise, by least gap."""
        return self.blockers[: (self.result.short or 0) if self.result else 0]


def explain_grade(
    children: Sequence[Child],
    rules: Iterable[RatingRule],
    child_rules: Iterable[RatingRule] = (),
    *,
    rated_on: date | None = None,
) -> Explanation:
    """Rate by shares and explain the next better grade, or the best one when it is held.

    `child_rules` are the children's own rules by score, from which each child's gap comes.
    """
    return explain_shares(grade_by_share(children, rules, rated_on=rated_on), child_rules)


def explain_shares(grade: ShareGrade, child_rules: Iterable[RatingRule] = ()) -> Explanation:
    """Explain a grade by shares whose arithmetic is known; `blocking` may hold only the nearest children."""
    result = grade.next_result or (grade.results[0] if grade.results else None)
    if result is None:
        return Explanation(grade, None, "没有评级规则，没有评级", (), ())
    threshold = _child_threshold(result.rule, child_rules)
    blockers = tuple(sorted((_blocker(c, threshold) for c in result.blocking), key=_by_gap))
    sentences = (
        _arithmetic(result),
        *_gap_sentences(result),
        *_missing_sentences(result),
        *_exempt_sentences(result),
        *_merged(result),
    )
    return Explanation(grade, result, _headline(grade, result), sentences, blockers)


def _child_threshold(rule: RatingRule, child_rules: Iterable[RatingRule]) -> Decimal | None:
    return next(
        (r.interval.low for r in child_rules if r.basis is Basis.SCORE and r.label == rule.of_label), None
    )


def _blocker(child: Child, threshold: Decimal | None) -> Blocker:
    if child.state is ChildState.NOT_INSPECTED:
        return Blocker(child, None, f"{child.name}：未检")
    if child.score is None:
        return Blocker(child, None, f"{child.name}：{child.label or '未达到'}")
    if threshold is None:
        return Blocker(child, None, f"{child.name} {plain(child.score)} 分")
    if child.score >= threshold:
        return Blocker(child, Decimal(0), f"{child.name} {plain(child.score)} 分，分数够了，但没有评上")
    gap = threshold - child.score
    return Blocker(child, gap, f"{child.name} {plain(child.score)} 分，差 {plain(gap)} 分")


def _by_gap(blocker: Blocker) -> tuple[bool, Decimal]:
    return blocker.gap is None, blocker.gap or Decimal(0)


def _headline(grade: ShareGrade, result: ShareResult) -> str:
    held = grade.label or "未评上"
    if result.meets:
        return held
    if result.share is None:
        return f"{held}，没有可数的{result.rule.child_noun}，评不了{result.rule.label}"
    return f"{held}，{gap_words(result)}"


def gap_words(result: ShareResult) -> str:
    """Say how many children a place lacks for a grade, such as 离示范差 1 个社区."""
    if not result.short:
        return f"离{result.rule.label}不差个数，但占比超出了规则的上限"
    return f"离{result.rule.label}差 {result.short} 个{result.rule.child_noun}"


def _arithmetic(result: ShareResult) -> str:
    rule = result.rule
    if result.share is None:
        return f"没有可数的{rule.child_noun}，算不出占比"
    at_least = "要" if rule.interval.low_closed else "要超过"
    return (
        f"{result.numerator} ÷ {result.denominator} 个{rule.child_noun}是{_labelled(rule)}，"
        f"占 {percent_beside(result.share, rule.interval.low)}，{at_least} {percent_exact(rule.interval.low)}，"
        f"也就是 {result.needed} 个"
    )


def _labelled(rule: RatingRule) -> str:
    return rule.of_label if rule.of_label.endswith(rule.child_noun) else rule.of_label + rule.child_noun


def _gap_sentences(result: ShareResult) -> tuple[str, ...]:
    return () if result.meets or result.share is None else (gap_words(result),)


def _missing_sentences(result: ShareResult) -> tuple[str, ...]:
    if not result.missing:
        return ()
    names = "、".join(child.name for child in result.missing)
    counted = result.rule.missing is MissingPolicy.COUNTS_AS_NOT_MEETING
    how = "按没有达到算" if counted else "不算进分母"
    return (f"{len(result.missing)} 个{result.rule.child_noun}未检，{how}：{names}",)


def _exempt_sentences(result: ShareResult) -> tuple[str, ...]:
    if not result.exempt:
        return ()
    names = "、".join(child.name for child in result.exempt)
    return (f"{len(result.exempt)} 个{result.rule.child_noun}没有可评的，不算进分母：{names}",)


def _merged(result: ShareResult) -> tuple[str, ...]:
    names = {child.key: child.name for child in (*result.meeting, *result.blocking, *result.missing)}
    return tuple(
        f"{child.name}已撤并，由{'、'.join(names.get(key, key) for key in keys) or '其他地方'}算一次"
        for child, keys in result.merged
    )
