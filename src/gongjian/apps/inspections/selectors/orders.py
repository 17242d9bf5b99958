"""Read rectification orders: lists by what is to be done, one with its findings, what waits for a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.apps.inspections.choices import FindingStatus, OrderStatus
from gongjian.apps.inspections.models import Finding, RectificationOrder
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import RIGHTS, Actor, OwnedQuerySet, Right, Role, any_prefix
from gongjian.core.errors import NotFound
from gongjian.core.workdays import office_hours, time_left

VIEWS = {
    "open": gettext_lazy("在办"),
    "mine": gettext_lazy("我要办的"),
    "checking": gettext_lazy("待复查"),
    "overdue": gettext_lazy("逾期"),
    "done": gettext_lazy("已整改"),
    "all": gettext_lazy("全部"),
}
MOST_WAITING = 40


def view_condition(actor: Actor, view: str, today: date) -> Q:
    """Say what a saved view keeps."""
    open_ = Q(status__in=OrderStatus.to_mend())
    return {
        "open": Q(status__in=OrderStatus.open_states()),
        "mine": open_ & in_hand(actor),
        "checking": Q(status=OrderStatus.ANSWERED),
        "overdue": open_ & late(today),
        "done": Q(status=OrderStatus.DONE),
    }.get(view, Q())


def late(today: date) -> Q:
    """Match orders whose last day is over."""
    return Q(redo_due_on__isnull=True, due_on__lt=today) | Q(redo_due_on__lt=today)


def in_hand(actor: Actor) -> Q:
    """Match orders that the actor himself is to mend: for his community or those of his street, or his unit."""
    right = Right.RECTIFICATIONS_ANSWER
    places = {
        grant.place_code
        for grant in actor.grants
        if right in RIGHTS[grant.role]
        and grant.unit_id is None
        and grant.role != Role.DEPARTMENT
        and len(grant.place_code) >= Level.STREET
    }
    by_unit = Q(organisation_id__in=actor.unit_ids(right))
    return Q(any_prefix("place_code", sorted(places)), organisation__isnull=True) | by_unit


def list_orders(actor: Actor, *, place_code: str = "", round_id: int | None = None) -> OwnedQuerySet:
    """List the orders one may see, the nearest last day first."""
    rows = RectificationOrder.objects.visible_to(actor).within(place_code)
    if round_id is not None:
        rows = rows.filter(round_id=round_id)
    return rows.select_related("organisation").order_by("due_on", "pk")


def tallies_of(order_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return by order how many findings it has and how many of them are mended; one query."""
    mended = Count("pk", filter=Q(status=FindingStatus.MENDED))
    rows = Finding.objects.filter(order__in=order_ids).order_by()
    return {
        pk: (asked, done)
        for pk, asked, done in rows.values_list("order_id").annotate(asked=Count("pk"), done=mended)
    }


def count_views(actor: Actor, rows: OwnedQuerySet, today: date) -> Mapping[str, int]:
    """Count the rows of every saved view; one query."""
    counts = {view: Count("pk", filter=view_condition(actor, view, today)) for view in VIEWS if view != "all"}
    found: dict[str, int] = rows.order_by().aggregate(**counts, all=Count("pk"))
    return found


def get_order(actor: Actor, order_id: int) -> RectificationOrder:
    """Return an order with unit and round; NotFound outside one's scope."""
    rows = RectificationOrder.objects.visible_to(actor)
    found: RectificationOrder | None = (
        rows.select_related("organisation", "round", "issued_by", "acknowledged_by")
        .filter(pk=order_id)
        .order_by("pk")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def findings_of(order: RectificationOrder) -> list[Finding]:
    """List an order's findings with photos and attempts, the often repeated first; five queries."""
    rows = order.findings.prefetch_related(
        "photos", Prefetch("mendings"), "mendings__photos", "mendings__check_photos"
    )
    return list(rows.order_by("-nth", "pk"))


@dataclass(frozen=True)
class WaitingOrder:
    """One thing to do about orders, as the workbench shows it."""

    kind: str
    label: str
    source: str
    due_at: datetime | None
    left: str
    light: str
    url: str
    verb: str


def open_orders(actor: Actor) -> list[WaitingOrder]:
    """List orders to sign for, to mend, to re-inspect, and to give more time; four queries at most."""
    if actor.user_id is None or not actor.can(Right.RECTIFICATIONS_VIEW):
        return []
    wanted = Q(pk__in=[])
    if actor.can(Right.RECTIFICATIONS_ANSWER):
        wanted |= in_hand(actor) & Q(status__in=OrderStatus.to_mend())
    issued = Q(issuer_code=actor.home_place_code)
    if manages := actor.can(Right.INSPECTIONS_MANAGE, actor.home_place_code):
        wanted |= issued & (
            Q(status=OrderStatus.ANSWERED) | Q(extensions__is_granted__isnull=True, extensions__isnull=False)
        )
    elif actor.can(Right.INSPECTIONS_SCORE):
        wanted |= Q(status=OrderStatus.ANSWERED, findings__found_by=actor.user_id)
    rows = RectificationOrder.objects.visible_to(actor).filter(wanted).order_by("due_on", "pk")
    return _waiting(actor, list(rows.distinct()[:MOST_WAITING]), manages)


def _waiting(actor: Actor, rows: list[RectificationOrder], manages: bool) -> list[WaitingOrder]:
    if not rows:
        return []
    names, hours = names_of({row.place_code for row in rows}), office_hours(actor.home_place_code)
    now, found = timezone.now(), []
    for row in rows:
        asks = manages and row.status in OrderStatus.to_mend()
        is_mine = not asks and row.status != OrderStatus.ANSWERED
        due_at = hours.closing(row.last_day)
        rest = time_left(now, due_at, hours)
        found.append(
            WaitingOrder(
                kind=_kind(row, asks),
                label=_label(row, asks) % {"place": names.get(row.place_code, row.place_code)},
                source=f"{row.number} · {_('整改')}",
                due_at=due_at if is_mine else None,
                left=rest.phrase if is_mine else "",
                light=rest.light.value if is_mine else "green",
                url=reverse("inspections:order", args=[row.pk]),
                verb=_verb(row, asks),
            )
        )
    return found


def _kind(row: RectificationOrder, asks: bool) -> str:
    if asks:
        return "待确认"
    return {OrderStatus.PENDING: "待签收", OrderStatus.ANSWERED: "待核查", OrderStatus.REDO: "退回"}.get(
        OrderStatus(row.status), "整改中"
    )


def _label(row: RectificationOrder, asks: bool) -> str:
    if asks:
        return _("答复%(place)s的延期申请")
    if row.status == OrderStatus.ANSWERED:
        return _("复查%(place)s的整改")
    if row.status == OrderStatus.PENDING:
        return _("签收%(place)s的整改通知")
    return _("整改%(place)s查到的问题")


def _verb(row: RectificationOrder, asks: bool) -> str:
    if asks:
        return _("去答复")
    if row.status == OrderStatus.ANSWERED:
        return _("去复查")
    return _("去签收") if row.status == OrderStatus.PENDING else _("去整改")
