"""What the operations on aid and hearings take and answer: names masked, no number, address, illness, finding or vote of a person."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from gongjian.apps.api.schemas import PageOut
from gongjian.apps.api.schemas_matters import NO_NUL, Line, PlaceCode, Words
from gongjian.apps.hearings.choices import (
    AidKind,
    AidStatus,
    HearingCause,
    HearingStatus,
    MemberRelation,
    PostingKind,
)
from gongjian.apps.hearings.models import AidApplication, Hearing
from gongjian.apps.hearings.selectors import Deadlines

Name = Annotated[str, Field(min_length=1, max_length=40, pattern=NO_NUL)]
IdNumber = Annotated[str, Field(min_length=15, max_length=20, pattern=r"^[0-9 ]{15,19}[0-9xX]$")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class AidRowOut(Schema):
    """One application as lists show it. `head` is masked."""

    id: int
    number: str
    place_code: str
    kind: AidKind
    status: AidStatus
    head: str
    applied_on: date
    checked_on: date | None
    decided_on: date | None

    @staticmethod
    def resolve_number(row: AidApplication) -> str:
        """Write the number as it is cited."""
        return row.number_text

    @staticmethod
    def resolve_head(row: AidApplication) -> str:
        """Mask the name."""
        return row.head.masked_name


class AidPageOut(PageOut):
    """A page of applications."""

    rows: list[AidRowOut]


class OutcomeOut(Schema):
    """What was counted, and whether it was enough."""

    yes: int
    no: int
    abstain: int
    spoilt: int
    issued: int
    returned: int
    present: int
    on_roll: int
    needed: int
    is_passed: bool


class HearingOut(Schema):
    """One hearing. `hash` and `public_number` let anybody check the draw; `outcome` is null until the vote is closed."""

    id: int
    number: int
    cause: HearingCause
    status: HearingStatus
    size: int
    representatives: int
    source: str
    hash: str
    public_number: str
    starts_at: datetime | None
    closed_at: datetime | None
    outcome: OutcomeOut | None
    citation: str

    @staticmethod
    def resolve_citation(row: Hearing) -> str:
        """Name the rule that it is held by."""
        return str(row.rule.get("citation", ""))


class PostingOut(Schema):
    """One posting; `open_objections` wait for an answer."""

    id: int
    kind: PostingKind
    starts_on: date
    ends_on: date | None
    objections: int
    open_objections: int

    @staticmethod
    def resolve_objections(row: Any) -> int:
        """Count what was objected."""
        return len(row.objections.all())

    @staticmethod
    def resolve_open_objections(row: Any) -> int:
        """Count what is not answered."""
        return sum(one.answered_on is None for one in row.objections.all())


class BenefitOut(Schema):
    """What is paid each month."""

    people: int
    monthly_cents: int
    starts_on: date
    ends_on: date | None


class AidOut(AidRowOut):
    """One application with its hearings and postings. `due_on` is the last day of the step that is its turn."""

    people: int
    due_on: date | None
    hearings: list[HearingOut]
    postings: list[PostingOut]
    benefit: BenefitOut | None

    @staticmethod
    def resolve_due_on(row: AidApplication) -> date | None:
        """Return the last day of the step that is its turn."""
        return Deadlines().due_on(row)

    @staticmethod
    def resolve_people(row: AidApplication) -> int:
        """Count the household."""
        return 1 + len(row.members.all())

    @staticmethod
    def resolve_benefit(row: AidApplication) -> Any:
        """Return the benefit, if there is one."""
        return getattr(row, "benefit", None)


class PersonIn(Schema):
    """One person as on the identity card."""

    name: Name
    id_number: IdNumber


class MemberIn(PersonIn):
    """One person who lives with the head."""

    relation: MemberRelation = MemberRelation.OTHER


class AidIn(Schema):
    """What a household states; `place_code` is its community."""

    place_code: PlaceCode
    kind: AidKind
    head: PersonIn
    members: Annotated[list[MemberIn], Field(max_length=20)] = []
    facts: Words
    phone: Annotated[str, Field(max_length=20, pattern=NO_NUL)] = ""
    address: Line = ""
    applied_on: Day | None = None


class FindingsIn(Schema):
    """What looking into it showed."""

    findings: Words


class ObjectionIn(Schema):
    """What is objected; who does may stay unnamed."""

    words: Words
    objector: Annotated[str, Field(max_length=40, pattern=NO_NUL)] = ""
    contact: Annotated[str, Field(max_length=40, pattern=NO_NUL)] = ""


class ObjectionOut(Schema):
    """An objection as taken in; who objects is told to nobody."""

    id: int
    posting_id: int
    received_on: date
    status: Literal["waiting", "upheld", "dismissed"]

    @staticmethod
    def resolve_status(row: Any) -> str:
        """Say what became of it."""
        if row.is_upheld is None:
            return "waiting"
        return "upheld" if row.is_upheld else "dismissed"
