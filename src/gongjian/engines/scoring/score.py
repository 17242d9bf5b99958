"""Score a sheet by a rubric, exactly, with the reason for every mark.

For rule r with entries e:   n_r = sum(count_e);  k_r = floor(n_r / step_r), or ceil for a begun step
    raw_r     = k_r * amount_r            (a judged rule: the sum of the stated amounts)
    counted_r = min(raw_r, cap_r)
For item i:                  lost_i  = min(sum of counted deductions, most to lose);  full marks if vetoed
                             added_i = sum of counted additions;  0 if vetoed
Total:                       sum(full_i) - sum(lost_i) + min(sum(added_i), bonus cap), kept in [0, total cap]

Counts of one rule are added up before steps and caps, so the order and the splitting of entries do
not matter. A sheet with an unanswered item has no total. See docs/algorithms/scoring.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.numbers import plain
from gongjian.engines.scoring.rubric import Item, Rubric, Rule, RuleKind, StepRounding, VetoEffect
from gongjian.engines.scoring.sentences import line_sentence
from gongjian.engines.scoring.sheet import Entry, Sheet

ZERO = Decimal(0)


class CappedBy(StrEnum):
    """Which ceiling cut a sum of marks."""

    RULE = "rule"
    ITEM = "item"
    BONUS = "bonus"
    TOTAL = "total"


@dataclass(frozen=True)
class ScoreLine:
    """All entries of one rule together. `raw` is before the rule's ceiling, `counted` after it."""

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


@dataclass(frozen=True)
class ItemScore:
    """One item: `full` - `deducted` + `added` = `points`. `raw_deducted` is before the item's ceiling."""

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

    @property
    def points(self) -> Decimal:
        """Return the marks this item keeps."""
        return self.full - self.deducted + self.added


