"""Aid and hearings: lists, one with its hearings and postings; an application, findings and an objection taken in.

The draw, the vote and the decision are made by people on the pages: no program opens a box or casts a ballot.
"""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from gongjian.apps.api import schemas_hearings as shapes
from gongjian.apps.api.guard import READ_ERRORS, ROW_ERRORS, WRITE_ERRORS, needs, person
from gongjian.apps.api.schemas import paged
from gongjian.apps.api.schemas_matters import Id, PlaceCode
from gongjian.apps.hearings import selectors, services
from gongjian.apps.hearings.choices import AidKind, AidStatus
from gongjian.apps.hearings.models import AidApplication
from gongjian.core.access import Right
from gongjian.core.errors import NotFound
from gongjian.core.listing import page_of

router = Router(tags=["救助和评议"])
Page = Annotated[int, Field(ge=1, le=2**31)]
Year = Annotated[int, Field(ge=2000, le=2100)]


@router.get("/", response={200: shapes.AidPageOut, **READ_ERRORS}, summary="救助申请列表")
@needs(Right.HEARINGS_VIEW)
def list_aid_applications(
    request: HttpRequest,
    status: AidStatus | None = None,
    kind: AidKind | None = None,
    place: PlaceCode | None = None,
    year: Year | None = None,
    page: Page = 1,
) -> Any:
    """List the applications one may see, the latest first, 50 a page; names are masked."""
    asked = {"status": status, "kind": kind, "year": year}
    rows = selectors.applications_in_sight(person(request), place or "")
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    return paged(page_of(rows.order_by("-applied_on", "-pk"), request.GET))


@router.get("/{application_id}", response={200: shapes.AidOut, **ROW_ERRORS}, summary="一份救助申请")
@needs(Right.HEARINGS_VIEW)
def get_aid_application(request: HttpRequest, application_id: Id) -> Any:
    """Return one application with its hearings, their counts, and its postings."""
    return _now(request, application_id)


@router.post("/", response={201: shapes.AidOut, **WRITE_ERRORS}, summary="登记一份救助申请")
@needs(Right.HEARINGS_MANAGE, writes=True)
def apply_for_aid(request: HttpRequest, data: shapes.AidIn) -> Any:
    """Take in an application; 409 while the household has one of the kind under way."""
    actor = person(request)
    if not actor.can(Right.HEARINGS_MANAGE, data.place_code):
        raise NotFound("没有这个地方，或者不归你管。请核对 place_code。")
    spec = services.ApplicationSpec(
        place_code=data.place_code,
        kind=data.kind,
        head=services.PersonSpec(data.head.name, data.head.id_number),
        members=[services.PersonSpec(one.name, one.id_number, one.relation) for one in data.members],
        facts=data.facts,
        phone=data.phone,
        address=data.address,
        applied_on=data.applied_on,
    )
    made = services.apply_for_aid(actor=actor, spec=spec)
    return Status(201, _now(request, made.pk))


@router.post(
    "/{application_id}/findings", response={200: shapes.AidOut, **WRITE_ERRORS}, summary="记调查结果"
)
@needs(Right.HEARINGS_MANAGE, writes=True)
def record_aid_findings(request: HttpRequest, application_id: Id, data: shapes.FindingsIn) -> Any:
    """Write what looking into an application showed; a hearing may be called then."""
    services.record_findings(actor=person(request), application_id=application_id, findings=data.findings)
    return _now(request, application_id)


@router.post(
    "/postings/{posting_id}/objections",
    response={201: shapes.ObjectionOut, **WRITE_ERRORS},
    summary="登记公示异议",
)
@needs(Right.HEARINGS_MANAGE, writes=True)
def object_to_posting(request: HttpRequest, posting_id: Id, data: shapes.ObjectionIn) -> Any:
    """Take in an objection while a posting hangs; 409 once it is over."""
    made = services.take_objection(
        actor=person(request),
        posting_id=posting_id,
        words=data.words,
        objector=data.objector,
        contact=data.contact,
    )
    return Status(201, made)


def _now(request: HttpRequest, application_id: int) -> AidApplication:
    return selectors.get_application(person(request), application_id)
