"""Needs, resources and agreements as programs ask for them: the scope of the pages, narrowed, page by page from a cursor."""

from dataclasses import dataclass

from gongjian.apps.api.selectors.cursors import CursorPage, newest_first
from gongjian.apps.cobuilding.choices import AgreementStatus, NeedStatus, ResourceStatus
from gongjian.apps.cobuilding.models import Agreement
from gongjian.apps.cobuilding.selectors import lists
from gongjian.apps.cobuilding.selectors.agreements import AgreementsAsked, lines_of, list_agreements
from gongjian.apps.cobuilding.selectors.agreements.one import get_agreement
from gongjian.apps.cobuilding.selectors.amounts import with_open
from gongjian.apps.cobuilding.selectors.lists import EntriesAsked
from gongjian.core.access import Actor, OwnedQuerySet


@dataclass(frozen=True, kw_only=True)
class EntryQuery:
    """What of a list is asked for; what is left empty narrows nothing. `urgency` is of needs, `organisation_id` of resources."""

    status: NeedStatus | ResourceStatus | None = None
    category: str = ""
    place_code: str = ""
    urgency: int = 0
    organisation_id: int | None = None

    def asked(self) -> EntriesAsked:
        """Return the same as the pages of the lists ask it."""
        return EntriesAsked(
            place_code=self.place_code,
            category=self.category,
            urgency=self.urgency,
            organisation_id=self.organisation_id,
        )


@dataclass(frozen=True, kw_only=True)
class AgreementQuery:
    """What of the agreements is asked for; `year` keeps those that ran in it."""

    status: AgreementStatus | None = None
    place_code: str = ""
    organisation_id: int | None = None
    year: int | None = None


def needs_page(actor: Actor, query: EntryQuery, cursor: str, size: int) -> CursorPage:
    """List needs with how much of each is open."""
    return _entries_page(lists.list_needs(actor, query.asked()), query, cursor, size)


def resources_page(actor: Actor, query: EntryQuery, cursor: str, size: int) -> CursorPage:
    """List resources with how much of each is free."""
    return _entries_page(lists.list_resources(actor, query.asked()), query, cursor, size)


def _entries_page(rows: OwnedQuerySet, query: EntryQuery, cursor: str, size: int) -> CursorPage:
    if query.status is not None:
        rows = rows.filter(status=query.status)
    return newest_first(with_open(rows), cursor, size)


def agreements_page(actor: Actor, query: AgreementQuery, cursor: str, size: int) -> CursorPage:
    """List agreements, without their lines."""
    asked = AgreementsAsked(
        organisation_id=query.organisation_id, place_code=query.place_code, year=query.year
    )
    rows = list_agreements(actor, asked)
    return newest_first(rows if query.status is None else rows.filter(status=query.status), cursor, size)


def agreement_with_lines(actor: Actor, agreement_id: int) -> Agreement:
    """Return an agreement with `counted_lines`: what was promised, delivered, accepted; NotFound outside one's scope."""
    found = get_agreement(actor, agreement_id)
    found.counted_lines = lines_of([found.pk]).get(found.pk, [])  # type: ignore[attr-defined]
    return found
