"""Whom an agreement tells: those who keep the lists of the community, those who speak for the unit."""

from datetime import date

from django.urls import reverse

from gongjian.apps.cobuilding.choices import Side
from gongjian.apps.cobuilding.models.agreements import OfBothSides
from gongjian.apps.parties.selectors import people_with
from gongjian.apps.parties.services import notify
from gongjian.core.access import Right


def tell_side(row: OfBothSides, side: Side, sentence: str, url: str, due_on: date | None = None) -> None:
    """Tell the people of one side; nobody where a unit has no account."""
    if side == Side.COMMUNITY:
        people = people_with(Right.COBUILDING_MANAGE, row.place_code)
    else:
        unit = row.organisation
        people = people_with(Right.COBUILDING_OFFER, unit.place_code, unit.pk)
    notify([one.pk for one in people], sentence, url, row.place_code, due_on=due_on)


def tell_other(row: OfBothSides, side: Side, sentence: str, url: str) -> None:
    """Tell the side that did not act."""
    tell_side(row, Side.UNIT if side == Side.COMMUNITY else Side.COMMUNITY, sentence, url)


def url_of(agreement_id: int) -> str:
    """Return the address of an agreement."""
    return reverse("cobuilding:agreement", args=[agreement_id])
