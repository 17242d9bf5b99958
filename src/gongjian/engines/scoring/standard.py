"""A rating standard (评级办法) as data: for each level its conditions, its quotas and how means are weighted.

For every level, labels are tried best first (by `order`). A place holds the first label
  - all of whose conditions it meets (a score, a count or a share of its children, in any combination),
  - which no veto bars it from, and
  - all of whose quotas let it in, among the places that meet the rest and hold no better label.
A place below which nothing has a score holds none: not inspected is no grade.

The score of a lowest place is its own; above, it is the mean of the scores below it,
    floor(100 * sum(w_i * s_i) / sum(w_i)) / 100        (w_i = 1, or the people who live there)
cut to hundredths and never rounded up, over the places that have a score (and, if weighted, a population).
So every score is a whole number of hundredths, and all comparisons are between whole numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.quota import Quota
from gongjian.engines.scoring.rating import Basis, RatingRule


@dataclass(frozen=True)
class LevelRules:
    """The rules of one level, which is the number of digits of its codes; 0 is the nation."""

    level: int
    rules: tuple[RatingRule, ...] = ()
    quotas: tuple[Quota, ...] = ()
    is_mean_weighted: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels, best first."""
        stated: tuple[RatingRule | Quota, ...] = (*self.rules, *self.quotas)
        ordered = sorted(stated, key=lambda part: part.order)
        return tuple(dict.fromkeys(part.label for part in ordered))

    @property
    def counting(self) -> tuple[RatingRule, ...]:
        """Return the rules that count children, best label first."""
        ordered = sorted(self.rules, key=lambda rule: rule.order)
        return tuple(rule for rule in ordered if rule.basis is not Basis.SCORE)

    def conditions_of(self, label: str) -> tuple[RatingRule, ...]:
        """Return what has to hold for a label, as it was stated."""
        return tuple(rule for rule in self.rules if rule.label == label)

    def quotas_of(self, label: str) -> tuple[Quota, ...]:
        """Return the quotas of a label."""
        return tuple(quota for quota in self.quotas if quota.label == label)


@dataclass(frozen=True)
class Standard:
    """Rules of all levels. The longest codes are the lowest places, which have scores of their own.

    Raises EngineInputError when a level repeats, a lowest place counts children, or a rule counts
    children that are not below its place or not rated.
    """

    levels: tuple[LevelRules, ...]

    def __post_init__(self) -> None:
        numbers = [rules.level for rules in self.levels]
        if not numbers or len(set(numbers)) < len(numbers):
            raise EngineInputError("评级办法里每一级只能有一组规则，至少要有一级。请改后再用。")
        for rules in self.levels:
            for rule in rules.counting:
                if rule.child_level <= rules.level or rule.child_level not in numbers:
                    raise EngineInputError(f"评级规则“{rule.label}”数的下级没有评级，或者不在它下面。请改。")
            for quota in rules.quotas:
                if quota.within >= rules.level > 0:
                    raise EngineInputError(f"“{quota.label}”的名额要在上级范围里比，请改成更高的一级。")

    @property
    def lowest(self) -> int:
        """Return the number of digits of the lowest places."""
        return max(rules.level for rules in self.levels)

    @property
    def from_below(self) -> tuple[LevelRules, ...]:
        """Return the levels in the order in which they are rated."""
        return tuple(sorted(self.levels, key=lambda rules: -rules.level))

    def at(self, level: int) -> LevelRules:
        """Return the rules of a level."""
        return next(rules for rules in self.levels if rules.level == level)


def counted_labels(rule: RatingRule) -> frozenset[str]:
    """Return the children's labels that a rule counts."""
    return frozenset({rule.of_label, *rule.also_counts})


def refuse_repeats(codes: Iterable[str]) -> None:
    """Refuse a place that is listed twice: it would be counted twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise EngineInputError(f"{code} 出现了两次，评级会多数一次，请去掉一个。")
        seen.add(code)
