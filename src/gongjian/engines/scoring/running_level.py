"""The places of one level with what their labels follow from, and how a few of them are labelled anew."""

from dataclasses import dataclass, field
from fractions import Fraction

from gongjian.engines.scoring.bulk import (
    HUNDREDTHS,
    NONE,
    SECOND_SPAN,
    Columns,
    LevelGrades,
    add_slices,
    leaf_weights,
    mean_parts,
)
from gongjian.engines.scoring.rating import Basis, MissingPolicy, RatingRule
from gongjian.engines.scoring.running_quota import RunningQuota
from gongjian.engines.scoring.standard import LevelRules, counted_labels

Touched = dict[int, tuple[bool, int]]
"""Places that may change, each with whether it had no score, and its label, before."""


@dataclass(frozen=True)
class Condition:
    """A rule in whole numbers: low and high as a / b, on the score or on n and d of rule `slot`."""

    slot: int
    is_share: bool
    low: tuple[int, int]
    low_closed: bool
    high: tuple[int, int] | None
    high_closed: bool

    def holds(self, n: int, d: int) -> bool:
        """Test n / d by cross-multiplication."""
        left, right = n * self.low[1], self.low[0] * d
        if left < right or (left == right and not self.low_closed):
            return False
        if self.high is None:
            return True
        left, right = n * self.high[1], self.high[0] * d
        return left < right or (left == right and self.high_closed)


@dataclass
class Watch:
    """One rule above that counts the places of this level."""

    above: "RunningLevel"
    slot: int
    parents: list[int]
    wanted: frozenset[int]
    leaves_missing_out: bool
    weights: list[int] | None

    def follow(self, place: int, was: tuple[bool, int], now: tuple[bool, int]) -> int | None:
        """Move the parent's n and d after a change; return the parent, None where nothing moved."""
        before, after = self._counts(*was), self._counts(*now)
        if before == after:
            return None
        weight = 1 if self.weights is None else self.weights[place]
        parent = self.parents[place]
        self.above.n[self.slot][parent] += weight * (after[0] - before[0])
        self.above.d[self.slot][parent] += weight * (after[1] - before[1])
        return parent

    def _counts(self, is_missing: bool, label: int) -> tuple[int, int]:
        if is_missing and self.leaves_missing_out:
            return 0, 0
        return int(label in self.wanted), 1


