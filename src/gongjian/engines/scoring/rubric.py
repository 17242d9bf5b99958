"""A rubric (考核细则) as data: items with full marks, and the rules that take or give marks.

A version of a rubric is never changed; a later version is another `Rubric`, and a sheet is scored
with the version of its own day. Source of the vocabulary: domain reference, section 16.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gongjian.engines.errors import EngineInputError


class RuleKind(StrEnum):
    """What a rule does to the marks of its item."""

    DEDUCT = "deduct"
    ADD = "add"
    VETO = "veto"


class StepRounding(StrEnum):
    """How a count that is no whole multiple of the step is charged."""

    FULL = "full"  # 每满 5 处：only complete steps
    STARTED = "started"  # 不足 5 处按 5 处计：a begun step counts whole


class VetoEffect(StrEnum):
    """How far a veto (一票否决) reaches."""

    ITEM = "item"  # the item scores nothing
    SHEET = "sheet"  # the whole sheet scores nothing
    GRADE = "grade"  # the score stands, but the grades named in `bars` (all, if none) can't be given


@dataclass(frozen=True)
class Rule:
    """One way to lose or gain marks: `amount` for every `step` of `per`, at most `cap`.

    A `judged` rule leaves the amount to the inspector, up to `cap`; the entry must then state it.
    Marks are positive numbers whatever the kind. `title` is what the sentence begins with.
    """

    key: str
    kind: RuleKind
    amount: Decimal = Decimal(0)
    title: str = ""
    per: str = "处"
    step: Decimal = Decimal(1)
    step_rounding: StepRounding = StepRounding.FULL
    cap: Decimal | None = None
    judged: bool = False
    effect: VetoEffect = VetoEffect.ITEM
    bars: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One line of a rubric. `deduct_cap` is the most it can lose, its full marks unless stated.

    A pure penalty item has full marks 0 and a `deduct_cap`; a pure bonus item has full marks 0.
    """

    key: str
    title: str
    section: str
    full_marks: Decimal
    rules: tuple[Rule, ...] = ()
    deduct_cap: Decimal | None = None

    @property
    def most_to_lose(self) -> Decimal:
        """Return the ceiling of all deductions of this item together."""
        return self.full_marks if self.deduct_cap is None else self.deduct_cap


@dataclass(frozen=True)
class Rubric:
    """A version of a rubric. `bonus_cap` limits all additions together, `total_cap` the final score.

    Raises EngineInputError when keys repeat or marks are negative.
    """

    items: tuple[Item, ...]
    bonus_cap: Decimal | None = None
    total_cap: Decimal | None = None
    version: str = ""

    def __post_init__(self) -> None:
        _refuse_repeats("评分项", [item.key for item in self.items])
        _refuse_repeats("评分规则", [rule.key for _, rule in self.rules()])
        for item in self.items:
            _refuse_negative(f"评分项“{item.title}”", item.full_marks, item.deduct_cap)
        for item, rule in self.rules():
            _check_rule(item, rule)
        _refuse_negative("评分标准", self.bonus_cap, self.total_cap)

    @property
    def full_marks(self) -> Decimal:
        """Return the full marks of all items together."""
        return sum((item.full_marks for item in self.items), Decimal(0))

    def rules(self) -> Iterator[tuple[Item, Rule]]:
        """Yield every rule with its item, in the order of the rubric."""
        for item in self.items:
            for rule in item.rules:
                yield item, rule


def _check_rule(item: Item, rule: Rule) -> None:
    where = f"评分项“{item.title}”的规则“{rule.title or rule.key}”"
    _refuse_negative(where, rule.amount, rule.cap)
    if rule.step <= 0:
        raise EngineInputError(f"{where}的计数单位要大于 0，请改后再用。")
    if rule.judged and rule.cap is None:
        raise EngineInputError(f"{where}由检查人酌情给分，请写明最多多少分。")


def _refuse_repeats(noun: str, keys: list[str]) -> None:
    repeated = sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) < len(keys) else []
    if repeated:
        raise EngineInputError(f"{noun}编号重复：{'、'.join(repeated)}。请改成不同的编号。")


def _refuse_negative(where: str, *marks: Decimal | None) -> None:
    for mark in marks:
        if mark is not None and (not mark.is_finite() or mark < 0):
            raise EngineInputError(f"{where}的分值不能是负数，请改成 0 或正数。")
