"""What a version of a rubric says, as plain values: what editors, imports and the demo hand to the services."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongjian.apps.inspections.choices import Evidence, RuleKind, StepRounding, VetoEffect
from gongjian.apps.inspections.models import ItemRule, RubricItem, RubricVersion
from gongjian.engines import scoring


@dataclass(frozen=True)
class RuleSpec:
    """One way an item loses or wins points. `amount` is None for a veto and for a judged rule.

    An empty `evidence` leaves it to the item; `bars` are the grades that a veto forbids (none named: all).
    """

    per: str
    amount: Decimal | None
    kind: RuleKind = RuleKind.DEDUCT
    unit: str = "处"
    step: Decimal = Decimal(1)
    cap: Decimal | None = None
    step_rounding: StepRounding = StepRounding.FULL
    judged: bool = False
    exclusive: str = ""
    effect: VetoEffect = VetoEffect.GRADE
    bars: str = ""
    evidence: str = ""
    evidence_count: int = 1

    @property
    def words(self) -> str:
        """The rule's arithmetic in words."""
        return scoring.say_rule(self.as_engine("0"))

    def as_engine(self, key: str) -> scoring.Rule:
        """The rule as the scoring engine takes it."""
        need = None
        if self.evidence:
            need = scoring.Need(scoring.EvidenceKind(self.evidence), self.evidence_count)
        return scoring.Rule(
            key,
            scoring.RuleKind(self.kind),
            self.amount or Decimal(0),
            title=self.per,
            per=self.unit,
            step=self.step,
            step_rounding=scoring.StepRounding(self.step_rounding),
            cap=self.cap,
            judged=self.judged,
            effect=scoring.VetoEffect(self.effect),
            bars=tuple(label for label in self.bars.split("、") if label),
            exclusive=self.exclusive,
            need=need,
        )


@dataclass(frozen=True)
class MeasureSpec:
    """The indicator that scores an item, and the target it is held against."""

    indicator_key: str
    target: Decimal
    is_lower_better: bool = False


@dataclass(frozen=True)
class ItemSpec:
    """One item with its rules, in the order of the rubric. `pictures` are the numbers of stored files."""

    title: str
    full_marks: Decimal
    rules: Sequence[RuleSpec] = field(default_factory=tuple)
    section: str = ""
    hint: str = ""
    evidence: Evidence = Evidence.NONE
    evidence_count: int = 1
    deduct_cap: Decimal | None = None
    weight: Decimal | None = None
    measure: MeasureSpec | None = None
    pictures: tuple[int, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What holds for the item beside its rules, in words."""
        return scoring.say_item(self.as_engine("0"))

    def as_engine(self, key: str) -> scoring.Item:
        """The item as the scoring engine takes it."""
        measure = None
        if self.measure is not None:
            name, is_higher_better = self.measure.indicator_key, not self.measure.is_lower_better
            measure = scoring.Measure(name, name, self.measure.target, higher_is_better=is_higher_better)
        return scoring.Item(
            key,
            self.title,
            self.section,
            self.full_marks,
            tuple(rule.as_engine(f"{key}.{number}") for number, rule in enumerate(self.rules)),
            self.deduct_cap,
            self.weight,
            measure,
            scoring.Need(scoring.EvidenceKind(self.evidence), self.evidence_count),
        )


@dataclass(frozen=True)
class SectionSpec:
    """One section: what it weighs, whether it only adds and how much at most."""

    title: str
    weight: Decimal | None = None
    is_bonus: bool = False
    cap: Decimal | None = None


@dataclass(frozen=True)
class Outline:
    """What holds for a version as a whole. Sections that only items name come behind those listed."""

    sections: tuple[SectionSpec, ...] = ()
    bonus_cap: Decimal | None = None
    total_cap: Decimal | None = None


def specs_of(version: RubricVersion) -> list[ItemSpec]:
    """Read a version (loaded) back into specs, to edit it or to start the next from it."""
    return [_item_spec(item) for item in version.items.all()]


def outline_of(version: RubricVersion) -> Outline:
    """Read what holds for a version (loaded) as a whole."""
    sections = tuple(SectionSpec(row.title, row.weight, row.is_bonus, row.cap) for row in version.sections)
    return Outline(sections, version.bonus_cap, version.total_cap)


def _item_spec(item: RubricItem) -> ItemSpec:
    measure = None
    if item.is_measured:
        measure = MeasureSpec(item.indicator_key, item.target or Decimal(0), item.is_lower_better)
    return ItemSpec(
        title=item.title,
        full_marks=item.full_marks,
        rules=tuple(_rule_spec(rule) for rule in item.rules.all()),
        section=item.section,
        hint=item.hint,
        evidence=Evidence(item.evidence),
        evidence_count=item.evidence_count,
        deduct_cap=item.deduct_cap,
        weight=item.weight,
        measure=measure,
        pictures=tuple(picture.file_id for picture in item.pictures.all()),
    )


def _rule_spec(rule: ItemRule) -> RuleSpec:
    return RuleSpec(
        per=rule.per,
        amount=rule.amount,
        kind=RuleKind(rule.kind),
        unit=rule.unit,
        step=rule.step,
        cap=rule.cap,
        step_rounding=StepRounding(rule.step_rounding),
        judged=rule.judged,
        exclusive=rule.exclusive,
        effect=VetoEffect(rule.effect),
        bars=rule.bars,
        evidence=rule.evidence,
        evidence_count=rule.evidence_count,
    )
