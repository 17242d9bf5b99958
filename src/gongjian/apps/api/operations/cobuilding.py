"""Building together: needs, resources and agreements, lists and one of each. Nothing is claimed or signed by a program."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from gongjian.apps.api import schemas_cobuilding as shapes
from gongjian.apps.api.guard import READ_ERRORS, ROW_ERRORS, needs, person
from gongjian.apps.api.schemas_matters import Id, Line, PlaceCode, Size
from gongjian.apps.api.selectors import cobuilding as reads
from gongjian.apps.cobuilding.choices import AgreementStatus, NeedStatus, ResourceStatus
from gongjian.apps.cobuilding.models.lists import MOST_URGENT
from gongjian.apps.cobuilding.selectors.lists import get_need, get_resource
from gongjian.core.access import Right

router = Router(tags=["共建"])
CategoryKey = Annotated[str, Field(max_length=40, pattern=r"^[a-z_]+([.][a-z_]+)?$")]
Urgency = Annotated[int, Field(ge=1, le=MOST_URGENT)]
Year = Annotated[int, Field(ge=2000, le=2100)]


@router.get("/needs/", response={200: shapes.NeedPageOut, **READ_ERRORS}, summary="需求清单")
@needs(Right.COBUILDING_VIEW)
def list_cobuilding_needs(
    request: HttpRequest,
    status: NeedStatus | None = None,
    category: CategoryKey | None = None,
    place: PlaceCode | None = None,
    urgency: Urgency | None = None,
    cursor: Line = "",
    size: Size = 50,
) -> Any:
    """List the needs one may see, the latest entered first; `next_cursor` of the answer goes into `cursor` of the next call.

    `place` keeps what lies below it and what is shown there from above, `category` a whole group too, `urgency` what
    is at least so urgent.
    """
    query = reads.EntryQuery(
        status=status, category=category or "", place_code=place or "", urgency=urgency or 0
    )
    return reads.needs_page(person(request), query, cursor, size)


@router.get("/needs/{need_id}", response={200: shapes.NeedOut, **ROW_ERRORS}, summary="一项需求")
@needs(Right.COBUILDING_VIEW)
def get_cobuilding_need(request: HttpRequest, need_id: Id) -> Any:
    """Return one need with how much of it is open and asked."""
    return get_need(person(request), need_id)


@router.get("/resources/", response={200: shapes.ResourcePageOut, **READ_ERRORS}, summary="资源清单")
@needs(Right.COBUILDING_VIEW)
def list_cobuilding_resources(
    request: HttpRequest,
    status: ResourceStatus | None = None,
    category: CategoryKey | None = None,
    place: PlaceCode | None = None,
    organisation: Id | None = None,
    cursor: Line = "",
    size: Size = 50,
) -> Any:
    """List the resources one may see, the latest entered first; narrowed as needs are, and by unit."""
    query = reads.EntryQuery(
        status=status, category=category or "", place_code=place or "", organisation_id=organisation
    )
    return reads.resources_page(person(request), query, cursor, size)


@router.get("/resources/{resource_id}", response={200: shapes.ResourceOut, **ROW_ERRORS}, summary="一条资源")
@needs(Right.COBUILDING_VIEW)
def get_cobuilding_resource(request: HttpRequest, resource_id: Id) -> Any:
    """Return one resource with how much of it is free and asked for."""
    return get_resource(person(request), resource_id)


@router.get("/agreements/", response={200: shapes.AgreementPageOut, **READ_ERRORS}, summary="共建协议列表")
@needs(Right.COBUILDING_VIEW)
def list_cobuilding_agreements(
    request: HttpRequest,
    status: AgreementStatus | None = None,
    place: PlaceCode | None = None,
    organisation: Id | None = None,
    year: Year | None = None,
    cursor: Line = "",
    size: Size = 50,
) -> Any:
    """List the agreements one may see, the latest made first; `year` keeps those that ran in it."""
    query = reads.AgreementQuery(
        status=status, place_code=place or "", organisation_id=organisation, year=year
    )
    return reads.agreements_page(person(request), query, cursor, size)


@router.get(
    "/agreements/{agreement_id}", response={200: shapes.AgreementOut, **ROW_ERRORS}, summary="一份共建协议"
)
@needs(Right.COBUILDING_VIEW)
def get_cobuilding_agreement(request: HttpRequest, agreement_id: Id) -> Any:
    """Return one agreement with what was promised, delivered and accepted."""
    return reads.agreement_with_lines(person(request), agreement_id)
