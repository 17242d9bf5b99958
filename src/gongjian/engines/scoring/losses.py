"""What each rule's findings cost a sheet, so that the parts add up to what the sheet lost.

    unweighted:  lost_r = min(counted_r, what of its item's loss the rules before it have left)
    weighted:    lost_r = total(sheet without r and the rules before it) - total(sheet without those before it)

Both sum to the whole loss: of an item in the first case, of the sheet (above its floor 0) in the second.
A veto of a grade takes no points and has none here.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from gongjian.engines.scoring.item_scores import ItemScore
from gongjian.engines.scoring.lines import ZERO
from gongjian.engines.scoring.parts import RuleKind
from gongjian.engines.scoring.rubric import Rubric
from gongjian.engines.scoring.score import ScoreResult, score_sheet
from gongjian.engines.scoring.sheet import Entry, Sheet


def losses_by_rule(rubric: Rubric, sheet: Sheet, result: ScoreResult) -> Mapping[str, Decimal]:
    """Return the points that every deducting or vetoing rule of a scored sheet took, by rule key.

    >>> from gongjian.engines.scoring import Entry, Item, Rule
    >>> rules = (Rule("a", RuleKind.DEDUCT, Decimal(2)), Rule("b", RuleKind.DEDUCT, Decimal(3)))
    >>> rubric = Rubric((Item("1", "楼道", "环境", Decimal(4), rules),))
    >>> sheet = Sheet((Entry("a", Decimal(1)), Entry("b", Decimal(1))))
    >>> dict(losses_by_rule(rubric, sheet, score_sheet(rubric, sheet)))
    {'a': Decimal('2'), 'b': Decimal('2')}
    """
    if rubric.is_weighted:
        return _by_leaving_out(rubric, sheet, result)
    found: dict[str, Decimal] = {}
    for item in result.items:
        found |= _shares_of(item)
    return found


def _shares_of(item: ItemScore) -> dict[str, Decimal]:
    left, found = item.deducted, {}
    for line in item.lines:
        if line.kind is RuleKind.DEDUCT:
            found[line.rule_key] = min(line.counted, left)
            left -= found[line.rule_key]
    for line in item.lines:
        if line.kind is RuleKind.VETO:
            found[line.rule_key], left = left if item.is_vetoed else ZERO, ZERO
    return found


def _by_leaving_out(rubric: Rubric, sheet: Sheet, result: ScoreResult) -> dict[str, Decimal]:
    found, kept, before = {}, sheet, result.so_far
    for item in result.items:
        for line in item.lines:
            if line.kind is RuleKind.ADD:
                continue
            left = tuple(entry for entry in kept.entries if entry.rule_key != line.rule_key)
            clear = kept.clear | {item.key} if not _has_entries(rubric, item.key, left) else kept.clear
            kept = replace(kept, entries=left, clear=clear)
            now = score_sheet(rubric, kept).so_far
            found[line.rule_key], before = now - before, now
    return found


def _has_entries(rubric: Rubric, item_key: str, entries: tuple[Entry, ...]) -> bool:
    keys = {rule.key for item, rule in rubric.rules() if item.key == item_key}
    return any(entry.rule_key in keys for entry in entries)
