"""Score a sheet by a rubric, exactly, with the reason for every mark.

For item i:     lost_i  = min(sum of counted deductions, most to lose);  full marks if vetoed
                added_i = sum of counted additions;  0 if vetoed                        (see lines.py)
For section s:  added_s = min(sum(added_i), cap_s)                                      (cap of bonus sections only)
Unweighted:     total   = sum(full_i) - sum(lost_i) + min(sum(added_s), bonus cap)
Weighted:       total   = round(sum_s w_s * r_s, 2) - sum(lost_i of items without marks) + the same additions
                r_s     = sum_i v_i * (full_i - lost_i) / full_i / sum_i v_i over the items with marks
                w_s in per cent, sum 100; v_i the item's weight, or else its full marks: then r_s is points / full.
Both are kept in [0, total cap]. w_s and r_s are exact fractions, rounded half up once.

Counts of one rule are added up before steps and caps, so the order and the splitting of entries do
not matter. A sheet with an unanswered item has no total. See docs/algorithms/scoring.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongjian.engines.scoring.entry_checks import group_entries
from gongjian.engines.scoring.item_scores import ItemScore, is_active_veto, score_item
from gongjian.engines.scoring.lines import ZERO, CappedBy, ScoreLine, least
from gongjian.engines.scoring.numbers import round_half_up
from gongjian.engines.scoring.parts import VetoEffect
from gongjian.engines.scoring.rubric import Rubric
from gongjian.engines.scoring.section_scores import SectionScore, score_sections, weighted_marks
from gongjian.engines.scoring.sheet import Sheet

WEIGHTED_PLACES = 2


@dataclass(frozen=True)
class ScoreResult:
    """The score of a sheet. `total` is None while an item is unanswered.

    `full` - `deducted` + `added` = `total` unless a sheet veto, the floor 0 or the total's ceiling
    cut it; with weights, `full` is 100 and `deducted` what the weighted marks lack of it. `added` is
    after the ceilings of bonuses, `so_far` the total as if what is unanswered were in order. `barred`
    lists grades that a veto forbids, and `is_barred` says that it forbids all.
    """

    total: Decimal | None
    full: Decimal
    deducted: Decimal
    added: Decimal
    capped_by: CappedBy | None
    items: tuple[ItemScore, ...]
    vetoes: tuple[ScoreLine, ...]
    unanswered: tuple[str, ...]
    is_barred: bool
    barred: tuple[str, ...]
    sections: tuple[SectionScore, ...] = ()
    so_far: Decimal = ZERO

    @property
    def is_complete(self) -> bool:
        """Return whether every item was answered."""
        return not self.unanswered


def score_sheet(rubric: Rubric, sheet: Sheet) -> ScoreResult:
    """Score `sheet` by `rubric`.

    Raises EngineInputError when the sheet names a rule or item the rubric doesn't have, a count is
    negative, or an amount is given where the rule fixes it or exceeds the rule's ceiling.

    >>> from gongjian.engines.scoring import Entry, Item, Rule, RuleKind
    >>> rule = Rule("litter", RuleKind.DEDUCT, Decimal(1), title="楼道堆物", cap=Decimal(5))
    >>> rubric = Rubric((Item("3", "楼道堆物", "环境", Decimal(100), (rule,)),))
    >>> result = score_sheet(rubric, Sheet((Entry("litter", Decimal(3)),)))
    >>> result.total, result.items[0].lines[0].sentence
    (Decimal('97'), '楼道堆物：3 处，每处扣 1 分，最多扣 5 分，扣 3 分')
    """
    by_rule = group_entries(rubric, sheet)
    items = tuple(score_item(item, by_rule, sheet) for item in rubric.items)
    sections = score_sections(rubric, items)
    vetoes = tuple(line for item in items for line in item.lines if is_active_veto(line))
    raised = [rule for _, rule in rubric.rules() if any(v.rule_key == rule.key for v in vetoes)]
    grade_vetoes = [rule for rule in raised if rule.effect is VetoEffect.GRADE]
    is_zeroed = any(rule.effect is VetoEffect.SHEET for rule in raised)
    kept = _marks_kept(rubric, items)
    added = least(sum((section.added for section in sections), ZERO), rubric.bonus_cap)
    total = ZERO if is_zeroed else max(ZERO, least(kept + added, rubric.total_cap))
    unanswered = tuple(item.key for item in items if not item.is_answered)
    return ScoreResult(
        total=None if unanswered else total,
        full=rubric.full_marks,
        deducted=rubric.full_marks - kept,
        added=added,
        capped_by=_ceiling(rubric, sections, kept, added),
        items=items,
        vetoes=vetoes,
        unanswered=unanswered,
        is_barred=any(not rule.bars for rule in grade_vetoes),
        barred=tuple(dict.fromkeys(label for rule in grade_vetoes for label in rule.bars)),
        sections=sections,
        so_far=total,
    )


def _marks_kept(rubric: Rubric, items: Sequence[ItemScore]) -> Decimal:
    """Return the full marks less the deductions, by weight where there are weights."""
    if not rubric.is_weighted:
        return rubric.full_marks - sum((item.deducted for item in items), ZERO)
    unweighed = sum((item.deducted for item in items if item.full == 0), ZERO)
    return round_half_up(weighted_marks(rubric, items), WEIGHTED_PLACES) - unweighed


def _ceiling(
    rubric: Rubric, sections: Sequence[SectionScore], kept: Decimal, added: Decimal
) -> CappedBy | None:
    """Return the last ceiling that cut the sum: of the total, of all additions, of a section's."""
    if rubric.total_cap is not None and kept + added > rubric.total_cap:
        return CappedBy.TOTAL
    if added < sum((section.added for section in sections), ZERO):
        return CappedBy.BONUS
    return CappedBy.SECTION if any(section.added < section.raw_added for section in sections) else None
