"""What the global search finds of covenants."""

from django.urls import reverse

from gongjian.apps.councils.models import Covenant
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor
from gongjian.core.search import SearchHit, find_rows


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find covenants by title or by what they are for. Two queries."""
    rows = find_rows(Covenant.objects.visible_to(actor), text, limit, "title", "area")
    names = names_of({row.place_code for row in rows}) if rows else {}
    return [
        SearchHit(
            str(row.get_kind_display()),
            row.title,
            names.get(row.place_code, row.place_code),
            reverse("councils:covenant", args=[row.pk]),
        )
        for row in rows
    ]
