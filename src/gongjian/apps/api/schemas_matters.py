"""What the operations on matters take and answer. Who a reporter is stands in none of them."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, Field

from gongjian.apps.api.schemas import FigureOut
from gongjian.apps.matters.choices import (
    AssignmentState,
    ClassKind,
    LimitUnit,
    MatterKind,
    MatterSource,
    MatterState,
    Outcome,
    PhotoStage,
    Satisfaction,
    StepKind,
    Tier,
)
from gongjian.apps.matters.models import Matter

MOST_A_PAGE = 200
NO_NUL = r"^[^\u0000]*$"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}[T ]")


def written_out(value: Any) -> Any:
    """Refuse a bare number, which would be read as seconds since 1970."""
    if not isinstance(value, str) or not ISO_DAY.match(value):
        raise ValueError("a moment is written out, as 2026-03-01T08:00:00+08:00")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(written_out)]
Id = Annotated[int, Field(ge=1, le=2**53)]
Size = Annotated[int, Field(ge=1, le=MOST_A_PAGE)]
Line = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Words = Annotated[str, Field(max_length=4000, pattern=NO_NUL)]
PlaceCode = Annotated[str, Field(pattern=r"^[0-9]{2,15}$")]
ServiceCode = Annotated[str, Field(pattern=r"^[BSQ][0-9]{2}([0-9]{2})?$")]
Units = Annotated[list[Id], Field(min_length=1, max_length=20)]


class ClassOut(Schema):
    """One class; `service_code` names it in every operation, `plain` is what residents call it."""

    service_code: str
    kind: ClassKind
    code: str
    name: str
    plain: str
    aliases: list[str]
    place_code: str
    citation: str


class StandardOut(Schema):
    """One version of how long a class may take, from a day on."""

    service_code: str
    place_code: str
    tier: Tier
    limit_amount: int
    limit_unit: LimitUnit
    filing_condition: str
    closing_condition: str
    effective_on: date
    citation: str

    @staticmethod
    def resolve_service_code(row: Any) -> str:
        """Name the class."""
        return str(row.matter_class.service_code)


class PartOut(Schema):
    """What one unit has of a matter."""

    id: int
    organisation_id: int
    organisation: str
    is_lead: bool
    is_whistled: bool
    state: AssignmentState
    words: str
    dispatched_at: datetime
    due_at: datetime
    accepted_at: datetime | None
    done_at: datetime | None
    result: str
    handed_back_at: datetime | None
    handed_back_reason: str
    rework_count: int

    @staticmethod
    def resolve_organisation(row: Any) -> str:
        """Name the unit."""
        return str(row.organisation)


class PhotoOut(Schema):
    """One photo; its bytes are at `/api/matters/{case_id}/photos/{photo_id}`."""

    id: int
    stage: PhotoStage
    at: datetime
    width: int | None
    height: int | None

    @staticmethod
    def resolve_width(row: Any) -> int | None:
        """Say how wide it is."""
        return row.file.width

    @staticmethod
    def resolve_height(row: Any) -> int | None:
        """Say how high it is."""
        return row.file.height


class ExtensionOut(Schema):
    """More time that was asked for; `is_granted` is null until it is decided."""

    id: int
    assignment_id: int
    reason: str
    due_before: datetime
    asked_due_at: datetime
    asked_at: datetime
    is_granted: bool | None
    decided_at: datetime | None
    words: str


class MatterRowOut(Schema):
    """One matter as lists show it."""

    id: int
    number: str
    kind: MatterKind
    source: MatterSource
    state: MatterState
    title: str
    service_code: str | None
    place_code: str
    address: str
    latitude: float | None
    longitude: float | None
    level: int
    is_danger: bool
    is_published: bool
    received_at: datetime
    due_at: datetime
    due_is_provisional: bool
    closed_at: datetime | None
    outcome: str
    me_too_count: int
    reopen_count: int

    @staticmethod
    def resolve_service_code(row: Matter) -> str | None:
        """Name the class, if it has one."""
        return row.matter_class.service_code if row.matter_class else None


class MatterOut(MatterRowOut):
    """One matter with its units, photos and askings for more time."""

    words: str
    filed_at: datetime | None
    answered_at: datetime | None
    answer: str
    reason: str
    limit_amount: int
    limit_unit: LimitUnit
    merged_into_id: int | None
    split_from_id: int | None
    parts: list[PartOut] = Field(alias="assignments")
    photos: list[PhotoOut]
    extensions: list[ExtensionOut]


class MatterPageOut(Schema):
    """Some matters, the latest first; `next_cursor` asks for those after them, null at the end."""

    rows: list[MatterRowOut]
    next_cursor: str | None


class StepOut(Schema):
    """One line of a timeline."""

    id: int
    kind: StepKind
    at: datetime
    organisation_id: int | None
    words: str
    is_public: bool


class ReportedOut(Schema):
    """A matter just taken in. `follow_code` is shown this once; `notice` is what to tell the reporter at once."""

    id: int
    number: str
    follow_code: str
    due_at: datetime
    is_danger: bool
    notice: str


class StatisticsOut(Schema):
    """The figures of matters at a place in a period, as the registry of indicators reads them."""

    figures: list[FigureOut]


class ReportIn(Schema):
    """A matter to take in, as form fields beside `photos`; latitude and longitude are WGS-84 degrees."""

    kind: MatterKind = MatterKind.REPORT
    source: Literal["api", "hotline", "phone", "mail", "patrol"] = "api"
    source_number: Annotated[str, Field(max_length=40, pattern=NO_NUL)] = ""
    place_code: PlaceCode
    words: Words
    title: Annotated[str, Field(max_length=80, pattern=NO_NUL)] = ""
    address: Line = ""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    service_code: ServiceCode | None = None
    reporter_name: Annotated[str, Field(max_length=40, pattern=NO_NUL)] = ""
    reporter_phone: Annotated[str, Field(max_length=20, pattern=NO_NUL)] = ""
    reporter_email: Annotated[str, Field(max_length=120, pattern=NO_NUL)] = ""
    reporter_wants_messages: bool = False
    consent_version: Annotated[str, Field(max_length=40, pattern=NO_NUL)] = ""


class WordsIn(Schema):
    """Words that are needed."""

    words: Words


class ReasonIn(Schema):
    """A reason that is needed."""

    reason: Words


class ClassIn(Schema):
    """A class by its service code."""

    service_code: ServiceCode


class FileIn(Schema):
    """Taking a matter on; the class may have been given before."""

    service_code: ServiceCode | None = None
    words: Words = ""


class RejectIn(Schema):
    """Declining a matter."""

    reason: Words
    outcome: Literal[Outcome.NOT_ACCEPTED, Outcome.REFERRED] = Outcome.NOT_ACCEPTED


class DispatchIn(Schema):
    """Giving a matter to one unit."""

    organisation_id: Id
    words: Words = ""


class WhistleIn(Schema):
    """Whistling several units to one matter."""

    lead_id: Id
    support_ids: Units
    words: Words = ""


class ActIn(Schema):
    """What a unit did, as form fields beside `photos`."""

    result: Words


class ExtensionIn(Schema):
    """Asking for more time."""

    due_at: Moment
    reason: Words


class DecisionIn(Schema):
    """Granting or refusing; a refusal says why."""

    is_granted: bool
    words: Words = ""


class CheckIn(Schema):
    """The look before closing, as form fields beside `photos`; what isn't done goes back with words."""

    has_passed: bool
    words: Words = ""


class AnswerIn(Schema):
    """The answer to the person."""

    answer: Words
    is_published: bool | None = None


class UnsolvedIn(Schema):
    """Closing what could not be solved."""

    answer: Words
    reason: Words
    outcome: Literal[Outcome.CLOSED_UNSOLVED, Outcome.REFERRED] = Outcome.CLOSED_UNSOLVED


class MergeIn(Schema):
    """Joining a matter to another."""

    into_id: Id


class SplitIn(Schema):
    """Taking a matter apart: one new matter for each text."""

    words: Annotated[list[Words], Field(min_length=1, max_length=10)]


class RatingIn(Schema):
    """What the person said when the desk called back."""

    is_solved: bool
    satisfaction: Satisfaction
    words: Words = ""
