"""News for the mediators of a case: neutral words, with the way to the case."""

from collections.abc import Iterable

from django.urls import reverse

from gongjian.apps.matters.models import Mediation
from gongjian.apps.matters.selectors.mediation.cases import members_of
from gongjian.apps.parties.services import notify


def tell_members(row: Mediation, sentence: str, only: Iterable[int] | None = None) -> None:
    """Tell the mediators of a case, or some of them."""
    seated = set(members_of(row).values_list("user_id", flat=True)) if only is None else set(only)
    if seated:
        address = reverse("matters:mediation", args=[row.matter_id])
        notify(seated, sentence, address, row.matter.place_code)
