"""Places: the children of one, search, one place on a day."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from gongjian.apps.api.guard import ERRORS, needs, person
from gongjian.apps.api.schemas import PlaceOut, PlacePageOut, paged
from gongjian.apps.places import selectors
from gongjian.core.access import Right

router = Router(tags=["地方"])


@router.get("/", response={200: PlacePageOut, **ERRORS}, summary="直接下级")
@needs(Right.PLACES_VIEW)
def list_places(request: HttpRequest, parent: str = "", page: int = 1) -> Any:
    """List the current places directly below one, 50 a page; no parent lists the provinces."""
    if parent:
        selectors.get_visible_place(person(request), parent)
    return paged(selectors.list_children(person(request), parent, request.GET))


@router.get("/search", response={200: list[PlaceOut], **ERRORS}, summary="按名称、拼音首字母或代码找")
@needs(Right.PLACES_VIEW)
def search_places(request: HttpRequest, q: str, limit: int = Query(20, ge=1, le=50)) -> Any:
    """Find places: current first, then upper levels, then by code."""
    return selectors.search_places(person(request), q, limit)


@router.get("/{code}", response={200: PlaceOut, **ERRORS}, summary="一个地方（某一天）")
@needs(Right.PLACES_VIEW)
def get_place(request: HttpRequest, code: str, on: date | None = None) -> Any:
    """Return the place that bore a code, today or on a day."""
    return selectors.get_visible_place(person(request), code, on)
