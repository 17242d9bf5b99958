"""Score one item: its lines summed, held to the item's ceiling, taken whole by a veto.

lost_i  = min(sum of counted deductions, most to lose);  full marks if vetoed
added_i = sum of counted additions;  0 if vetoed
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongjian.engines.scoring.entry_checks import refuse_contradiction
from gongjian.engines.scoring.lines import ZERO, CappedBy, ScoreLine, measure_rules, score_rules
from gongjian.engines.scoring.parts import Item, Measure, RuleKind, VetoEffect
from gongjian.engines.scoring.sheet import Entry, Reading, Sheet


@dataclass(frozen=True)
class ItemScore:
    """One item: `full` - `deducted` + `added` = `points`. `raw_deducted` is before the item's ceiling.

    `reason` says what an unanswered item waits for, when that is not simply a person.
    """

    key: str
    title: str
    section: str
    full: Decimal
    raw_deducted: Decimal
    deducted: Decimal
    added: Decimal
    capped_by: CappedBy | None
    is_vetoed: bool
    is_answered: bool
    is_applicable: bool
    lines: tuple[ScoreLine, ...]
    reason: str = ""

    @property
    def points(self) -> Decimal:
        """Return the marks this item keeps."""
        return self.full - self.deducted + self.added


def score_item(item: Item, by_rule: Mapping[str, Sequence[Entry]], sheet: Sheet) -> ItemScore:
    """Score one item of a sheet whose entries have been checked."""
    if item.measure is not None:
        return _measured(item, item.measure, sheet)
    lines = score_rules(item, by_rule)
    refuse_contradiction(item, lines, sheet)
    reason = _undecided(item, by_rule)
    is_named = item.key in sheet.clear | sheet.not_applicable
    return _summed(item, lines, sheet, is_answered=not reason and bool(lines or is_named), reason=reason)


def _measured(item: Item, measure: Measure, sheet: Sheet) -> ItemScore:
    if item.key in sheet.not_applicable:
        return _summed(item, (), sheet, is_answered=True, reason="")
    reading = next((one for one in sheet.readings if one.item_key == item.key), None)
    if reading is None:
        reading = Reading(item.key, None, "还没有读数")
    lines = measure_rules(item, measure, reading)
    is_read = reading.value is not None
    reason = "" if is_read else f"指标“{measure.name}”{reading.reason or '没有数据'}"
    return _summed(item, lines, sheet, is_answered=is_read, reason=reason)


def _summed(
    item: Item, lines: tuple[ScoreLine, ...], sheet: Sheet, *, is_answered: bool, reason: str
) -> ItemScore:
    raw = sum((line.counted for line in lines if line.kind is RuleKind.DEDUCT), ZERO)
    added = sum((line.counted for line in lines if line.kind is RuleKind.ADD), ZERO)
    vetoed = any(is_active_veto(line) and _effect(item, line) is VetoEffect.ITEM for line in lines)
    return ItemScore(
        key=item.key,
        title=item.title,
        section=item.section,
        full=item.full_marks,
        raw_deducted=raw,
        deducted=max(item.full_marks, item.most_to_lose) if vetoed else min(raw, item.most_to_lose),
        added=ZERO if vetoed else added,
        capped_by=CappedBy.ITEM if raw > item.most_to_lose else None,
        is_vetoed=vetoed,
        is_answered=is_answered,
        is_applicable=item.key not in sheet.not_applicable,
        lines=lines,
        reason=reason,
    )


def _undecided(item: Item, by_rule: Mapping[str, Sequence[Entry]]) -> str:
    for rule in item.rules:
        entries = by_rule.get(rule.key, ()) if rule.judged else ()
        if any(entry.amount is None and entry.count > 0 for entry in entries):
            return f"“{rule.title or item.title}”由检查人酌情定分，还没有填几分"
    return ""


def _effect(item: Item, line: ScoreLine) -> VetoEffect:
    return next(rule.effect for rule in item.rules if rule.key == line.rule_key)


def is_active_veto(line: ScoreLine) -> bool:
    """Return whether a line is a veto that was raised."""
    return line.kind is RuleKind.VETO and line.count > 0
