"""Organisations: a list, one body."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from gongjian.apps.api.guard import ERRORS, needs, person
from gongjian.apps.api.schemas import OrganisationOut, OrganisationPageOut, paged
from gongjian.apps.parties import selectors
from gongjian.core.access import Right
from gongjian.core.listing import page_of

router = Router(tags=["单位"])


@router.get("/", response={200: OrganisationPageOut, **ERRORS}, summary="单位列表")
@needs(Right.PARTIES_VIEW)
def list_organisations(
    request: HttpRequest, text: str = "", kind: str = "", place: str = "", page: int = 1
) -> Any:
    """List the active bodies one may see, 50 a page."""
    rows = selectors.list_organisations(person(request), text=text, kind=kind, place_code=place)
    return paged(page_of(rows, request.GET))


@router.get("/{organisation_id}", response={200: OrganisationOut, **ERRORS}, summary="一个单位")
@needs(Right.PARTIES_VIEW)
def get_organisation(request: HttpRequest, organisation_id: int) -> Any:
    """Return one body."""
    return selectors.get_organisation(person(request), organisation_id)
