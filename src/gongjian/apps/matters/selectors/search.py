"""What the global search finds in matters."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.matters.models import Matter
from gongjian.core.access import Actor
from gongjian.core.search import SearchHit, find_rows


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find matters by number, or by words or initials of the title. One query."""
    rows = find_rows(Matter.objects.visible_to(actor), text, limit, "title", "number")
    return [
        SearchHit(
            _("事项"),
            row.title,
            f"{row.number} {row.get_state_display()}",
            reverse("matters:matter", args=[row.pk]),
        )
        for row in rows
    ]
