"""What the global search finds of councils."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.councils.models import AgendaItem, Council, Resolution
from gongjian.core.access import Actor
from gongjian.core.search import SearchHit, find_rows


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find councils, items that were put on an agenda, and decisions by words or initials. Three queries at most."""
    hits = [
        SearchHit(_("议事会"), row.name, row.get_kind_display(), reverse("councils:council", args=[row.pk]))
        for row in find_rows(Council.objects.visible_to(actor), text, limit, "name")
    ]
    decided = Resolution.objects.visible_to(actor).select_related("council", "member__organisation")
    hits += [
        SearchHit(_("议定的事"), row.text, row.owner, reverse("councils:resolution", args=[row.pk]))
        for row in find_rows(decided, text, limit - len(hits), "text")
    ]
    items = AgendaItem.objects.visible_to(actor).filter(meeting__isnull=False).select_related("council")
    hits += [
        SearchHit(_("议题"), row.title, row.council.name, reverse("councils:meeting", args=[row.meeting_id]))
        for row in find_rows(items, text, limit - len(hits), "title")
    ]
    return hits
