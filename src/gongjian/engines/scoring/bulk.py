"""Rate a whole hierarchy on columns of whole numbers; equal to `hierarchy`, many times faster.

Scores are hundredths, -1 for none; labels are positions in a level's list, best 0, -1 for none. No condition
is tested on a rounded value: for a bound of a / b on n of d
    n / d >= a / b   is tested as   n * b >= a * d,
and a quota's line by comparing whole keys. What these products may reach is bounded beforehand (`_LIMIT`);
input beyond it is refused, never wrapped around. Cost: O(n log n) with a quota, O(n) without, a level.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.quota import Quota, Ties
from gongjian.engines.scoring.rating import Basis, Interval, MissingPolicy, RatingRule
from gongjian.engines.scoring.standard import LevelRules, Standard, counted_labels
from gongjian.engines.scoring.tree import Bools, Ints, Tier, Tree

HUNDREDTHS = 100
ALL_BARRED = -1
NONE = -1
_LIMIT = 2**62
SECOND_SPAN = 2**31


@dataclass(frozen=True)
class Columns:
    """What is known of the lowest places, in the order of their codes.

    `barred` is a bit for each label of the lowest level, ALL_BARRED for every one. `people` -1 is not
    known. `seconds` holds the second keys of a level's places, -1 for none.
    """

    scores: Ints
    barred: Ints | None = None
    people: Ints | None = None
    seconds: Mapping[int, Ints] = field(default_factory=dict)


@dataclass(frozen=True)
class Counted:
    """For one rule that counts children: of d there are n, place by place."""

    rule: RatingRule
    n: Ints
    d: Ints


@dataclass(frozen=True)
class Line:
    """A quota's lines: in each group of `tier` the least key that gets in, and what it came from.

    `chosen` are the indices of the candidates on the level rated, `sizes` how many each group has.
    """

    quota: Quota
    tier: Tier
    keys: Ints
    bases: Ints
    places: Ints
    sizes: Ints
    chosen: Ints


@dataclass(frozen=True)
class LevelGrades:
    """The grades of one level, in the order of `tier.codes`."""

    tier: Tier
    labels: tuple[str, ...]
    held: NDArray[np.int8]
    scores: Ints
    counted: tuple[Counted, ...]
    lines: tuple[Line, ...]
    people: Ints

    def label_of(self, index: int) -> str | None:
        """Return the label of one place."""
        position = int(self.held[index])
        return None if position == NONE else self.labels[position]

    def score_of(self, index: int) -> Decimal | None:
        """Return the score of one place."""
        score = int(self.scores[index])
        return None if score == NONE else Decimal(score).scaleb(-2)


class _Sums:
    """Sums of a column of one tier, tier by tier upwards: each is added up from the one below, not from scratch."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[Tier, Ints]] = {}

    def of(self, key: tuple[object, ...], tier: Tier, below: Tier, column: Callable[[], Ints]) -> Ints:
        """Return the sums over the places of `tier` of a column of `below`, which `key` names."""
        known = self._known.get(key)
        start, values = known if known is not None else (below, column())
        sums = add_slices(values, tier.inside(start))
        self._known[key] = (tier, sums)
        return sums


def rate_columns(standard: Standard, tree: Tree, columns: Columns) -> dict[int, LevelGrades]:
    """Rate all places of `tree`, which has a tier for every level of the standard and of its quotas.

    Raises EngineInputError when columns differ in length, or numbers are so large that an exact
    comparison would not fit 64 bits.
    """
    _check(tree, columns)
    found: dict[int, LevelGrades] = {}
    sums = _Sums()
    for rules in standard.from_below:
        found[rules.level] = _rate_level(rules, tree, columns, found, sums)
    return found


def tiers_needed(standard: Standard) -> tuple[int, ...]:
    """Return the levels that a tree must have to be rated by a standard."""
    within = {quota.within for rules in standard.levels for quota in rules.quotas}
    return tuple(sorted({rules.level for rules in standard.levels} | within))


def _check(tree: Tree, columns: Columns) -> None:
    size = len(tree.leaves)
    for column in (columns.scores, columns.barred, columns.people):
        if column is not None and len(column) != size:
            raise EngineInputError("各列的长度不一样，对不上地方，请核对。")
    people = 0 if columns.people is None else int(np.maximum(columns.people, 0).sum())
    most = max(int(columns.scores.max(initial=0)), 1)
    if most * max(people, size) * HUNDREDTHS >= _LIMIT:
        raise EngineInputError("分数或人口太大，64 位整数里算不准，请核对单位。")