@dataclass
class RunningLevel:
    """The state of one level. Lists, since single entries are read and written."""

    rules: LevelRules
    grades: LevelGrades
    columns: Columns
    is_lowest: bool
    watches: list[Watch] = field(default_factory=list)

    def __post_init__(self) -> None:
        tier, grades = self.grades.tier, self.grades
        self.stands: list[bool] = tier.stands.tolist()
        self.scores: list[int] = grades.scores.tolist()
        self.held: list[int] = grades.held.tolist()
        self.n: list[list[int]] = [one.n.tolist() for one in grades.counted]
        self.d: list[list[int]] = [one.d.tolist() for one in grades.counted]
        self.barred: list[int] = []
        if self.is_lowest:
            barred = self.columns.barred
            self.barred = [0] * len(tier) if barred is None else barred.tolist()
        else:
            total, base = mean_parts(self.columns, self.rules.is_mean_weighted)
            self.total: list[int] = add_slices(total, tier.starts).tolist()
            self.base: list[int] = add_slices(base, tier.starts).tolist()
            self.weights: list[int] = leaf_weights(self.columns, self.rules.is_mean_weighted).tolist()
        second = self.columns.seconds.get(self.rules.level)
        self.seconds: list[int] = [NONE] * len(tier) if second is None else second.tolist()
        self.conditions = [self._conditions(label) for label in grades.labels]
        self.quotas: list[list[RunningQuota]] = [[] for _ in grades.labels]
        for line in grades.lines:
            position = grades.labels.index(line.quota.label)
            self.quotas[position].append(RunningQuota(line, tier, grades.scores, second))
        self.has_quotas = bool(grades.lines)
        every = [quota for quotas in self.quotas for quota in quotas]
        self.by_scored = [quota for quota in every if not quota.counts_missing]

    def _conditions(self, label: str) -> list[Condition]:
        slots = {id(one.rule): slot for slot, one in enumerate(self.grades.counted)}
        return [_condition(rule, slots.get(id(rule), NONE)) for rule in self.rules.conditions_of(label)]

    def before(self, place: int) -> tuple[bool, int]:
        """Return what a place is to those that count it."""
        return self.scores[place] < 0, self.held[place]

    def move_mean(self, place: int, leaf: int, old: int, new: int) -> None:
        """Carry a lowest place's score from `old` to `new` into the mean of a place above it."""
        weight = self.weights[leaf]
        self.total[place] += weight * ((new if new >= 0 else 0) - (old if old >= 0 else 0))
        self.base[place] += weight * ((new >= 0) - (old >= 0))
        self.scores[place] = self.total[place] // self.base[place] if self.base[place] else NONE

    def relabel(self, touched: Touched) -> None:
        """Label the touched places anew, and whoever a moved line touches; both are in `touched` afterwards."""
        if not self.has_quotas:
            for place in touched:
                self.held[place] = self._best(place)
            return
        settled: dict[int, int] = {}
        if self.by_scored:
            self._move_bases(touched)
        for position, quotas in enumerate(self.quotas):
            for place in touched:
                if place not in settled and self._meets(place, position):
                    if not quotas:
                        settled[place] = position
                        continue
                    for quota in quotas:
                        quota.put(place, self._key(place, quota))
                else:
                    for quota in quotas:
                        quota.put(place, None)
            for quota in quotas:
                for place in quota.redraw():
                    touched.setdefault(place, self.before(place))
            if quotas:
                for place in touched:
                    if place not in settled and all(quota.admits(place) for quota in quotas):
                        settled[place] = position
        for place in touched:
            self.held[place] = settled.get(place, NONE)

    def _move_bases(self, touched: Touched) -> None:
        """Count places that came to a score, or lost it, in the quotas whose base is the places with one."""
        for place, (was_missing, _) in touched.items():
            by = int(was_missing) - int(self.scores[place] < 0)
            if by and self.stands[place]:
                for quota in self.by_scored:
                    quota.change_base(place, by)

    def _best(self, place: int) -> int:
        """Return the best label that a place meets the conditions of."""
        for position in range(len(self.conditions)):
            if self._meets(place, position):
                return position
        return NONE

    def _meets(self, place: int, position: int) -> bool:
        score = self.scores[place]
        if score < 0 or not self.stands[place]:
            return False
        if self.barred and self.barred[place] >> position & 1:
            return False
        for condition in self.conditions[position]:
            slot = condition.slot
            if slot < 0:
                n, d = score, HUNDREDTHS
            else:
                n, d = self.n[slot][place], self.d[slot][place] if condition.is_share else 1
            if d <= 0 or not condition.holds(n, d):
                return False
        return True

    def _key(self, place: int, quota: RunningQuota) -> int:
        score = self.scores[place]
        return score * SECOND_SPAN + self.seconds[place] + 1 if quota.is_by_second else score


def _condition(rule: RatingRule, slot: int) -> Condition:
    low, high = Fraction(rule.interval.low), rule.interval.high
    upper = None if high is None else Fraction(high)
    return Condition(
        slot=slot,
        is_share=rule.basis is Basis.SHARE,
        low=(low.numerator, low.denominator),
        low_closed=rule.interval.low_closed,
        high=None if upper is None else (upper.numerator, upper.denominator),
        high_closed=rule.interval.high_closed,
    )


def watch(above: RunningLevel, below: RunningLevel, slot: int) -> Watch:
    """Let one rule of a level above follow the labels of the places it counts."""
    rule = above.grades.counted[slot].rule
    labels = counted_labels(rule)
    people = [max(weight, 0) for weight in below.grades.people.tolist()] if rule.is_weighted else None
    return Watch(
        above=above,
        slot=slot,
        parents=below.grades.tier.parents_in(above.grades.tier).tolist(),
        wanted=frozenset(i for i, label in enumerate(below.grades.labels) if label in labels),
        leaves_missing_out=rule.missing is MissingPolicy.EXCLUDED,
        weights=people,
    )
