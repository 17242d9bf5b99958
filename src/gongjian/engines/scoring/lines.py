"""The marks of one item's rules, line by line: counts, steps, ceilings, and which of a group counts.

    n_r   = sum of counts; for an item scored from a figure v with target t:
            what v falls short of t for a deduction, what it goes beyond t for an addition
    k_r   = floor(n_r / step_r), or ceil for a begun step
    own_r = min(k_r * amount_r, cap_r)           (a judged rule: the sum of the stated amounts)
    counted_r = own_r, or 0 if another rule of its exclusive group has more (of equals, the earlier counts)

n_r of a figure is an exact fraction; k_r is whole, so marks stay exact decimals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gongjian.engines.scoring.numbers import round_half_up
from gongjian.engines.scoring.parts import Item, Measure, Rule, RuleKind, StepRounding
from gongjian.engines.scoring.sentences import line_sentence, measured_sentence, outdone_sentence
from gongjian.engines.scoring.sheet import Entry, Reading

ZERO = Decimal(0)
SHOWN_PLACES = 4


class CappedBy(StrEnum):
    """Which ceiling cut a sum of marks."""

    RULE = "rule"
    ITEM = "item"
    SECTION = "section"
    BONUS = "bonus"
    TOTAL = "total"


@dataclass(frozen=True)
class ScoreLine:
    """All entries of one rule together. `raw` is before the rule's ceiling, `counted` what it comes to.

    `outdone_by` is the key of the rule that counts instead of this one, of the same exclusive group.
    """

    item_key: str
    rule_key: str
    kind: RuleKind
    count: Decimal
    raw: Decimal
    counted: Decimal
    capped_by: CappedBy | None
    notes: tuple[str, ...]
    evidence: tuple[str, ...]
    sentence: str
    outdone_by: str = ""


def score_rules(item: Item, by_rule: Mapping[str, Sequence[Entry]]) -> tuple[ScoreLine, ...]:
    """Score every rule of an item that has entries, in the order of the rubric."""
    lines = [_score_rule(item, rule, by_rule[rule.key]) for rule in item.rules if rule.key in by_rule]
    return _settle_groups(item, lines)


def measure_rules(item: Item, measure: Measure, reading: Reading) -> tuple[ScoreLine, ...]:
    """Score every rule of an item by its figure; a figure that isn't there makes no lines."""
    if reading.value is None:
        return ()
    gap = Fraction(measure.target) - reading.value
    short = gap if measure.higher_is_better else -gap
    lines = [_measure_rule(item, measure, rule, reading.value, short) for rule in item.rules]
    return _settle_groups(item, lines)


def _score_rule(item: Item, rule: Rule, entries: Sequence[Entry]) -> ScoreLine:
    count = sum((entry.count for entry in entries), ZERO)
    raw = _raw_marks(rule, Fraction(count), entries)
    counted = least(raw, rule.cap)
    return ScoreLine(
        item_key=item.key,
        rule_key=rule.key,
        kind=rule.kind,
        count=count,
        raw=raw,
        counted=counted,
        capped_by=CappedBy.RULE if counted < raw else None,
        notes=tuple(entry.note for entry in entries if entry.note),
        evidence=tuple(ref for entry in entries for ref in (*entry.evidence, *entry.documents)),
        sentence=line_sentence(item, rule, count, raw, counted),
    )


def _measure_rule(item: Item, measure: Measure, rule: Rule, value: Fraction, short: Fraction) -> ScoreLine:
    missed = max(Fraction(0), short if rule.kind is RuleKind.DEDUCT else -short)
    raw = _raw_marks(rule, missed, ())
    counted = least(raw, rule.cap)
    return ScoreLine(
        item_key=item.key,
        rule_key=rule.key,
        kind=rule.kind,
        count=round_half_up(missed, SHOWN_PLACES),
        raw=raw,
        counted=counted,
        capped_by=CappedBy.RULE if counted < raw else None,
        notes=(),
        evidence=(),
        sentence=measured_sentence(measure, rule, value, missed, raw, counted),
    )


def _raw_marks(rule: Rule, count: Fraction, entries: Sequence[Entry]) -> Decimal:
    if rule.kind is RuleKind.VETO:
        return ZERO
    if rule.judged:
        return sum((entry.amount or ZERO for entry in entries), ZERO)
    steps, rest = divmod(count, Fraction(rule.step))
    if rest > 0 and rule.step_rounding is StepRounding.STARTED:
        steps += 1
    return steps * rule.amount


def _settle_groups(item: Item, lines: Sequence[ScoreLine]) -> tuple[ScoreLine, ...]:
    """Let one line of each exclusive group count: the one with most marks, the earlier of equals."""
    rules = {rule.key: rule for rule in item.rules}
    best: dict[str, ScoreLine] = {}
    for line in lines:
        group = rules[line.rule_key].exclusive
        if group and (group not in best or line.counted > best[group].counted):
            best[group] = line
    settled = []
    for line in lines:
        winner = best.get(rules[line.rule_key].exclusive)
        if winner is not None and winner is not line and line.counted > 0:
            other = rules[winner.rule_key]
            sentence = outdone_sentence(line.sentence, other.title or item.title)
            line = replace(line, counted=ZERO, capped_by=None, sentence=sentence, outdone_by=winner.rule_key)
        settled.append(line)
    return tuple(settled)


def least(value: Decimal, ceiling: Decimal | None) -> Decimal:
    """Return a sum of marks held to a ceiling, if there is one."""
    return value if ceiling is None else min(value, ceiling)
