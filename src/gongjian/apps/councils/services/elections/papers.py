"""Papers of an election as Word or PDF; the posted roll shows names masked, the report sheet those who stood."""

from django.db import transaction

from gongjian.apps.councils.models.elections import Election
from gongjian.apps.councils.selectors.elections import (
    announcement_page,
    certificates_of,
    get_election,
    report_page,
    roll_page,
)
from gongjian.apps.documents.services.files import CONTENT_TYPES, Format, RenderedFile, set_page
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.engines.officialdoc import OfficialDocument


@transaction.atomic
def render_roll(*, actor: Actor, election_id: int, form: Format) -> RenderedFile:
    """Set the posted roll."""
    election = get_election(actor, election_id)
    actor.require(Right.ELECTIONS_MANAGE, election.place_code)
    return _render(actor, election, roll_page(election), form)


@transaction.atomic
def render_announcement(*, actor: Actor, election_id: int, form: Format) -> RenderedFile:
    """Set the announcement of the result."""
    election = get_election(actor, election_id)
    return _render(actor, election, announcement_page(election), form)


@transaction.atomic
def render_report(*, actor: Actor, election_id: int, form: Format) -> RenderedFile:
    """Set the report sheet of the count."""
    election = get_election(actor, election_id)
    actor.require(Right.ELECTIONS_MANAGE, election.place_code)
    return _render(actor, election, report_page(election), form)


@transaction.atomic
def render_certificates(*, actor: Actor, election_id: int) -> RenderedFile:
    """Hand out the certificates of the count."""
    election = get_election(actor, election_id)
    text = certificates_of(election)
    audit.record(actor, "councils.election_exported", election, after={"what": "计票证书"})
    return RenderedFile(f"{election.title}计票证书.json", "application/json; charset=utf-8", text.encode())


def _render(actor: Actor, election: Election, page: OfficialDocument, form: Format) -> RenderedFile:
    content = set_page(page, form)
    audit.record(actor, "councils.election_exported", election, after={"what": page.title, "form": form})
    return RenderedFile(f"{page.title}.{form}", CONTENT_TYPES[form], content)