@dataclass(frozen=True)
class ScoreResult:
    """The score of a sheet. `total` is None while an item is unanswered.

    `full` - `deducted` + `added` = `total` unless a sheet veto, the floor 0 or the total's ceiling
    cut it. `added` is after the bonus ceiling. `barred` lists grades that a veto forbids, and
    `is_barred` says that it forbids all.
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

    @property
    def is_complete(self) -> bool:
        """Return whether every item was answered."""
        return not self.unanswered


def score_sheet(rubric: Rubric, sheet: Sheet) -> ScoreResult:
    """Score `sheet` by `rubric`.

    Raises EngineInputError when the sheet names a rule or item the rubric doesn't have, a count is
    negative, or an amount is given where the rule fixes it or exceeds the rule's ceiling.

    >>> rule = Rule("litter", RuleKind.DEDUCT, Decimal(1), title="楼道堆物", cap=Decimal(5))
    >>> rubric = Rubric((Item("3", "楼道堆物", "环境", Decimal(100), (rule,)),))
    >>> result = score_sheet(rubric, Sheet((Entry("litter", Decimal(3)),)))
    >>> result.total, result.items[0].lines[0].sentence
    (Decimal('97'), '楼道堆物：3 处，每处扣 1 分，最多扣 5 分，扣 3 分')
    """
    by_rule = _group_entries(rubric, sheet)
    items = tuple(_score_item(item, by_rule, sheet) for item in rubric.items)
    vetoes = tuple(line for item in items for line in item.lines if _is_active_veto(line))
    raised = [rule for _, rule in rubric.rules() if any(v.rule_key == rule.key for v in vetoes)]
    grade_vetoes = [rule for rule in raised if rule.effect is VetoEffect.GRADE]
    deducted = sum((item.deducted for item in items), ZERO)
    raw_added = sum((item.added for item in items), ZERO)
    added = _least(raw_added, rubric.bonus_cap)
    unanswered = tuple(item.key for item in items if not item.is_answered)
    sum_of_marks = rubric.full_marks - deducted + added
    total = max(ZERO, _least(sum_of_marks, rubric.total_cap))
    if any(rule.effect is VetoEffect.SHEET for rule in raised):
        total = ZERO
    return ScoreResult(
        total=None if unanswered else total,
        full=rubric.full_marks,
        deducted=deducted,
        added=added,
        capped_by=_total_ceiling(raw_added, added, sum_of_marks, rubric),
        items=items,
        vetoes=vetoes,
        unanswered=unanswered,
        is_barred=any(not rule.bars for rule in grade_vetoes),
        barred=tuple(dict.fromkeys(label for rule in grade_vetoes for label in rule.bars)),
    )


def _total_ceiling(raw_added: Decimal, added: Decimal, marks: Decimal, rubric: Rubric) -> CappedBy | None:
    if rubric.total_cap is not None and marks > rubric.total_cap:
        return CappedBy.TOTAL
    return CappedBy.BONUS if added < raw_added else None


def _group_entries(rubric: Rubric, sheet: Sheet) -> dict[str, list[Entry]]:
    rules = {rule.key: rule for _, rule in rubric.rules()}
    unknown_items = (sheet.clear | sheet.not_applicable) - {item.key for item in rubric.items}
    if unknown_items:
        names = "、".join(sorted(unknown_items))
        raise EngineInputError(f"这版评分标准里没有评分项 {names}，请按评分表的版本计分。")
    by_rule: dict[str, list[Entry]] = {}
    for entry in sheet.entries:
        rule = rules.get(entry.rule_key)
        if rule is None:
            raise EngineInputError(f"这版评分标准里没有规则 {entry.rule_key}，请按评分表的版本计分。")
        _check_entry(rule, entry)
        by_rule.setdefault(entry.rule_key, []).append(entry)
    return by_rule


def _check_entry(rule: Rule, entry: Entry) -> None:
    name = rule.title or rule.key
    if not entry.count.is_finite() or entry.count < 0:
        raise EngineInputError(f"“{name}”的数量不能是负数，请改成 0 或正数。")
    if entry.amount is None:
        return
    if not rule.judged:
        raise EngineInputError(f"“{name}”的分值由规则定死，不能另填，请只填数量。")
    if not entry.amount.is_finite() or entry.amount < 0:
        raise EngineInputError(f"“{name}”的分值不能是负数，请改成 0 或正数。")
    if rule.cap is not None and entry.amount > rule.cap:
        raise EngineInputError(f"“{name}”最多 {plain(rule.cap)} 分，填了 {plain(entry.amount)} 分，请改小。")


def _score_item(item: Item, by_rule: Mapping[str, Sequence[Entry]], sheet: Sheet) -> ItemScore:
    lines = tuple(_score_rule(item, rule, by_rule[rule.key]) for rule in item.rules if rule.key in by_rule)
    _refuse_contradiction(item, lines, sheet)
    raw = sum((line.counted for line in lines if line.kind is RuleKind.DEDUCT), ZERO)
    added = sum((line.counted for line in lines if line.kind is RuleKind.ADD), ZERO)
    vetoed = any(_is_active_veto(line) and _effect(item, line) is VetoEffect.ITEM for line in lines)
    deducted = max(item.full_marks, item.most_to_lose) if vetoed else min(raw, item.most_to_lose)
    undecided = any(
        rule.judged and any(entry.amount is None and entry.count > 0 for entry in by_rule.get(rule.key, ()))
        for rule in item.rules
    )
    return ItemScore(
        key=item.key,
        title=item.title,
        section=item.section,
        full=item.full_marks,
        raw_deducted=raw,
        deducted=deducted,
        added=ZERO if vetoed else added,
        capped_by=CappedBy.ITEM if raw > item.most_to_lose else None,
        is_vetoed=vetoed,
        is_answered=not undecided and bool(lines or item.key in sheet.clear | sheet.not_applicable),
        is_applicable=item.key not in sheet.not_applicable,
        lines=lines,
    )


def _refuse_contradiction(item: Item, lines: Iterable[ScoreLine], sheet: Sheet) -> None:
    if any(line.count > 0 for line in lines) and item.key in sheet.clear | sheet.not_applicable:
        said = "不适用" if item.key in sheet.not_applicable else "没有问题"
        raise EngineInputError(f"评分项“{item.title}”既记了问题又记了“{said}”，请留下一种。")


def _effect(item: Item, line: ScoreLine) -> VetoEffect:
    return next(rule.effect for rule in item.rules if rule.key == line.rule_key)


def _is_active_veto(line: ScoreLine) -> bool:
    return line.kind is RuleKind.VETO and line.count > 0


def _score_rule(item: Item, rule: Rule, entries: Sequence[Entry]) -> ScoreLine:
    count = sum((entry.count for entry in entries), ZERO)
    raw = _raw_marks(rule, count, entries)
    counted = _least(raw, rule.cap)
    return ScoreLine(
        item_key=item.key,
        rule_key=rule.key,
        kind=rule.kind,
        count=count,
        raw=raw,
        counted=counted,
        capped_by=CappedBy.RULE if counted < raw else None,
        notes=tuple(entry.note for entry in entries if entry.note),
        evidence=tuple(ref for entry in entries for ref in entry.evidence),
        sentence=line_sentence(item, rule, count, raw, counted),
    )


def _raw_marks(rule: Rule, count: Decimal, entries: Sequence[Entry]) -> Decimal:
    if rule.kind is RuleKind.VETO:
        return ZERO
    if rule.judged:
        return sum((entry.amount or ZERO for entry in entries), ZERO)
    steps, rest = divmod(count, rule.step)
    if rest > 0 and rule.step_rounding is StepRounding.STARTED:
        steps += 1
    return steps * rule.amount


def _least(value: Decimal, ceiling: Decimal | None) -> Decimal:
    return value if ceiling is None else min(value, ceiling)
