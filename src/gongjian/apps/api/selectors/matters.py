"""Matters as programs ask for them: narrowed, page by page from a cursor; classes by their service code."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from gongjian.apps.api.selectors.cursors import (
    CursorPage,
    number_of,
    read_cursor,
    unreadable,
    write_cursor,
)
from gongjian.apps.matters.choices import MatterKind, MatterSource, MatterState
from gongjian.apps.matters.models import CaseStandard, Matter, MatterClass
from gongjian.apps.matters.selectors.matters import view_condition
from gongjian.core.access import Actor, OwnedQuerySet, ancestors_of
from gongjian.core.errors import NotFound

KINDS = {"B": "component", "S": "event", "Q": "request"}


@dataclass(frozen=True, kw_only=True)
class MatterQuery:
    """What of the matters in sight is asked for; what is left empty narrows nothing."""

    view: str = ""
    state: MatterState | None = None
    kind: MatterKind | None = None
    source: MatterSource | None = None
    place_code: str = ""
    service_code: str = ""
    organisation_id: int | None = None
    received_from: datetime | None = None
    received_before: datetime | None = None
    is_published: bool | None = None


def list_matters(actor: Actor, query: MatterQuery, cursor: str, size: int) -> CursorPage:
    """List matters, the latest first, after a cursor: no page costs more than the first."""
    rows = Matter.objects.visible_to(actor).filter(*_conditions(actor, query)).select_related("matter_class")
    if cursor:
        at, pk = _read_cursor(cursor)
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk))
    found: list[Matter] = list(rows.order_by("-received_at", "-pk")[: size + 1])
    kept = found[:size]
    return CursorPage(kept, _cursor_of(kept[-1]) if len(found) > size else None)


def list_classes(actor: Actor, place_code: str, text: str) -> OwnedQuerySet:
    """List the classes in force at a place: the national list and those of the places above."""
    rows = MatterClass.objects.filter(is_active=True, place_code__in=_codes_at(actor, place_code))
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(plain__contains=text))
    return rows.order_by("kind", "code", "place_code")


def list_standards(actor: Actor, place_code: str, service_code: str) -> OwnedQuerySet:
    """List the standards in force or to come at a place, by class, the latest version first."""
    rows = CaseStandard.objects.filter(place_code__in=_codes_at(actor, place_code))
    if service_code:
        rows = rows.filter(_of_class("matter_class__", service_code))
    order = ("matter_class__kind", "matter_class__code", "tier", "-place_code", "-effective_on", "pk")
    return rows.select_related("matter_class").order_by(*order)


def class_of(service_code: str, place_code: str) -> MatterClass:
    """Return the class of a service code at a place, its own before the national one; NotFound if there is none."""
    codes = [*ancestors_of(place_code), place_code]
    rows = MatterClass.objects.filter(
        _of_class("", service_code, exact=True), is_active=True, place_code__in=codes
    )
    found: MatterClass | None = max(rows, key=lambda row: len(row.place_code), default=None)
    if found is None:
        raise NotFound("没有这个类别，或者已经停用。请在类别清单里查代码。")
    return found


def _codes_at(actor: Actor, place_code: str) -> list[str]:
    code = place_code or actor.home_place_code
    return [*ancestors_of(code), code]


def _of_class(before: str, service_code: str, *, exact: bool = False) -> Q:
    """Match a class, and what is below it unless `exact`."""
    kind, code = KINDS.get(service_code[:1], ""), service_code[1:]
    how = "code" if exact else "code__startswith"
    return Q(**{f"{before}kind": kind, f"{before}{how}": code})


def _conditions(actor: Actor, query: MatterQuery) -> list[Q]:
    found = []
    if query.view:
        found.append(view_condition(actor, query.view, timezone.now()))
    for name in ("state", "kind", "source", "is_published"):
        if getattr(query, name) is not None:
            found.append(Q(**{name: getattr(query, name)}))
    if query.place_code:
        found.append(Q(pk__in=Matter.objects.within(query.place_code).values("pk")))
    if query.service_code:
        found.append(_of_class("matter_class__", query.service_code))
    if query.organisation_id is not None:
        found.append(Q(pk__in=Matter.objects.given_to([query.organisation_id]).values("pk")))
    if query.received_from is not None:
        found.append(Q(received_at__gte=query.received_from))
    if query.received_before is not None:
        found.append(Q(received_at__lt=query.received_before))
    return found


def _cursor_of(row: Matter) -> str:
    return write_cursor(row.received_at.isoformat(), str(row.pk))


def _read_cursor(cursor: str) -> tuple[datetime, int]:
    at, key = read_cursor(cursor, 2)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise unreadable() from error
    if moment.tzinfo is None:
        raise unreadable()
    return moment, number_of(key)
