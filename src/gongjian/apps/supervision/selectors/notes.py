"""Notes of supervision: lists and one."""

from django.http import QueryDict

from gongjian.apps.supervision.models import Note
from gongjian.core.access import Actor, OwnedQuerySet, prefix_range
from gongjian.core.errors import NotFound


def list_notes(actor: Actor, params: QueryDict, place_code: str = "") -> OwnedQuerySet:
    """List the notes in sight, the newest day first, by kind and words."""
    rows = Note.objects.visible_to(actor).select_related("written_by", "matter").prefetch_related("photos")
    if place_code:
        rows = rows.filter(prefix_range("place_code", place_code))
    if params.get("kind") == "problem":
        rows = rows.filter(is_problem=True)
    elif params.get("kind") == "open":
        rows = rows.filter(is_problem=True, matter__isnull=True)
    elif params.get("kind") == "good":
        rows = rows.filter(is_problem=False)
    if words := params.get("q", "").strip()[:60]:
        rows = rows.filter(text__contains=words)
    return rows.order_by("-seen_on", "-pk")


def get_note(actor: Actor, note_id: int) -> Note:
    """Return a note with its photos and matter; NotFound also for another's."""
    rows = Note.objects.visible_to(actor).select_related("written_by", "matter", "programme")
    found: Note | None = rows.prefetch_related("photos").filter(pk=note_id).one()
    if found is None:
        raise NotFound()
    return found
