"""Score many sheets of one rubric at once, from columns of counts; equal to `score_sheet`, sheet by sheet.

Marks are whole hundredths. For rule r on sheet i with count n and cap c (the item's, where that is lower):
    k = min(n // step, ceil(c / amount))     before multiplying, so that no product can exceed
    raw = min(k * amount, c)                 ceil(c / amount) * amount, which is known beforehand
    lost_item = min(sum of raw, most to lose)
Capping a rule by its item's ceiling changes nothing, since the item's sum is capped by it anyway. The number
type is the smallest in which every intermediate sum fits; a rubric that fits none is refused. The work goes
block by block, all rules of a block while its sums stay in the cache. Cost: O(rules * sheets).
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.bulk import ALL_BARRED, HUNDREDTHS
from gongjian.engines.scoring.parts import Item, Rule, RuleKind, StepRounding, VetoEffect
from gongjian.engines.scoring.rubric import Rubric
from gongjian.engines.scoring.tree import Ints

BLOCK = 65_536
TYPES = (np.uint16, np.uint32, np.int64)

Counts = NDArray[np.unsignedinteger[Any]]
Marks = NDArray[Any]


@dataclass(frozen=True)
class SheetTotals:
    """The total of each sheet in hundredths, and which labels its vetoes bar (a bit each, -1 for all)."""

    totals: Ints
    barred: Ints


@dataclass(frozen=True)
class _RulePlan:
    row: int
    kind: RuleKind
    amount: int
    cap: int
    step: int
    begun: bool
    effect: VetoEffect
    bars: int

    @property
    def most_steps(self) -> int:
        return -(-self.cap // self.amount) if self.amount else 0

    @property
    def most(self) -> int:
        return self.most_steps * self.amount


@dataclass(frozen=True)
class _ItemPlan:
    full: int
    most_to_lose: int
    rules: tuple[_RulePlan, ...]

    def of(self, kind: RuleKind) -> tuple[_RulePlan, ...]:
        return tuple(rule for rule in self.rules if rule.kind is kind)

    def may_exceed(self, kind: RuleKind) -> bool:
        return sum(min(rule.cap, rule.most) for rule in self.of(kind)) > self.most_to_lose


@dataclass(frozen=True)
class _Plan:
    items: tuple[_ItemPlan, ...]
    full: int
    bonus_cap: int
    total_cap: int
    dtype: Any


def score_columns(
    rubric: Rubric, counts: Sequence[Counts], labels: Sequence[str] = (), workers: int = 1
) -> SheetTotals:
    """Score sheets whose every item is answered: `counts[r][i]` entries of the rubric's r-th rule on sheet i.

    `labels` are those of the lowest level, best first, to which vetoes refer. `workers` threads share the
    blocks; the result does not depend on their number.
    Raises EngineInputError for columns that don't fit the rubric and for what is only scored sheet by sheet:
    weights, items read from an indicator, exclusive rules, ceilings of sections, rules left to judgement,
    marks finer than hundredths, and steps that are no whole numbers.

    >>> from gongjian.engines.scoring import Item, Rubric, Rule, RuleKind

    >>> rule = Rule("litter", RuleKind.DEDUCT, Decimal(1), cap=Decimal(5))
    >>> rubric = Rubric((Item("3", "楼道堆物", "环境", Decimal(100), (rule,)),))
    >>> score_columns(rubric, [np.array([0, 3, 9], dtype=np.uint8)]).totals.tolist()
    [10000, 9700, 9500]
    """
    plan = _plan(rubric, labels)
    rows = sum(len(item.rules) for item in plan.items)
    size = len(counts[0]) if counts else 0
    if len(counts) != rows or any(len(column) != size for column in counts):
        raise EngineInputError(f"评分标准有 {rows} 条规则，要有 {rows} 列一样长的数量，请核对。")
    totals, barred = np.empty(size, dtype=np.int64), np.zeros(size, dtype=np.int64)

    def work(start: int) -> None:
        part = slice(start, min(start + BLOCK, size))
        totals[part] = _score_block(plan, [column[part] for column in counts], barred[part])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(0, size, BLOCK)))
    return SheetTotals(totals, barred)


class SheetScorer:
    """Scores single sheets from their counts, for edits: the plan of `score_columns`, all rules of a sheet at once."""

    def __init__(self, rubric: Rubric, labels: Sequence[str] = ()) -> None:
        self._plan = _plan(rubric, labels)
        self._lost = _RulesOfKind(self._plan, RuleKind.DEDUCT)
        self._added = _RulesOfKind(self._plan, RuleKind.ADD)
        self._most = np.array([item.most_to_lose for item in self._plan.items], dtype=np.int64)
        self._vetoes = [
            (number, rule) for number, item in enumerate(self._plan.items) for rule in item.of(RuleKind.VETO)
        ]

    def score(self, counts: Sequence[int] | Counts) -> tuple[int, int]:
        """Return one sheet's total in hundredths and the labels its vetoes bar (bits, -1 for all)."""
        found = np.asarray(counts, dtype=np.int64)
        lost = np.minimum(self._lost.by_item(found), self._most)
        added = self._added.by_item(found)
        barred, is_zeroed = 0, False
        for number, rule in self._vetoes:
            if not found[rule.row]:
                continue
            if rule.effect is VetoEffect.GRADE:
                barred |= rule.bars
            elif rule.effect is VetoEffect.SHEET:
                is_zeroed = True
            else:
                item = self._plan.items[number]
                lost[number], added[number] = max(item.full, item.most_to_lose), 0
        total = self._plan.full - int(lost.sum()) + min(int(added.sum()), self._plan.bonus_cap)
        return 0 if is_zeroed else max(0, min(total, self._plan.total_cap)), barred


