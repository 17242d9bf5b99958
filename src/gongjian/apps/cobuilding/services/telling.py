"""Whom the lists tell: the desk that keeps them at a place, those who speak for a unit."""

from django.urls import reverse

from gongjian.apps.cobuilding.models import Claim, Need, Resource
from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.selectors import people_with
from gongjian.apps.parties.services import notify
from gongjian.core.access import Right


def tell_desk(place_code: str, row: Need | Resource | Claim, sentence: str) -> None:
    """Tell those nearest to a place who keep its lists."""
    people = people_with(Right.COBUILDING_MANAGE, place_code)
    notify([one.pk for one in people], sentence, url_of(row), place_code)


def tell_unit(organisation: Organisation, row: Need | Resource | Claim, sentence: str) -> None:
    """Tell those who speak for a unit; nobody where it has no account, and the desk rings it up."""
    people = people_with(Right.COBUILDING_OFFER, organisation.place_code, organisation.pk)
    notify([one.pk for one in people], sentence, url_of(row), organisation.place_code)


def url_of(row: Need | Resource | Claim) -> str:
    """Return the address of an entry or a claim."""
    name = {Need: "need", Resource: "resource", Claim: "claim"}[type(row)]
    return reverse(f"cobuilding:{name}", args=[row.pk])
