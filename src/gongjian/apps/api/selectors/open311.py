"""Matters as Open311 GeoReport v2 names them: services, requests, updates; published ones, masked, and one's own.

Source: wiki.open311.org/GeoReport_v2 and its extensions (page, page_size; lat, long, radius), and the request
updates of FixMyStreet (servicerequestupdates). A jurisdiction is a place by its code. What a system reported itself
it may follow although the desk has not published it; the words are masked for it as for everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.api.selectors.matters import class_of
from gongjian.apps.matters.choices import ClassKind, MatterKind, MatterState, Outcome, StepKind
from gongjian.apps.matters.models import Assignment, CaseStandard, Matter, MatterClass, MatterPhoto, Step
from gongjian.apps.matters.models.matters import MatterQuerySet
from gongjian.apps.matters.selectors.deadlines import standard_for
from gongjian.apps.matters.selectors.public import is_of_public_space, masked, public_address, published
from gongjian.core.access import ancestors_of, prefix_range
from gongjian.core.errors import NotFound
from gongjian.engines.coordinates import Position, box_around, metres_between

SPAN = timedelta(days=90)
SUBCLASS_DIGITS = 4
MOST_NEAR = 1_000
"""Around a point the latest so many are looked at: as many as the specification has a server return."""
Row = dict[str, Any]
PREFIXES = {"B": ClassKind.COMPONENT, "S": ClassKind.EVENT, "Q": ClassKind.REQUEST}


@dataclass(frozen=True, kw_only=True)
class RequestQuery:
    """Which requests are asked for; `numbers` overrides the rest. `radius_m` goes with latitude and longitude."""

    place_code: str
    numbers: Sequence[str] = ()
    service_codes: Sequence[str] = ()
    start_at: datetime
    end_at: datetime
    statuses: frozenset[str] = field(default_factory=frozenset)
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int = 0
    page: int = 1
    page_size: int = 100


def list_services(place_code: str) -> list[Row]:
    """List the small classes of reports in force at a place, by code, each with its class as `group`."""
    codes = [*ancestors_of(place_code), place_code]
    rows = list(MatterClass.objects.filter(is_active=True, place_code__in=codes).order_by("place_code"))
    named = {(row.kind, row.code): row for row in rows}  # the nearest place's comes last and stays
    told = _with_conditions(codes)
    return [
        {
            "service_code": row.service_code,
            "service_name": row.shown_name,
            "description": row.plain_name,
            "metadata": row.pk in told,
            "type": "realtime",
            "keywords": ",".join(row.aliases),
            "group": named[(row.kind, row.parent_code)].shown_name
            if (row.kind, row.parent_code) in named
            else "",
        }
        for (_kind, code), row in sorted(named.items())
        if len(code) == SUBCLASS_DIGITS
    ]


def get_service(place_code: str, service_code: str) -> Row:
    """Return what a service asks for beside the words: nothing to fill in, but when it is taken on, to be shown."""
    matter_class = class_of(service_code, place_code)
    standard = standard_for(matter_class, place_code, timezone.localdate())
    shown = [standard.filing_condition] if standard and standard.filing_condition else []
    return {
        "service_code": matter_class.service_code,
        "attributes": [
            {
                "variable": False,
                "code": "filing_condition",
                "datatype": "string",
                "required": False,
                "datatype_description": "",
                "order": number,
                "description": text,
            }
            for number, text in enumerate(shown, start=1)
        ],
    }


def list_requests(query: RequestQuery, user_id: int | None) -> list[Row]:
    """List requests, the latest first: those everybody may read, and those the caller reported himself."""
    rows = _in_sight(query.place_code, user_id)
    rows = rows.filter(number__in=query.numbers) if query.numbers else rows.filter(*_conditions(query))
    start = (query.page - 1) * query.page_size
    ordered = _whole(rows).order_by("-received_at", "-pk")
    if query.latitude is not None and query.longitude is not None and not query.numbers:
        here = Position(query.latitude, query.longitude)
        near = [row for row in ordered[:MOST_NEAR] if _is_near(row, here, query.radius_m)]
        return [_request(row) for row in near[start : start + query.page_size]]
    return [_request(row) for row in ordered[start : start + query.page_size]]


def get_request(number: str, user_id: int | None) -> Row:
    """Return one request by its number, or NotFound."""
    row = _whole(_in_sight("", user_id)).filter(number=number).first()
    if row is None:
        raise NotFound("没有这个编号，或者没有公开。")
    return _request(row)


def own_matter(number: str, user_id: int | None) -> Matter:
    """Return a matter that the caller may say more about; others' look absent."""
    row: Matter | None = _in_sight("", user_id).filter(number=number).first()
    if row is None:
        raise NotFound("没有这个编号，或者没有公开。")
    return row


def list_updates(
    place_code: str,
    user_id: int | None,
    *,
    start_at: datetime,
    end_at: datetime,
    number: str,
    page: int,
    page_size: int,
) -> list[Row]:
    """List the public lines of the timelines in sight, the earliest first."""
    rows = _in_sight(place_code, user_id)
    if number:
        rows = rows.filter(number=number)
    steps = Step.objects.filter(
        matter__in=rows.order_by().values("pk"), is_public=True, at__gte=start_at, at__lt=end_at
    )
    start = (page - 1) * page_size
    found = steps.select_related("matter").order_by("at", "pk")[start : start + page_size]
    return [
        {
            "update_id": str(step.pk),
            "service_request_id": step.matter.number,
            "status": _status_after(step),
            "updated_datetime": step.at.isoformat(timespec="seconds"),
            "description": masked(step.words) or step.get_kind_display(),
            "media_url": "",
        }
        for step in found
    ]


