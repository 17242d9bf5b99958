"""Rate a whole hierarchy by a standard, plainly: the definition that the faster evaluations must equal.

Levels are rated from the lowest up. For a place p and a rule that counts children of level c:
    d(p) = children of p on level c that count (all, or those with a score, as the rule says), less the
           ended ones; n(p) = those of them that have a score and hold a counted label
(for a weighted rule the sum of their people instead; a child whose people are not known is left out and named).
Written to be read and to explain one place; `bulk` does the same on columns, `running` edit by edit.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.numbers import round_down
from gongjian.engines.scoring.quota import Cut, Key, Quota, draw_line
from gongjian.engines.scoring.rating import Basis, MissingPolicy, RatingRule
from gongjian.engines.scoring.standard import LevelRules, Standard, counted_labels, refuse_repeats

PLACES = 2
NO_KEY = -1


@dataclass(frozen=True)
class Leaf:
    """A lowest place: its score (None: not inspected), the labels a veto bars, and who lives there.

    `is_barred` bars all labels. `people` None is not known, which is not nobody.
    """

    code: str
    score: Decimal | None
    is_barred: bool = False
    barred: frozenset[str] = frozenset()
    people: int | None = None


@dataclass(frozen=True)
class Tally:
    """So many children of one label, whether anything below them has a score, and who lives there."""

    label: str | None
    is_missing: bool
    places: int = 1
    people: int | None = None


@dataclass(frozen=True)
class Outcome:
    """How one condition came out. A score has no n and d; `holds` is false where there is nothing to measure."""

    rule: RatingRule
    holds: bool
    n: int | None = None
    d: int | None = None


@dataclass(frozen=True)
class Rated:
    """A place with its label, or None, and why: every condition's outcome, every quota's line in its group.

    `people_unknown` names the lowest places below that a weighted figure had to leave out.
    """

    code: str
    level: int
    label: str | None
    score: Decimal | None
    outcomes: tuple[Outcome, ...] = ()
    cuts: tuple[Cut, ...] = ()
    people: int | None = None
    people_unknown: tuple[str, ...] = ()
    is_barred: bool = False
    barred: frozenset[str] = frozenset()
    second: int = NO_KEY

    @property
    def key(self) -> Key | None:
        """Return what the place is ordered by, None without a score."""
        return None if self.score is None else (self.score, self.second)

    @property
    def counted(self) -> Outcome | None:
        """Return the first outcome that counts children: the best label's."""
        return next((one for one in self.outcomes if one.d is not None), None)

    def meets(self, label: str) -> bool:
        """Return whether all conditions of a label hold and no veto bars it; quotas are not asked."""
        if self.score is None or self.is_barred or label in self.barred:
            return False
        return all(one.holds for one in self.outcomes if one.rule.label == label)


Places = Mapping[str, Rated]


@dataclass(frozen=True)
class Hierarchy:
    """All rated places by level and code."""

    levels: Mapping[int, Places] = field(default_factory=dict)

    def at(self, code: str, level: int | None = None) -> Rated:
        """Return one place; the level is that of its code."""
        return self.levels[len(code) if level is None else level][code]


def rate_hierarchy(
    standard: Standard,
    leaves: Sequence[Leaf],
    *,
    ended: Set[str] = frozenset(),
    seconds: Mapping[str, int] | None = None,
) -> Hierarchy:
    """Rate the lowest places and all places above them.

    `ended` names places above that no longer stand: they get no grade and no one counts them, while the
    places below them still count further up. `seconds` holds the second keys of places, greater is better.
    Raises EngineInputError when a code repeats or has a wrong length. Cost: O(n log n) a level.
    """
    refuse_repeats(leaf.code for leaf in leaves)
    wrong = next((leaf.code for leaf in leaves if len(leaf.code) != standard.lowest), None)
    if wrong is not None:
        raise EngineInputError(f"{wrong} 不是 {standard.lowest} 位代码，分不到最低一级，请改。")
    found: dict[int, Places] = {}
    for rules in standard.from_below:
        below = _below(leaves, rules.level, ended)
        children = {
            level: _by_parent(found[level], rules.level)
            for level in {rule.child_level for rule in rules.counting}
        }
        met = {
            code: _measure(rules, code, group, children, (seconds or {}).get(code, NO_KEY))
            for code, group in below.items()
        }
        found[rules.level] = assign_labels(rules, met)
    return Hierarchy(found)


def _below(leaves: Iterable[Leaf], level: int, ended: Set[str]) -> dict[str, list[Leaf]]:
    groups: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        groups[leaf.code[:level]].append(leaf)
    return {code: groups[code] for code in sorted(groups) if code not in ended}


