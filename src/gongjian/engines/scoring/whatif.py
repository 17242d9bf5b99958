"""Ask what a grade would be if some children's scores or grades were different (an open appeal, say)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.explain import Explanation, explain_grade
from gongjian.engines.scoring.numbers import percent_beside, plain
from gongjian.engines.scoring.rating import Child, ChildState, RatingRule, rate_by_score


@dataclass(frozen=True)
class Change:
    """A supposed score, from which the grade follows, or a supposed grade itself."""

    score: Decimal | None = None
    label: str | None = None


@dataclass(frozen=True)
class WhatIf:
    """Both worlds, and the children that differ as (before, after), in the order of the children."""

    before: Explanation
    after: Explanation
    changed: tuple[tuple[Child, Child], ...]
    sentences: tuple[str, ...]


def what_if(
    children: Sequence[Child],
    changes: Mapping[str, Change],
    *,
    rules: Iterable[RatingRule],
    child_rules: Iterable[RatingRule] = (),
    rated_on: date | None = None,
) -> WhatIf:
    """Rate `children` as they are and with `changes` (by child key) applied. Nothing is stored.

    Raises EngineInputError when a change names no child, or states neither score nor grade.
    """
    place_rules, score_rules = tuple(rules), tuple(child_rules)
    unknown = set(changes) - {child.key for child in children}
    if unknown:
        raise EngineInputError(f"要试算的 {'、'.join(sorted(unknown))} 不在这个地方的下级里，请重选。")
    supposed = tuple(_apply(c, changes[c.key], score_rules) if c.key in changes else c for c in children)
    before = explain_grade(children, place_rules, score_rules, rated_on=rated_on)
    after = explain_grade(supposed, place_rules, score_rules, rated_on=rated_on)
    changed = tuple((old, new) for old, new in zip(children, supposed, strict=True) if old != new)
    return WhatIf(before, after, changed, _sentences(before, after, changed))


def _apply(child: Child, change: Change, score_rules: Sequence[RatingRule]) -> Child:
    if change.score is None and change.label is None:
        raise EngineInputError(f"{child.name}要试算成多少分或哪一等，请填一样。")
    label = change.label
    if label is None:
        if not score_rules:
            raise EngineInputError(f"没有{child.name}这一级按得分的评级规则，请直接选等级试算。")
        label = rate_by_score(change.score, score_rules).label
    return replace(child, score=change.score, label=label, state=ChildState.RATED)


def _sentences(
    before: Explanation, after: Explanation, changed: Sequence[tuple[Child, Child]]
) -> tuple[str, ...]:
    lines = [f"{new.name}：{_child_words(old)} → {_child_words(new)}" for old, new in changed]
    for old in before.grade.results:
        new_result = next(result for result in after.grade.results if result.rule == old.rule)
        if old.share is not None and new_result.share is not None and old.share != new_result.share:
            limit = old.rule.interval.low
            shares = f"{percent_beside(old.share, limit)} → {percent_beside(new_result.share, limit)}"
            lines.append(f"{old.rule.of_label}占比：{shares}")
    lines.append(_grade_words(before.grade.label, after.grade.label))
    return tuple(dict.fromkeys(lines))


def _child_words(child: Child) -> str:
    if child.state is ChildState.NOT_INSPECTED:
        return "未检"
    score = f"{plain(child.score)} 分" if child.score is not None else ""
    return "，".join(part for part in (score, child.label or "未评上") if part)


def _grade_words(before: str | None, after: str | None) -> str:
    if before == after:
        return f"等级不变：{after or '未评上'}"
    return f"等级：{before or '未评上'} → {after or '未评上'}"
