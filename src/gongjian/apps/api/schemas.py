"""What the operations answer: the same facts as the pages, nothing masked there and open here."""

from datetime import date
from typing import Any

from ninja import Schema

from gongjian.core.listing import COUNT_BOUND, ListPage


class PageOut(Schema):
    """Where a page of rows stands. `total` stops at 10,000 (`is_total_exact` says whether it did)."""

    page: int
    total: int
    is_total_exact: bool
    has_next: bool


class PlaceOut(Schema):
    """One place under one code and name. `valid_to` is the last day, none for a current place."""

    code: str
    name: str
    level: int
    parent_code: str
    urban_rural_code: str
    valid_from: date | None
    valid_to: date | None
    is_demo: bool


class PlacePageOut(PageOut):
    """A page of places."""

    rows: list[PlaceOut]


class OrganisationOut(Schema):
    """One body. Contacts are left out: they are personal."""

    id: int
    name: str
    short_name: str
    kind: str
    place_code: str
    credit_code: str
    parent_id: int | None
    is_active: bool
    is_demo: bool


class OrganisationPageOut(PageOut):
    """A page of bodies."""

    rows: list[OrganisationOut]


class IndicatorOut(Schema):
    """One definition of the registry."""

    key: str
    name: str
    unit: str
    definition: str
    has_denominator: bool
    decimals: int
    better: str
    params: list[str]


class FigureOut(Schema):
    """One reading. Sums are exact fractions as text; `value` is rounded, none when there is nothing to read."""

    key: str
    name: str
    unit: str
    place_code: str
    period: str
    numerator: str
    denominator: str | None
    value: str | None
    text: str
    row_count: int
    missing: list[str]


class FigureRowOut(Schema):
    """One row behind a figure."""

    label: str
    place_code: str
    numerator: str
    denominator: str | None
    url: str
    note: str


class FigureRowsOut(PageOut):
    """A page of the rows that add up to a figure."""

    figure: FigureOut
    rows: list[FigureRowOut]


class ProgrammeOut(Schema):
    """One programme."""

    id: int
    title: str
    theme: str
    year: int
    place_code: str
    status: str
    starts_on: date | None
    ends_on: date | None
    lead_organisation_id: int | None
    is_demo: bool


class ProgrammePageOut(PageOut):
    """A page of programmes."""

    rows: list[ProgrammeOut]


class AssignmentOut(Schema):
    """One task in one place's or unit's hands."""

    id: int
    task_id: int
    parent_id: int | None
    place_code: str
    organisation_id: int | None
    status: str
    quantity: str | None
    done_quantity: str | None
    due_on: date | None
    done_on: date | None
    is_pilot: bool

    @staticmethod
    def resolve_quantity(row: Any) -> str | None:
        """Write the exact number."""
        return None if row.quantity is None else str(row.quantity)

    @staticmethod
    def resolve_done_quantity(row: Any) -> str | None:
        """Write the exact number."""
        return None if row.done_quantity is None else str(row.done_quantity)


class AssignmentPageOut(PageOut):
    """A page of assignments."""

    rows: list[AssignmentOut]


class DocumentOut(Schema):
    """One official document, without its body."""

    id: int
    title: str
    kind: str
    doc_number: str
    place_code: str
    issuer_id: int
    status: str
    period_first_on: date
    period_last_on: date
    issued_on: date | None
    is_demo: bool


class DocumentPageOut(PageOut):
    """A page of documents."""

    rows: list[DocumentOut]


class OperandOut(Schema):
    """Words a figure was computed from, and where they stand."""

    quote: str
    start: int
    end: int


class FindingOut(Schema):
    """A figure that cannot be right: where it stands, what should stand there, and why in a sentence."""

    type: str
    quote: str
    start: int
    end: int
    proposal: str | None
    sentence: str
    operands: list[OperandOut]


class CheckedReportOut(Schema):
    """A report's words as read, how many figures were recomputed, those that hold and those that do not."""

    text: str
    total: int
    held: list[str]
    findings: list[FindingOut]
    warnings: list[str]


def paged(page: ListPage) -> dict[str, Any]:
    """Write a page of a list."""
    return {
        "page": page.number,
        "total": page.total if page.is_total_exact else COUNT_BOUND,
        "is_total_exact": page.is_total_exact,
        "has_next": page.has_next,
        "rows": list(page.rows),
    }
