"""What the global search finds in supervision."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.supervision.models import Letter, Matter, Note
from gongjian.core.access import Actor, Right
from gongjian.core.search import SearchHit, find_rows


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find matters, letters and notes by words or initials. Three queries at most."""
    if not actor.can(Right.SUPERVISION_VIEW):
        return []
    hits = [
        SearchHit(_("督办件"), row.title, row.number_text, reverse("supervision:matter", args=[row.pk]))
        for row in find_rows(Matter.objects.visible_to(actor), text, limit, "title")
    ]
    hits += [
        SearchHit(_("责任书"), row.receiver_name, row.title, reverse("supervision:letter", args=[row.pk]))
        for row in find_rows(
            Letter.objects.visible_to(actor), text, limit - len(hits), "receiver_name", "title"
        )
    ]
    hits += [
        SearchHit(_("督查记录"), str(row), row.spot, reverse("supervision:note", args=[row.pk]))
        for row in find_rows(Note.objects.visible_to(actor), text, limit - len(hits), "text", "spot")
    ]
    return hits
