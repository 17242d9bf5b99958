"""What a search finds of pairings."""

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.models import Pairing
from gongjian.core.access import Actor, Right
from gongjian.core.search import SearchHit, find_rows


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find pairings by unit, building or activist, or the initials. One query."""
    wanted = text.strip()
    if not wanted or not actor.can(Right.COBUILDING_VIEW):
        return []
    rows = Pairing.objects.visible_to(actor).select_related("organisation")
    named = rows.annotate(other=Coalesce(F("organisation__name"), F("subject")))
    return [
        SearchHit(_("结对"), row.other, row.get_kind_display(), reverse("cobuilding:pairing", args=[row.pk]))
        for row in find_rows(named, wanted, limit, "other")
    ]