def get_public_photo(number: str, photo_id: int) -> MatterPhoto:
    """Return a photo the desk made public, of a published matter."""
    inside = published().filter(number=number)
    rows = MatterPhoto.objects.filter(pk=photo_id, is_public=True, matter__in=inside.order_by().values("pk"))
    photo: MatterPhoto | None = rows.select_related("file").first()
    if photo is None:
        raise NotFound("没有公开这张照片。")
    return photo


def _in_sight(place_code: str, user_id: int | None) -> MatterQuerySet:
    shown = Q(pk__in=published().filter(kind=MatterKind.REPORT).order_by().values("pk"))
    if user_id is not None:
        shown |= Q(reported_by_id=user_id, kind=MatterKind.REPORT)
    return Matter.objects.filter(shown, prefix_range("place_code", place_code))


def _whole(rows: MatterQuerySet) -> MatterQuerySet:
    leads = Assignment.objects.filter(is_lead=True).select_related("organisation").order_by("cycle", "pk")
    photos = MatterPhoto.objects.filter(is_public=True)
    return (
        rows.select_related("matter_class")
        .annotate(changed_at=Max("steps__at"))
        .prefetch_related(
            Prefetch("assignments", leads, to_attr="leads"), Prefetch("photos", photos, to_attr="shown")
        )
    )


def _conditions(query: RequestQuery) -> list[Q]:
    found = [Q(received_at__gte=query.start_at, received_at__lt=query.end_at)]
    if query.service_codes:
        wanted = Q(pk__in=[])
        for code in query.service_codes:
            kind = PREFIXES.get(code[:1])
            if kind:
                wanted |= Q(matter_class__kind=kind, matter_class__code=code[1:])
        found.append(wanted)
    if query.statuses == {"open"}:
        found.append(~Q(state__in=_CLOSED))
    elif query.statuses == {"closed"}:
        found.append(Q(state__in=_CLOSED))
    if query.latitude is not None and query.longitude is not None:
        box = box_around(Position(query.latitude, query.longitude), query.radius_m)
        found.append(
            Q(
                latitude__range=(Decimal(str(box.south)), Decimal(str(box.north))),
                longitude__range=(Decimal(str(box.west)), Decimal(str(box.east))),
            )
        )
        found.append(~Q(matter_class__kind=ClassKind.REQUEST) & Q(matter_class__isnull=False))
    return found


def _is_near(row: Matter, here: Position, radius_m: int) -> bool:
    if row.latitude is None or row.longitude is None:
        return False
    return metres_between(here, Position(float(row.latitude), float(row.longitude))) <= radius_m


def _request(row: Any) -> Row:
    is_closed = row.state in _CLOSED
    has_point = row.latitude is not None and is_of_public_space(row)
    return {
        "service_request_id": row.number,
        "status": "closed" if is_closed else "open",
        "status_notes": masked(row.answer or row.reason) if is_closed else row.get_state_display(),
        "service_name": row.matter_class.shown_name if row.matter_class else "",
        "service_code": row.matter_class.service_code if row.matter_class else "",
        "description": masked(row.words),
        "agency_responsible": row.leads[-1].organisation.name if row.leads else "",
        "service_notice": "",
        "requested_datetime": row.received_at.isoformat(timespec="seconds"),
        "updated_datetime": (row.changed_at or row.received_at).isoformat(timespec="seconds"),
        "expected_datetime": row.due_at.isoformat(timespec="seconds"),
        "address": public_address(row),
        "address_id": "",
        "zipcode": "",
        "lat": float(row.latitude) if has_point else None,
        "long": float(row.longitude) if has_point else None,
        "media_url": photo_path(row.number, row.shown[0].pk) if row.is_published and row.shown else "",
    }


def photo_path(number: str, photo_id: int) -> str:
    """Return the path of a public photo."""
    return reverse("open311:photo", args=[number, photo_id])


def _with_conditions(codes: Sequence[str]) -> set[int]:
    rows = CaseStandard.objects.filter(place_code__in=codes, effective_on__lte=timezone.localdate())
    return set(rows.exclude(filing_condition="").values_list("matter_class_id", flat=True))


_CLOSED = (MatterState.CLOSED, MatterState.REJECTED, MatterState.VOID, MatterState.MERGED)
_AFTER = {
    StepKind.REPORTED: "open",
    StepKind.VERIFYING: "investigating",
    StepKind.FILED: "in_progress",
    StepKind.REJECTED: "not_councils_responsibility",
    StepKind.DISPATCHED: "action_scheduled",
    StepKind.WHISTLED: "action_scheduled",
    StepKind.MERGED: "duplicate",
    StepKind.REOPENED: "reopen",
    StepKind.VOIDED: "closed",
}
_OUTCOMES = {
    Outcome.SOLVED.value: "fixed",
    Outcome.CLOSED_UNSOLVED.value: "no_further_action",
    Outcome.REFERRED.value: "internal_referral",
}


def _status_after(step: Step) -> str:
    """Say where a request stood after a line of its timeline, in FixMyStreet's words."""
    if step.kind == StepKind.ANSWERED:
        return _OUTCOMES.get(step.matter.outcome, "closed")
    return _AFTER.get(StepKind(step.kind), "in_progress")