def _rate_level(
    rules: LevelRules, tree: Tree, columns: Columns, found: Mapping[int, LevelGrades], sums: _Sums
) -> LevelGrades:
    tier = tree.tier(rules.level)
    is_lowest = rules.level == tree.lowest
    scores = columns.scores if is_lowest else _means(rules, tree, columns, sums)
    people = _people(tier, columns, is_lowest)
    counted = tuple(_count(rule, tier, found[rule.child_level], sums) for rule in rules.counting)
    numbers = {id(one.rule): one for one in counted}
    labels = rules.labels
    held = np.full(len(tier), NONE, dtype=np.int8)
    is_open = tier.stands & (scores >= 0)
    lines: list[Line] = []
    for position, label in enumerate(labels):
        meets = is_open.copy()
        for rule in rules.conditions_of(label):
            meets &= _holds(rule, scores, numbers.get(id(rule)))
        if is_lowest and columns.barred is not None:
            meets &= (columns.barred >> position) & 1 == 0
        admitted = meets
        for quota in rules.quotas_of(label):
            line = _draw(quota, tree, tier, scores, meets, columns.seconds.get(rules.level))
            keys = order_keys(quota, scores, columns.seconds.get(rules.level))
            admitted = admitted & (keys >= line.keys[tier.parents_in(line.tier)])
            lines.append(line)
        held[admitted] = position
        is_open &= ~admitted
    return LevelGrades(tier, labels, held, scores, counted, tuple(lines), people)


