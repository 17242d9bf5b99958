"""What the operations on building together answer: what the pages of the lists show; no person, household or phone number."""

from datetime import date, datetime, time
from typing import Any

from ninja import Schema

from gongjian.apps.cobuilding.choices import (
    AgreementStatus,
    NeedSource,
    NeedStatus,
    Recurrence,
    ResourceStatus,
)


class EntryOut(Schema):
    """What an entry of either list says. `quantity` counts the `unit`, `open_quantity` of it is neither agreed nor consented.

    `published_to` is the place whose people see it (null: its owners alone), `weekdays` are ISO digits ("67": the
    weekend, "": any day). It ends by itself after `expires_on`.
    """

    id: int
    number: str
    place_code: str
    published_to: str | None
    category: str
    unit: str
    title: str
    quantity: int
    open_quantity: int
    first_on: date | None
    last_on: date | None
    weekdays: str
    starts_at: time | None
    ends_at: time | None
    recurrence: Recurrence
    qualifications: list[str]
    expires_on: date
    made_at: datetime
    is_demo: bool

    @staticmethod
    def resolve_unit(row: Any) -> str:
        """Name the unit of the category."""
        return str(row.kind.unit)


class NeedRowOut(EntryOut):
    """One need as lists show it. `urgency` is 1 to 5, `raised_to` the place above that was asked."""

    for_whom: str
    people: int | None
    urgency: int
    source: NeedSource
    status: NeedStatus
    raised_to: str


class NeedPageOut(Schema):
    """Some needs, the latest entered first; `next_cursor` asks for those after them, null at the end."""

    rows: list[NeedRowOut]
    next_cursor: str | None


class ResourceRowOut(EntryOut):
    """One resource as lists show it. `reach_m` is how far from it in metres (null: anywhere it is published to)."""

    organisation_id: int
    conditions: str
    reach_m: int | None
    status: ResourceStatus


class ResourcePageOut(Schema):
    """Some resources, the latest entered first; `next_cursor` asks for those after them, null at the end."""

    rows: list[ResourceRowOut]
    next_cursor: str | None


class WhereOut(Schema):
    """What one entry says beside what lists show: words, the spot, how much is asked for and waits for an answer."""

    detail: str
    address: str
    latitude: float | None
    longitude: float | None
    asked: int
    renewed_from_id: int | None


class NeedOut(NeedRowOut, WhereOut):
    """One need. The household it was found in is in no answer."""


class ResourceOut(ResourceRowOut, WhereOut):
    """One resource. `is_by_desk`: the community wrote it down for the unit."""

    is_by_desk: bool


class AgreementRowOut(Schema):
    """One agreement between a community (`place_code`) and a unit, as lists show it."""

    id: int
    number: str
    title: str
    place_code: str
    organisation_id: int
    project_id: int | None
    status: AgreementStatus
    starts_on: date
    ends_on: date
    signed_on: date | None
    delivered_on: date | None
    accepted_on: date | None
    ended_on: date | None
    made_at: datetime
    is_demo: bool


class AgreementPageOut(Schema):
    """Some agreements, the latest made first; `next_cursor` asks for those after them, null at the end."""

    rows: list[AgreementRowOut]
    next_cursor: str | None


class AgreementLineOut(Schema):
    """One promise and what became of it, in the `unit` of its category: `delivered` is confirmed, `waiting` is not yet.

    `accepted` is what the community took as done, null before.
    """

    id: int
    need_id: int
    resource_id: int | None
    category: str
    unit: str
    title: str
    promised: int
    delivered: int
    waiting: int
    accepted: int | None

    @staticmethod
    def resolve_id(row: Any) -> int:
        """Return the key of the line."""
        return int(row.line.pk)

    @staticmethod
    def resolve_need_id(row: Any) -> int:
        """Return the key of the need."""
        return int(row.line.need_id)

    @staticmethod
    def resolve_resource_id(row: Any) -> int | None:
        """Return the key of the resource, if the unit gives it from its list."""
        key: int | None = row.line.resource_id
        return key

    @staticmethod
    def resolve_category(row: Any) -> str:
        """Return the category of the need."""
        return str(row.line.need.category)

    @staticmethod
    def resolve_unit(row: Any) -> str:
        """Name the unit of the category."""
        return str(row.kind.unit)

    @staticmethod
    def resolve_title(row: Any) -> str:
        """Name the need."""
        return str(row.line.need.title)

    @staticmethod
    def resolve_promised(row: Any) -> int:
        """Return what holds now."""
        return int(row.line.promised)

    @staticmethod
    def resolve_accepted(row: Any) -> int | None:
        """Return what was taken as done."""
        amount: int | None = row.line.accepted
        return amount


class AgreementOut(AgreementRowOut):
    """One agreement with its lines. Who signed and who takes part are in no answer."""

    terms: str
    end_reason: str
    lines: list[AgreementLineOut]

    @staticmethod
    def resolve_lines(row: Any) -> Any:
        """Return the lines as they were counted."""
        return row.counted_lines