class _RulesOfKind:
    """The rules of one kind as columns, to mark one sheet with."""

    def __init__(self, plan: _Plan, kind: RuleKind) -> None:
        rules = [(number, rule) for number, item in enumerate(plan.items) for rule in item.of(kind)]
        self._size = len(plan.items)
        self._items = np.array([number for number, _ in rules], dtype=np.intp)
        self._rows = np.array([rule.row for _, rule in rules], dtype=np.intp)
        self._amounts = np.array([rule.amount for _, rule in rules], dtype=np.int64)
        self._steps = np.array([rule.step for _, rule in rules], dtype=np.int64)
        self._begun = np.array([rule.step - 1 if rule.begun else 0 for _, rule in rules], dtype=np.int64)
        self._caps = np.array([rule.cap for _, rule in rules], dtype=np.int64)
        self._most_steps = np.array([rule.most_steps for _, rule in rules], dtype=np.int64)

    def by_item(self, counts: Ints) -> Ints:
        """Return what the rules take from, or give to, each item: begun or full steps, up to each rule's ceiling."""
        marks = np.zeros(self._size, dtype=np.int64)
        if len(self._rows):
            steps = np.minimum((counts[self._rows] + self._begun) // self._steps, self._most_steps)
            np.add.at(marks, self._items, np.minimum(steps * self._amounts, self._caps))
        return marks


def _plan(rubric: Rubric, labels: Sequence[str]) -> _Plan:
    single = any(item.measure for item in rubric.items) or any(rule.exclusive for _, rule in rubric.rules())
    if rubric.is_weighted or single or any(section.cap is not None for section in rubric.sections):
        raise EngineInputError("评分标准有权重、指标项、互斥规则或类别封顶，不能成批计分，请逐张计。")
    bonus = _hundredths(rubric.bonus_cap) if rubric.bonus_cap is not None else 2**40
    rows = iter(range(sum(len(item.rules) for item in rubric.items)))
    items = tuple(_plan_item(item, rows, bonus, labels) for item in rubric.items)
    most_lost = sum(max(item.full, item.most_to_lose) + sum(r.most for r in item.rules) for item in items)
    fitting = [dtype for dtype in TYPES if most_lost < np.iinfo(dtype).max]
    if not fitting:
        raise EngineInputError("评分标准的分值太大，整数里放不下，请核对单位。")
    full = sum(item.full for item in items)
    total_cap = 2**60 if rubric.total_cap is None else _hundredths(rubric.total_cap)
    return _Plan(items, full, bonus, total_cap, fitting[0])


def _plan_item(item: Item, rows: Iterator[int], bonus: int, labels: Sequence[str]) -> _ItemPlan:
    most = _hundredths(item.most_to_lose)
    rules = tuple(_plan_rule(rule, next(rows), most, bonus, labels) for rule in item.rules)
    return _ItemPlan(_hundredths(item.full_marks), most, rules)


def _plan_rule(rule: Rule, row: int, most: int, bonus: int, labels: Sequence[str]) -> _RulePlan:
    if rule.judged or rule.step != int(rule.step):
        raise EngineInputError(f"“{rule.title or rule.key}”由人酌情给分或计数单位不是整数，不能成批计分。")
    ceiling = bonus if rule.kind is RuleKind.ADD else most
    cap = ceiling if rule.cap is None else min(ceiling, _hundredths(rule.cap))
    bars = sum(1 << position for position, label in enumerate(labels) if label in rule.bars)
    return _RulePlan(
        row=row,
        kind=rule.kind,
        amount=_hundredths(rule.amount),
        cap=cap,
        step=int(rule.step),
        begun=rule.step_rounding is StepRounding.STARTED,
        effect=rule.effect,
        bars=bars if rule.bars else ALL_BARRED,
    )


def _hundredths(marks: Decimal) -> int:
    scaled = marks * HUNDREDTHS
    if scaled != int(scaled):
        raise EngineInputError(f"分值 {marks} 比百分之一分还细，不能成批计分，请改成两位小数。")
    return int(scaled)


def _score_block(plan: _Plan, counts: Sequence[Counts], barred: Ints) -> Ints:
    size = len(barred)
    lost, added = np.zeros(size, dtype=plan.dtype), np.zeros(size, dtype=np.int64)
    sheet_vetoed = np.zeros(size, dtype=np.bool_)
    for item in plan.items:
        item_lost, item_added = _of_kind(plan, item, RuleKind.DEDUCT, counts), None
        if item.may_exceed(RuleKind.DEDUCT) and item_lost is not None:
            np.minimum(item_lost, plan.dtype(item.most_to_lose), out=item_lost)
        item_added = _of_kind(plan, item, RuleKind.ADD, counts)
        for rule in item.of(RuleKind.VETO):
            vetoed = counts[rule.row] > 0
            if rule.effect is VetoEffect.GRADE:
                barred[vetoed] |= rule.bars
            elif rule.effect is VetoEffect.SHEET:
                sheet_vetoed |= vetoed
            else:
                item_lost = np.zeros(size, dtype=plan.dtype) if item_lost is None else item_lost
                item_lost[vetoed] = max(item.full, item.most_to_lose)
                if item_added is not None:
                    item_added[vetoed] = 0
        if item_lost is not None:
            lost += item_lost
        if item_added is not None:
            added += item_added
    total = plan.full - lost.astype(np.int64) + np.minimum(added, plan.bonus_cap)
    np.clip(total, 0, plan.total_cap, out=total)
    total[sheet_vetoed] = 0
    return total


def _of_kind(plan: _Plan, item: _ItemPlan, kind: RuleKind, counts: Sequence[Counts]) -> Marks | None:
    """Add up the capped marks of an item's rules of one kind, None without any."""
    found: Marks | None = None
    for rule in item.of(kind):
        marks = _marks(rule, counts[rule.row], plan.dtype)
        found = marks if found is None else np.add(found, marks, out=found)
    return found


def _marks(rule: _RulePlan, counts: Counts, dtype: Any) -> Marks:
    steps: NDArray[Any] = counts
    if rule.step > 1:
        steps = (counts.astype(np.int64) + (rule.step - 1 if rule.begun else 0)) // rule.step
    most = min(rule.most_steps, int(np.iinfo(steps.dtype).max))
    marks: Marks = np.minimum(steps, steps.dtype.type(most)).astype(dtype)
    marks *= dtype(rule.amount)
    if rule.most > rule.cap:
        np.minimum(marks, dtype(rule.cap), out=marks)
    return marks