def _means(rules: LevelRules, tree: Tree, columns: Columns, sums: _Sums) -> Ints:
    """Return the mean score of each place in hundredths, cut, -1 where nothing has a score."""
    tier, is_weighted = tree.tier(rules.level), rules.is_mean_weighted
    total = sums.of(("score", is_weighted), tier, tree.leaves, lambda: mean_parts(columns, is_weighted)[0])
    base = sums.of(("weight", is_weighted), tier, tree.leaves, lambda: mean_parts(columns, is_weighted)[1])
    return np.where(base > 0, total // np.maximum(base, 1), NONE)


def means_of(tree: Tree, scores: Ints) -> dict[int, list[Decimal | None]]:
    """Average a column of the lowest places' scores for every place of every tier, cut to hundredths."""
    columns, sums = Columns(scores), _Sums()
    found = {tree.lowest: scores}
    for level in sorted(tree.tiers.keys() - {tree.lowest}, reverse=True):
        found[level] = _means(LevelRules(level), tree, columns, sums)
    return {
        level: [None if mean == NONE else Decimal(mean).scaleb(-2) for mean in means.tolist()]
        for level, means in found.items()
    }


def mean_parts(columns: Columns, is_weighted: bool) -> tuple[Ints, Ints]:
    """Return what each lowest place adds to a mean: its weighted score, and its weight; 0 without a score."""
    weights = leaf_weights(columns, is_weighted) * (columns.scores >= 0)
    return columns.scores * weights, weights


def leaf_weights(columns: Columns, is_weighted: bool) -> Ints:
    """Return what each lowest place weighs in a mean: 1, or its people, 0 where they are not known."""
    if not is_weighted:
        return np.ones(len(columns.scores), dtype=np.int64)
    if columns.people is None:
        return np.zeros(len(columns.scores), dtype=np.int64)
    return np.maximum(columns.people, 0)


def _people(tier: Tier, columns: Columns, is_lowest: bool) -> Ints:
    if columns.people is None:
        return np.full(len(tier), NONE, dtype=np.int64)
    if is_lowest:
        return columns.people
    known = np.add.reduceat((columns.people >= 0).astype(np.int64), tier.starts[:-1], dtype=np.int64)
    total = np.add.reduceat(np.maximum(columns.people, 0), tier.starts[:-1], dtype=np.int64)
    return np.where(known > 0, total, NONE)


def _count(rule: RatingRule, tier: Tier, children: LevelGrades, sums: _Sums) -> Counted:
    """Count the children of each place that are there, and those that hold a counted label."""
    is_counted = children.tier.stands
    if rule.missing is MissingPolicy.EXCLUDED:
        is_counted = is_counted & (children.scores >= 0)
    labels = counted_labels(rule)
    holds = np.zeros(len(children.tier), dtype=np.bool_)
    for position, label in enumerate(children.labels):
        if label in labels:
            holds |= children.held == position
    weights = np.maximum(children.people, 0) if rule.is_weighted else np.int64(1)
    key = (rule.child_level, rule.missing, rule.is_weighted)
    n = sums.of((*key, labels), tier, children.tier, lambda: weights * (holds & is_counted))
    return Counted(rule, n, sums.of(key, tier, children.tier, lambda: weights * is_counted))


def add_slices(values: Ints, starts: Ints) -> Ints:
    """Add up each slice; every place has at least one place on every tier below it."""
    return np.add.reduceat(values, starts[:-1], dtype=np.int64)


def _holds(rule: RatingRule, scores: Ints, counted: Counted | None) -> Bools:
    if counted is None:
        return _in_interval(rule.interval, scores, np.full(1, HUNDREDTHS, dtype=np.int64))
    if rule.basis is Basis.COUNT:
        return _in_interval(rule.interval, counted.n, np.ones(1, dtype=np.int64))
    return (counted.d > 0) & _in_interval(rule.interval, counted.n, counted.d)


def _in_interval(interval: Interval, n: Ints, d: Ints) -> Bools:
    """Test n / d against the bounds by cross-multiplication, refusing what would not fit."""
    left, right = _cross(interval.low, n, d)
    above: Bools = left >= right if interval.low_closed else left > right
    if interval.high is None:
        return above
    left, right = _cross(interval.high, n, d)
    return above & (left <= right if interval.high_closed else left < right)


def _cross(bound: Decimal, n: Ints, d: Ints) -> tuple[Ints, Ints]:
    exact = Fraction(bound)
    most = max(int(n.max(initial=0)) * exact.denominator, int(d.max(initial=0)) * abs(exact.numerator))
    if most >= _LIMIT:
        raise EngineInputError(f"拿界线 {bound} 比大小时数太大，64 位整数里算不准，请核对单位。")
    return n * exact.denominator, d * exact.numerator


def order_keys(quota: Quota, scores: Ints, seconds: Ints | None) -> Ints:
    """Return what places are ordered by as one number: the score, then the second key."""
    if quota.ties is not Ties.SECOND:
        return scores
    second = np.full(len(scores), NONE, dtype=np.int64) if seconds is None else seconds
    if int(second.max(initial=0)) >= SECOND_SPAN - 1 or int(scores.max(initial=0)) >= SECOND_SPAN:
        raise EngineInputError("名额的第二排序数太大，64 位整数里放不下，请核对。")
    return scores * SECOND_SPAN + second + 1


def _draw(
    quota: Quota, tree: Tree, tier: Tier, scores: Ints, candidates: Bools, seconds: Ints | None
) -> Line:
    """Draw a quota's line in every group at once, by sorting the candidates' keys within the groups."""
    groups = tree.tier(quota.within)
    counts_all = quota.missing is MissingPolicy.COUNTS_AS_NOT_MEETING
    counted = tier.stands if counts_all else tier.stands & (scores >= 0)
    bases = add_slices(counted.astype(np.int64), groups.inside(tier))
    places = _places(quota, bases)
    chosen = np.flatnonzero(candidates)
    parents = tier.parents_in(groups)[chosen]
    sizes = np.bincount(parents, minlength=len(groups)).astype(np.int64)
    ends = np.cumsum(sizes)
    ordered = _sorted_keys(order_keys(quota, scores, seconds)[chosen], parents)
    nobody = np.iinfo(np.int64).max
    lines = np.full(len(groups), nobody, dtype=np.int64)
    lines[places >= sizes] = np.iinfo(np.int64).min
    cut = np.flatnonzero((places < sizes) & (places > 0))
    inside, outside = ordered[ends[cut] - places[cut]], ordered[ends[cut] - places[cut] - 1]
    above_tie = inside if quota.ties is Ties.IN else inside + 1
    lines[cut] = np.where(inside > outside, inside, above_tie)
    return Line(quota, groups, lines, bases, places, sizes, chosen)


def _places(quota: Quota, bases: Ints) -> Ints:
    if quota.most is not None:
        return np.full(len(bases), quota.most, dtype=np.int64)
    share = Fraction(quota.share or 0)
    if int(bases.max(initial=0)) * max(share.numerator, 1) >= _LIMIT:
        raise EngineInputError(f"“{quota.label}”的名额占比写得太细，64 位整数里算不准，请改短。")
    return bases * share.numerator // share.denominator


def _sorted_keys(keys: Ints, parents: Ints) -> Ints:
    """Sort keys within groups (parents ascend); one plain sort where group and key fit one number."""
    span = int(keys.max(initial=0)) + 1
    if len(parents) == 0 or span * (int(parents[-1]) + 1) >= _LIMIT:
        return keys[np.lexsort((keys, parents))]
    return np.sort(parents * span + keys) - parents * span
