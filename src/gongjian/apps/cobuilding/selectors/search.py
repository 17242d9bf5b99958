"""What the global search finds of what is built together."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.models import Agreement, Need, Resource
from gongjian.core.access import Actor
from gongjian.core.search import SearchHit, find_rows


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find needs, resources and agreements by words or initials. Three queries at most."""
    hits: list[SearchHit] = []
    for model, label, name in (
        (Need, _("需求"), "need"),
        (Resource, _("资源"), "resource"),
        (Agreement, _("共建协议"), "agreement"),
    ):
        rows = find_rows(model.objects.visible_to(actor), text, limit - len(hits), "title", "number")
        hits += [
            SearchHit(label, row.title, row.number, reverse(f"cobuilding:{name}", args=[row.pk]))
            for row in rows
        ]
    return hits
