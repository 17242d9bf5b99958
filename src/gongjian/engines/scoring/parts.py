"""The parts of a rubric: sections, items with full marks, and the rules that take or give marks.

Source of the vocabulary: domain reference, section 16.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


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


class EvidenceKind(StrEnum):
    """What has to be handed in with a finding."""

    NONE = "none"
    PHOTO = "photo"
    DOCUMENT = "document"
    NOTE = "note"


@dataclass(frozen=True)
class Need:
    """The evidence a finding needs: so many photos or documents, or a note (one, in words)."""

    kind: EvidenceKind = EvidenceKind.NONE
    count: int = 1

    def __bool__(self) -> bool:
        """Return whether anything is needed."""
        return self.kind is not EvidenceKind.NONE


@dataclass(frozen=True)
class Rule:
    """One way to lose or gain marks: `amount` for every `step` of `per`, at most `cap`.

    A `judged` rule leaves the amount to the inspector, up to `cap`; the entry must then state it.
    Marks are positive numbers whatever the kind. `title` is what the sentence begins with.
    Of the rules of an item that name the same `exclusive` group only the one that takes (or gives)
    most counts. `need` is this rule's own evidence; None leaves it to the item.
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
    exclusive: str = ""
    need: Need | None = None


@dataclass(frozen=True)
class Measure:
    """What an item is scored from instead of by a person: a figure held against a target.

    What the figure falls short of the target is the count of the item's deductions, what it goes
    beyond is the count of its additions. `unit` is the figure's; shares are in per cent (95 is 95 %).
    """

    indicator: str
    name: str
    target: Decimal
    unit: str = ""
    higher_is_better: bool = True


@dataclass(frozen=True)
class Item:
    """One line of a rubric. `deduct_cap` is the most it can lose, its full marks unless stated.

    A pure penalty item has full marks 0 and a `deduct_cap`; a pure bonus item has full marks 0.
    `section` is a section's key; without sections in the rubric it is only a word. `weight` is what
    the item counts within its section. `need` is the evidence of each loss that has no need of its own.
    """

    key: str
    title: str
    section: str
    full_marks: Decimal
    rules: tuple[Rule, ...] = ()
    deduct_cap: Decimal | None = None
    weight: Decimal | None = None
    measure: Measure | None = None
    need: Need = Need()

    @property
    def most_to_lose(self) -> Decimal:
        """Return the ceiling of all deductions of this item together."""
        return self.full_marks if self.deduct_cap is None else self.deduct_cap

    def need_of(self, rule: Rule) -> Need:
        """Return what evidence a finding under `rule` needs: the rule's own, or the item's for a loss."""
        if rule.need is not None:
            return rule.need
        return Need() if rule.kind is RuleKind.ADD else self.need


@dataclass(frozen=True)
class Section:
    """A part of a rubric (类别). `weight` is its share of the total in per cent.

    A bonus section gives marks on top of the full marks, together at most `cap`.
    """

    key: str
    title: str
    weight: Decimal | None = None
    is_bonus: bool = False
    cap: Decimal | None = None


def by_section(
    sections: tuple[Section, ...], items: tuple[Item, ...]
) -> tuple[tuple[Section, tuple[Item, ...]], ...]:
    """Return the sections with their items, in order; those only named by items are made up."""
    named = {section.key: section for section in sections}
    for item in items:
        named.setdefault(item.section, Section(item.section, item.section))
    return tuple(
        (section, tuple(item for item in items if item.section == key)) for key, section in named.items()
    )
