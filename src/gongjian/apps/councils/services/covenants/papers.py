"""A covenant and the announcement of its vote, handed out as Word or PDF."""

from gongjian.apps.councils.selectors.covenants import announcement_page, covenant_page, get_version
from gongjian.apps.documents.services.files import CONTENT_TYPES, Format, RenderedFile, set_page
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound


def render_covenant(*, actor: Actor, version_id: int, form: Format) -> RenderedFile:
    """Set a version for whoever may see it."""
    version = get_version(actor, version_id)
    return RenderedFile(f"{version}.{form}", CONTENT_TYPES[form], set_page(covenant_page(version), form))


def render_announcement(*, actor: Actor, version_id: int, number: int, form: Format) -> RenderedFile:
    """Set the announcement of a vote on a version; its votes are counted from 1."""
    version = get_version(actor, version_id)
    votes = list(version.votes.all())
    if not 1 <= number <= len(votes):
        raise NotFound()
    page = set_page(announcement_page(version, votes[number - 1]), form)
    return RenderedFile(f"{version.covenant.title}表决公告.{form}", CONTENT_TYPES[form], page)
