"""Programmes and assignments: lists, one programme."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from gongjian.apps.api.guard import ERRORS, needs, person
from gongjian.apps.api.schemas import AssignmentPageOut, ProgrammeOut, ProgrammePageOut, paged
from gongjian.apps.programmes import selectors
from gongjian.apps.programmes.models import Assignment, Programme
from gongjian.core.access import Right
from gongjian.core.listing import page_of

router = Router(tags=["行动"])


@router.get("/programmes/", response={200: ProgrammePageOut, **ERRORS}, summary="行动列表")
@needs(Right.PROGRAMMES_VIEW)
def list_programmes(request: HttpRequest, year: int | None = None, page: int = 1) -> Any:
    """List the programmes one may see, newest year first."""
    rows = Programme.objects.visible_to(person(request)).order_by("-year", "pk")
    return paged(page_of(rows if year is None else rows.filter(year=year), request.GET))


@router.get("/programmes/{programme_id}", response={200: ProgrammeOut, **ERRORS}, summary="一个行动")
@needs(Right.PROGRAMMES_VIEW)
def get_programme(request: HttpRequest, programme_id: int) -> Any:
    """Return one programme."""
    return selectors.get_programme(person(request), programme_id)


@router.get("/assignments/", response={200: AssignmentPageOut, **ERRORS}, summary="任务分解")
@needs(Right.PROGRAMMES_VIEW)
def list_assignments(
    request: HttpRequest, programme: int | None = None, place: str = "", status: str = "", page: int = 1
) -> Any:
    """List the assignments one may see, by place; `place` keeps it and all below."""
    rows = Assignment.objects.visible_to(person(request))
    if place:
        rows = rows.within(place) if place.isascii() and place.isdigit() else rows.none()
    if programme is not None:
        rows = rows.filter(task__programme_id=programme)
    if status:
        rows = rows.filter(status=status)
    return paged(page_of(rows.order_by("place_code", "pk"), request.GET))
