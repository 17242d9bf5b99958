"""Covenants that a public place shows on its first page."""

from django.utils import timezone

from gongjian.apps.councils.models import Covenant, CovenantVersion
from gongjian.apps.councils.selectors import covenants
from gongjian.apps.portal.selectors.places import PublicPlace


def covenants_at(place: PublicPlace, limit: int) -> list[tuple[Covenant, CovenantVersion | None]]:
    """List covenants with the version that is open for opinions today, those first."""
    today = timezone.localdate()
    found = [(one, covenants.open_on(one, today)) for one in covenants.public_covenants(place.code)]
    shown = [
        (one, now) for one, now in found if now or covenants.in_force(covenants.public_versions(one), today)
    ]
    return sorted(shown, key=lambda pair: pair[1] is None)[:limit]
