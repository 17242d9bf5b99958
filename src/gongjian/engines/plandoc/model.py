"""What the compiler finds in a document: plain frozen records with their place in the text.

Every item rests on words of the text: `quote == text[start:end]` holds for each of them, with
offsets that count code points of the text handed to `compile_text`. `rule` names the grammar rule
that found the item; `confidence` (0..1) tells how sure that rule is in general.
"""

from dataclasses import dataclass, field
from decimal import Decimal

Number = Decimal
Value = Decimal | tuple[Decimal, Decimal] | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words an item rests on, and the rule that read them."""

    quote: str
    start: int
    end: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class OutlineItem(Evidence):
    """One numbered heading; `level` 1 is outermost, `start` is the offset of the marker."""

    level: int
    marker: str
    heading: str


@dataclass(frozen=True, slots=True)
class Target(Evidence):
    """A result set for the future. `value` in base units; `deadline` ISO date or month."""

    indicator: str
    comparator: str
    value: Decimal
    unit: str | None
    deadline: str | None
    scope: str | None


@dataclass(frozen=True, slots=True)
class Phase(Evidence):
    """A named period; `begins` and `ends` are ISO dates or months, None when the year is unknown."""

    name: str
    begins: str | None
    ends: str | None


@dataclass(frozen=True, slots=True)
class Task(Evidence):
    """A piece of work; `path` holds the markers above it, `due` an ISO date, month or recurrence."""

    title: str
    path: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    due: str | None


@dataclass(frozen=True, slots=True)
class Rating(Evidence):
    """One numeric condition for a grade, award, warning or sanction."""

    label: str
    subject: str | None
    comparator: str
    value: Value
    unit: str | None
    basis: str


@dataclass(frozen=True, slots=True)
class RubricRule(Evidence):
    """One way to lose or gain points: `kind` is deduct, add or veto; `cap` in points."""

    kind: str
    amount: Decimal | None
    unit: str | None
    per: str
    cap: Decimal | None


@dataclass(frozen=True, slots=True)
class RubricItem(Evidence):
    """One scored item with its full marks, or a bonus or veto section without."""

    title: str
    full_marks: Decimal | None
    rules: tuple[RubricRule, ...]


@dataclass(frozen=True, slots=True)
class Member(Evidence):
    """One seat of a group: `role` is leader, deputy, member, office or office_head."""

    who: str
    role: str
    post: str | None


@dataclass(frozen=True, slots=True)
class Group(Evidence):
    """A leading group and who sits in it."""

    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class QuantityItem(Evidence):
    """An amount in base units, and what it counts."""

    value: Decimal
    unit: str
    what: str
    approx: bool


@dataclass(frozen=True, slots=True)
class CompiledDocument:
    """One document of a file; `kind` is plan, rubric, report, bulletin, notice, summary or study."""

    start: int
    end: int
    title: str | None
    kind: str
    issuer: str | None
    doc_number: str | None
    issued: str | None
    outline: tuple[OutlineItem, ...] = ()
    targets: tuple[Target, ...] = ()
    phases: tuple[Phase, ...] = ()
    tasks: tuple[Task, ...] = ()
    ratings: tuple[Rating, ...] = ()
    rubric_items: tuple[RubricItem, ...] = ()
    groups: tuple[Group, ...] = ()
    quantities: tuple[QuantityItem, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """All documents found in one text, in their order."""

    text: str = field(repr=False)
    documents: tuple[CompiledDocument, ...] = ()
