"""Ratings worked out a second time, in fractions and by brute force, and random hierarchies to compare them on.

Nothing here is taken from the engine but the data classes that state the rules.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import count
from random import Random

from gongjian.engines.scoring import (
    Basis,
    Interval,
    Leaf,
    LevelRules,
    MissingPolicy,
    Quota,
    RatingRule,
    Standard,
    Ties,
)

LEVELS = (0, 2, 4, 6, 9, 12)
SCORES = ("0", "79.99", "80", "80.01", "89.99", "90", "90.01", "99.99", "100")
SHARES = ("0", "0.2", "0.25", "0.3333", "0.5", "0.6667", "0.75", "0.8", "1")
LABELS = ("优秀", "示范", "达标")

Verdict = tuple[str | None, Decimal | None]


def rate_by_fractions(
    standard: Standard,
    leaves: Iterable[Leaf],
    ended: Iterable[str] = (),
    seconds: dict[str, int] | None = None,
) -> dict[int, dict[str, Verdict]]:
    """Give every place of every level its label and score, the slow and certain way."""
    own = {leaf.code: leaf for leaf in leaves}
    lowest, gone, second = max(rules.level for rules in standard.levels), set(ended), seconds or {}
    done: dict[int, dict[str, Verdict]] = {}
    for rules in sorted(standard.levels, key=lambda rules: rules.level, reverse=True):
        codes = sorted({code[: rules.level] for code in own} - gone)
        exact = {
            code: _mean(rules, [leaf for leaf in own.values() if leaf.code.startswith(code)])
            for code in codes
        }
        if rules.level == lowest:
            exact = {code: None if own[code].score is None else Fraction(own[code].score) for code in codes}
        cut = {code: None if value is None else value * 100 // 1 for code, value in exact.items()}
        held: dict[str, str] = {}
        for label in _labels(rules):
            able = [
                code
                for code in codes
                if cut[code] is not None
                and code not in held
                and not (rules.level == lowest and (own[code].is_barred or label in own[code].barred))
                and all(
                    _holds(rule, code, cut[code], done, own) for rule in rules.rules if rule.label == label
                )
            ]
            quotas = [quota for quota in rules.quotas if quota.label == label]
            for code in able:
                if all(_is_in(quota, code, able, codes, cut, second) for quota in quotas):
                    held[code] = label
        done[rules.level] = {
            code: (held.get(code), None if cut[code] is None else Decimal(int(cut[code])).scaleb(-2))
            for code in codes
        }
    return done


def _labels(rules: LevelRules) -> list[str]:
    found: dict[str, int] = {}
    for part in (*rules.rules, *rules.quotas):
        found[part.label] = min(part.order, found.get(part.label, part.order))
    return sorted(found, key=lambda label: found[label])


def _mean(rules: LevelRules, leaves: list[Leaf]) -> Fraction | None:
    pairs = [
        (Fraction(leaf.score), leaf.people if rules.is_mean_weighted else 1)
        for leaf in leaves
        if leaf.score is not None and (leaf.people is not None or not rules.is_mean_weighted)
    ]
    weight = sum(weight for _, weight in pairs)
    return sum((score * weight for score, weight in pairs), Fraction(0)) / weight if weight else None


def _holds(rule: RatingRule, code: str, hundredths: int | None, done, own) -> bool:
    if rule.basis is Basis.SCORE:
        return hundredths is not None and _between(rule.interval, Fraction(hundredths, 100))
    n = d = Fraction(0)
    for child, (label, child_score) in done[rule.child_level].items():
        if not child.startswith(code):
            continue
        people = [
            leaf.people for leaf in own.values() if leaf.code.startswith(child) and leaf.people is not None
        ]
        if rule.is_weighted and not people:
            continue
        weight = sum(people) if rule.is_weighted else 1
        if child_score is None and rule.missing is MissingPolicy.EXCLUDED:
            continue
        d += weight
        if child_score is not None and (label == rule.of_label or label in rule.also_counts):
            n += weight
    if rule.basis is Basis.COUNT:
        return _between(rule.interval, n)
    return d > 0 and _between(rule.interval, n / d)


def _between(interval: Interval, value: Fraction) -> bool:
    low, high = Fraction(interval.low), None if interval.high is None else Fraction(interval.high)
    above = value > low or (interval.low_closed and value == low)
    return above and (high is None or value < high or (interval.high_closed and value == high))


def _is_in(quota: Quota, code: str, able, codes, cut, second) -> bool:
    """Count who stands before a candidate: no sorting, no line."""
    group = code[: quota.within]
    members = [other for other in codes if other.startswith(group)]
    if quota.missing is MissingPolicy.EXCLUDED:
        members = [other for other in members if cut[other] is not None]
    places = quota.most if quota.most is not None else Fraction(quota.share) * len(members) // 1

    def key(other: str) -> tuple[int, int]:
        return cut[other], second.get(other, -1) if quota.ties is Ties.SECOND else 0

    rivals = [key(other) for other in able if other.startswith(group)]
    better = sum(rival > key(code) for rival in rivals)
    level_or_better = sum(rival >= key(code) for rival in rivals)
    return better < places if quota.ties is Ties.IN else level_or_better <= places


def random_case(seed: int) -> tuple[Standard, list[Leaf], set[str], dict[str, int]]:
    """A small hierarchy and a standard, both random, with scores and shares on and beside the bounds."""
    rng = Random(seed)
    levels = tuple(level for level in LEVELS if level in (0, 12) or rng.random() < 0.7)
    standard = Standard(tuple(_random_rules(rng, level, levels) for level in levels))
    codes = {_random_code(rng) for _ in range(rng.randint(1, 24))}
    leaves = [_random_leaf(rng, code) for code in sorted(codes)]
    above = sorted({code[:level] for code in codes for level in levels if 0 < level < 12})
    ended = {code for code in above if rng.random() < 0.04}
    seconds = {code: rng.randint(0, 3) for code in (*above, *codes) if rng.random() < 0.7}
    return standard, leaves, ended, seconds


def random_leaf_state(rng: Random) -> tuple[Decimal | None, bool]:
    """A score on or beside a bound, or none; and whether a veto bars every grade."""
    score = None if rng.random() < 0.12 else Decimal(rng.choice(SCORES))
    return score, rng.random() < 0.06


def _random_code(rng: Random) -> str:
    street = f"{rng.choice(('51', '52'))}{rng.choice(('01', '02'))}{rng.choice(('03', '04'))}{rng.choice(('001', '002'))}"
    return f"{street}{rng.randint(1, 5):03d}"


def _random_leaf(rng: Random, code: str) -> Leaf:
    score, is_barred = random_leaf_state(rng)
    barred = frozenset({"优秀"}) if rng.random() < 0.08 else frozenset()
    people = None if rng.random() < 0.15 else rng.choice((0, 1, 250, 1000, 3000))
    return Leaf(code, score, is_barred, barred, people)


def _random_rules(rng: Random, level: int, levels: tuple[int, ...]) -> LevelRules:
    rules: list[RatingRule] = []
    quotas: list[Quota] = []
    for order, label in zip(count(1), LABELS[: rng.randint(1, 3)]):
        parts = rng.randint(1, 2) if level < 12 else 1
        rules += [_random_rule(rng, level, levels, label, order) for _ in range(parts)]
        if rng.random() < 0.5:
            quotas.append(_random_quota(rng, level, label, order))
    return LevelRules(level, tuple(rules), tuple(quotas), is_mean_weighted=level < 12 and rng.random() < 0.3)


def _random_rule(rng: Random, level: int, levels: tuple[int, ...], label: str, order: int) -> RatingRule:
    missing = rng.choice(tuple(MissingPolicy))
    closed = rng.random() < 0.8
    basis = Basis.SCORE if level == 12 else rng.choice(tuple(Basis))
    if basis is Basis.SCORE:
        high = Decimal(rng.choice(("90", "100"))) if rng.random() < 0.15 else None
        interval = Interval(Decimal(rng.choice(("80", "90", "0"))), high, closed, rng.random() < 0.5)
        return RatingRule(label, str(level), basis, interval, order)
    low = Decimal(rng.choice(SHARES)) if basis is Basis.SHARE else Decimal(rng.randint(0, 4))
    return RatingRule(
        label,
        str(level),
        basis,
        Interval(low, low_closed=closed),
        order,
        of_label=rng.choice(LABELS),
        also_counts=rng.choice(((), ("优秀",), ("优秀", "示范"))),
        missing=missing,
        child_level=rng.choice([child for child in levels if child > level]),
        is_weighted=rng.random() < 0.25,
    )


def _random_quota(rng: Random, level: int, label: str, order: int) -> Quota:
    within = rng.choice([wider for wider in LEVELS if wider < max(level, 1)])
    common = {"within": within, "ties": rng.choice(tuple(Ties)), "missing": rng.choice(tuple(MissingPolicy))}
    if rng.random() < 0.5:
        return Quota(label, order, share=Decimal(rng.choice(SHARES)), **common)
    return Quota(label, order, most=rng.randint(0, 3), **common)
