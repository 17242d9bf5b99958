"""What the operations answer about a paper read as structure, and about two versions of one."""

from ninja import Schema

Number = int | float | None


class ReasonOut(Schema):
    """What every item carries: what it says in short, the words it rests on, their place, and the rule that read them.

    `line` and `column` count from 1, `confidence` goes from 0 to 1.
    """

    says: str
    quote: str
    line: int
    column: int
    rule: str
    rule_words: str
    confidence: float


class ItemOut(ReasonOut):
    """An item whose words stand at `start` to `end` of `text`, counted in characters."""

    start: int
    end: int


class HeadingOut(ItemOut):
    """One numbered heading; level 1 is outermost."""

    level: int
    marker: str
    heading: str


class TargetOut(ItemOut):
    """A result set for the future; `comparator` is >= <= > < = += or -=, `value` in base units."""

    indicator: str
    comparator: str
    value: Number
    unit: str | None
    deadline: str | None
    scope: str | None


class PhaseOut(ReasonOut):
    """A named period: `start` and `end` are ISO dates or months, `offset` to `offset_end` is the place of its words."""

    name: str
    start: str | None
    end: str | None
    offset: int
    offset_end: int


class TaskOut(ItemOut):
    """A piece of work; `due` is an ISO date or month, or a recurrence such as every:month:05."""

    title: str
    path: list[str]
    lead: list[str]
    support: list[str]
    due: str | None


class RatingOut(ItemOut):
    """One condition for a grade, award or sanction; an interval has two values and `comparator` [] [) (] or ()."""

    label: str
    subject: str | None
    comparator: str
    value: Number | list[Number]
    unit: str | None
    basis: str


class RubricRuleOut(ItemOut):
    """One way to lose or gain points: `kind` is deduct, add or veto."""

    kind: str
    amount: Number
    unit: str | None
    per: str
    cap: Number


class RubricItemOut(ItemOut):
    """One scored item with its rules; `full_marks` is null for bonus sections and vetoes."""

    title: str
    full_marks: Number
    rules: list[RubricRuleOut]


class MemberOut(ItemOut):
    """One seat: `role` is leader, deputy, member, office or office_head."""

    who: str
    role: str
    post: str | None


class GroupOut(ItemOut):
    """A leading group and who sits in it."""

    name: str
    members: list[MemberOut]


class QuantityOut(ItemOut):
    """An amount in base units and what it counts."""

    value: Number
    unit: str
    what: str
    approx: bool


class ClaimOperandOut(Schema):
    """A figure that a claim is computed from, with its words."""

    value: Number
    unit: str
    quote: str
    start: int
    end: int


class ClaimOut(ItemOut):
    """A stated figure that other figures determine: `holds` when |computed - stated| <= tolerance."""

    type: str
    operands: list[ClaimOperandOut]
    stated: Number
    unit: str
    tolerance: Number
    computed: Number
    holds: bool


class CompiledDocumentOut(Schema):
    """One document of a paper: its head, and everything that was read in it."""

    order: int
    start: int
    end: int
    line: int
    title: str | None
    kind: str
    issuer: str | None
    doc_number: str | None
    issued: str | None
    outline: list[HeadingOut]
    targets: list[TargetOut]
    phases: list[PhaseOut]
    tasks: list[TaskOut]
    ratings: list[RatingOut]
    rubric_items: list[RubricItemOut]
    groups: list[GroupOut]
    quantities: list[QuantityOut]
    claims: list[ClaimOut]


class CompiledOut(Schema):
    """A paper's words as read, and its documents in their order."""

    text: str
    warnings: list[str]
    documents: list[CompiledDocumentOut]


class PassageOut(Schema):
    """Where an item stands in its version."""

    quote: str
    start: int
    end: int
    section: str
    order: int


class FieldChangeOut(Schema):
    """One field of an item that differs; `aspect` says in what respect."""

    field: str
    label: str
    aspect: str
    old: str
    new: str


class DifferenceOut(Schema):
    """One item that differs: `act` is added, dropped, changed or moved; `sentence` says it to a person."""

    kind: str
    act: str
    name: str
    old: PassageOut | None
    new: PassageOut | None
    fields: list[FieldChangeOut]
    is_moved: bool
    sentence: str


class VersionHeadOut(Schema):
    """Which document of a version is meant."""

    title: str | None
    doc_number: str | None
    start: int
    end: int


class ComparedDocumentOut(Schema):
    """A document that is in both versions, with the counts and the differences."""

    old: VersionHeadOut
    new: VersionHeadOut
    added: int
    dropped: int
    changed: int
    moved: int
    differences: list[DifferenceOut]


class ComparedOut(Schema):
    """Two versions, document by document, and the documents that only one of them has."""

    old_text: str
    new_text: str
    documents: list[ComparedDocumentOut]
    dropped_documents: list[VersionHeadOut]
    added_documents: list[VersionHeadOut]