def _by_parent(places: Places, level: int) -> dict[str, list[Rated]]:
    groups: dict[str, list[Rated]] = defaultdict(list)
    for code, place in places.items():
        groups[code[:level]].append(place)
    return groups


def _measure(
    rules: LevelRules,
    code: str,
    leaves: Sequence[Leaf],
    children: Mapping[int, Mapping[str, Sequence[Rated]]],
    second: int,
) -> Rated:
    """Take a place's score and the outcome of each condition, before labels are given."""
    is_leaf = len(leaves) == 1 and leaves[0].code == code
    score = leaves[0].score if is_leaf else mean_of(leaves, rules.is_mean_weighted)
    known = [leaf.people for leaf in leaves if leaf.people is not None]
    tallies = {
        level: [Tally(one.label, one.score is None, 1, one.people) for one in groups.get(code, ())]
        for level, groups in children.items()
    }
    is_weighted = rules.is_mean_weighted or any(rule.is_weighted for rule in rules.rules)
    return replace(
        measure(rules, code, score, tallies, second, is_barred=is_leaf and leaves[0].is_barred),
        people=sum(known) if known else None,
        people_unknown=tuple(leaf.code for leaf in leaves if leaf.people is None) if is_weighted else (),
        barred=leaves[0].barred if is_leaf else frozenset(),
    )


def mean_of(leaves: Iterable[Leaf], is_weighted: bool = False) -> Decimal | None:
    """Average the scores there are, by people if asked, cut to hundredths; None without any."""
    total, weights = Fraction(0), 0
    for leaf in leaves:
        weight = leaf.people if is_weighted else 1
        if leaf.score is not None and weight is not None:
            total += Fraction(leaf.score) * weight
            weights += weight
    return round_down(total / weights, PLACES) if weights else None


def measure(
    rules: LevelRules,
    code: str,
    score: Decimal | None,
    tallies: Mapping[int, Iterable[Tally]],
    second: int = NO_KEY,
    *,
    is_barred: bool = False,
    barred: frozenset[str] = frozenset(),
) -> Rated:
    """Take one place's score and the outcome of each condition from counted children, before labels are given."""
    outcomes = tuple(
        outcome_of(rule, score, tallies.get(rule.child_level, ()))
        for rule in sorted(rules.rules, key=lambda rule: rule.order)
    )
    return Rated(code, rules.level, None, score, outcomes, is_barred=is_barred, barred=barred, second=second)


def outcome_of(rule: RatingRule, score: Decimal | None, children: Iterable[Tally]) -> Outcome:
    """Test one condition on a score, or on the children of the level it counts."""
    if rule.basis is Basis.SCORE:
        return Outcome(rule, score is not None and rule.interval.holds(score))
    n = d = 0
    for child in children:
        weight = child.people if rule.is_weighted else child.places
        if weight is None or (child.is_missing and rule.missing is MissingPolicy.EXCLUDED):
            continue
        d += weight
        if not child.is_missing and child.label in counted_labels(rule):
            n += weight
    if rule.basis is Basis.COUNT:
        return Outcome(rule, rule.interval.holds(Fraction(n)), n, d)
    return Outcome(rule, d > 0 and rule.interval.holds(Fraction(n, d)), n, d)


def assign_labels(rules: LevelRules, places: Places) -> dict[str, Rated]:
    """Give each measured place the best label that its conditions, vetoes and quotas allow."""
    labels: dict[str, str] = {}
    cuts: dict[str, list[Cut]] = defaultdict(list)
    for label in rules.labels:
        candidates = [code for code, place in places.items() if code not in labels and place.meets(label)]
        admitted = dict.fromkeys(candidates, label)
        for quota in rules.quotas_of(label):
            lines = draw_lines(quota, places, candidates)
            for code in candidates:
                cut, key = lines[code[: quota.within]], places[code].key
                cuts[code].append(cut)
                if key is None or not cut.admits(key):
                    admitted.pop(code, None)
        labels.update(admitted)
    return {
        code: replace(place, label=labels.get(code), cuts=tuple(cuts[code])) for code, place in places.items()
    }


def draw_lines(quota: Quota, places: Places, candidates: Iterable[str]) -> dict[str, Cut]:
    """Draw the line of a quota in each group of places, by the group's code."""
    counts_all = quota.missing is MissingPolicy.COUNTS_AS_NOT_MEETING
    bases = Counter(
        code[: quota.within] for code, place in places.items() if counts_all or place.score is not None
    )
    keys: dict[str, list[Key]] = defaultdict(list)
    for code in candidates:
        if (key := places[code].key) is not None:
            keys[code[: quota.within]].append(key)
    return {group: draw_line(quota, group, bases[group], keys[group]) for group in keys}
