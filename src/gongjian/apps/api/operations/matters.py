"""Matters: lists, one with its timeline and photos, classes and standards, figures; a matter taken in."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from gongjian.apps.api import schemas_matters as shapes
from gongjian.apps.api.guard import READ_ERRORS, ROW_ERRORS, WRITE_ERRORS, needs, person
from gongjian.apps.api.operations.indicators import asked_of, figure_out
from gongjian.apps.api.schemas_matters import Id, PlaceCode, ServiceCode, Size
from gongjian.apps.api.selectors import matters as reads
from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MatterKind, MatterSource, MatterState
from gongjian.apps.matters.models import MatterPhoto
from gongjian.apps.matters.selectors.matters import get_matter
from gongjian.core import registry
from gongjian.core.access import Right
from gongjian.core.attachments import Upload
from gongjian.core.errors import NotFound
from gongjian.core.files import read_bytes

router = Router(tags=["事项"])
PREFIX = "matters."
DANGER = "可能有生命危险：请马上告诉反映人拨打 110、119 或 120，不要等这里办理。"
View = Literal["open", "mine", "new", "checking", "answering", "late", "suspended", "closed", "all"]
Text = Annotated[str, Field(max_length=40, pattern=shapes.NO_NUL)]
PHOTO_ANSWER = {
    "responses": {200: {"description": "照片", "content": {"image/jpeg": {"schema": {"type": "string"}}}}}
}


@router.get("/", response={200: shapes.MatterPageOut, **READ_ERRORS}, summary="事项列表")
@needs(Right.MATTERS_VIEW)
def list_matters(
    request: HttpRequest,
    view: View | None = None,
    state: MatterState | None = None,
    kind: MatterKind | None = None,
    source: MatterSource | None = None,
    place: PlaceCode | None = None,
    service_code: ServiceCode | None = None,
    organisation: Id | None = None,
    received_from: shapes.Moment | None = None,
    received_before: shapes.Moment | None = None,
    is_published: bool | None = None,
    cursor: shapes.Line = "",
    size: Size = 50,
) -> Any:
    """List the matters one may see, the latest first; `next_cursor` of the answer goes into `cursor` of the next call.

    `place` and `service_code` keep what lies below them too; times without an offset are refused.
    """
    query = reads.MatterQuery(
        view=view or "",
        state=state,
        kind=kind,
        source=source,
        place_code=place or "",
        service_code=service_code or "",
        organisation_id=organisation,
        received_from=received_from,
        received_before=received_before,
        is_published=is_published,
    )
    return reads.list_matters(person(request), query, cursor, size)


@router.post("/", response={201: shapes.ReportedOut, **WRITE_ERRORS}, summary="提交一件事项")
@needs(Right.MATTERS_REPORT, writes=True)
def report_matter(
    request: HttpRequest, data: Form[shapes.ReportIn], photos: File[list[UploadedFile] | None] = None
) -> Any:
    """Take a matter in at one of one's places; the answer holds its number and the code to follow it, shown this once."""
    actor = person(request)
    if not actor.can(Right.MATTERS_REPORT, data.place_code):
        raise NotFound("没有这个地方，或者不归你管。请核对 place_code。")
    matter_class = reads.class_of(data.service_code, data.place_code) if data.service_code else None
    reporter = services.ReporterSpec(
        name=data.reporter_name,
        phone=data.reporter_phone,
        email=data.reporter_email,
        consent_version=data.consent_version,
        wants_messages=data.reporter_wants_messages,
    )
    spec = services.MatterSpec(
        kind=data.kind,
        source=MatterSource(data.source),
        place_code=data.place_code,
        words=data.words,
        title=data.title,
        address=data.address,
        latitude=_degrees(data.latitude),
        longitude=_degrees(data.longitude),
        class_id=matter_class.pk if matter_class else None,
        reporter=reporter,
        source_number=data.source_number,
    )
    made = services.report_matter(actor=actor, spec=spec, photos=uploads_of(photos))
    matter = made.matter
    told = {
        "id": matter.pk,
        "number": matter.number,
        "follow_code": made.follow_code,
        "due_at": matter.due_at,
        "is_danger": matter.is_danger,
        "notice": DANGER if matter.is_danger else "",
    }
    return Status(201, told)


@router.get("/classes/", response={200: list[shapes.ClassOut], **ROW_ERRORS}, summary="事项类别")
@needs(Right.MATTERS_VIEW)
def list_matter_classes(request: HttpRequest, place: PlaceCode | None = None, text: Text = "") -> Any:
    """List the classes in force at a place (the caller's own when left out)."""
    return reads.list_classes(person(request), _place(request, place), text)


@router.get("/standards/", response={200: list[shapes.StandardOut], **ROW_ERRORS}, summary="处置时限标准")
@needs(Right.MATTERS_VIEW)
def list_matter_standards(
    request: HttpRequest, place: PlaceCode | None = None, service_code: ServiceCode | None = None
) -> Any:
    """List the versions of the standards at a place; the nearest place and the latest day not after today apply."""
    return reads.list_standards(person(request), _place(request, place), service_code or "")


@router.get("/statistics/", response={200: shapes.StatisticsOut, **ROW_ERRORS}, summary="事项的指标")
@needs(Right.INDICATORS_VIEW)
def read_matter_statistics(request: HttpRequest, period: Text, place: PlaceCode | None = None) -> Any:
    """Read every figure of matters for a place with all below it; `/api/indicators/{key}/rows` has the rows behind.

    The parameters of the indicators (such as `class` or `source`, see `/api/indicators/`) go into the query too.
    """
    keys = [one.key for one in registry.list_indicators() if one.key.startswith(PREFIX)]
    usable = [key for key in keys if registry.may_use(person(request), registry.get_indicator(key))]
    return {
        "figures": [
            figure_out(registry.read_figure(key, **asked_of(request, key, period, place or "")))
            for key in usable
        ]
    }


@router.get("/{case_id}", response={200: shapes.MatterOut, **ROW_ERRORS}, summary="一件事项")
@needs(Right.MATTERS_VIEW)
def get_one_matter(request: HttpRequest, case_id: Id) -> Any:
    """Return one matter with its units, photos and askings for more time."""
    return get_matter(person(request), case_id)


@router.get(
    "/{case_id}/timeline", response={200: list[shapes.StepOut], **ROW_ERRORS}, summary="一件事项的经过"
)
@needs(Right.MATTERS_VIEW)
def list_matter_steps(request: HttpRequest, case_id: Id) -> Any:
    """List what happened to a matter, the first first."""
    return list(get_matter(person(request), case_id).steps.all())


@router.get(
    "/{case_id}/photos/{photo_id}",
    response={200: None, **ROW_ERRORS},
    summary="一张照片",
    openapi_extra=PHOTO_ANSWER,
)
@needs(Right.MATTERS_VIEW)
def get_matter_photo(request: HttpRequest, case_id: Id, photo_id: Id) -> Any:
    """Return the bytes of a photo of a matter."""
    matter = get_matter(person(request), case_id)
    photo = MatterPhoto.objects.select_related("file").filter(pk=photo_id, matter=matter).one()
    if photo is None:
        raise NotFound()
    response = HttpResponse(read_bytes(photo.file), content_type=photo.file.content_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def uploads_of(files: list[UploadedFile] | None) -> list[Upload]:
    """Read what was sent as files."""
    return [Upload(file.name or "", file.read()) for file in files or []]


def _place(request: HttpRequest, place: str | None) -> str:
    """Check a place that is asked for; another scope's looks absent."""
    if place and not person(request).can(Right.MATTERS_VIEW, place):
        raise NotFound
    return place or ""


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
