"""What the global search finds in elections."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.councils.models.elections import Election
from gongjian.core.access import Actor
from gongjian.core.search import SearchHit


def search_elections(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find elections by words of their title, the newest first. One query."""
    wanted = text.strip()
    if not wanted:
        return []
    rows = Election.objects.visible_to(actor).filter(title__icontains=wanted).order_by("-votes_on", "-pk")
    return [
        SearchHit(
            _("选举"),
            row.title,
            f"{row.get_kind_display()} {row.get_status_display()}",
            reverse("councils:election", args=[row.pk]),
        )
        for row in rows[:limit]
    ]
