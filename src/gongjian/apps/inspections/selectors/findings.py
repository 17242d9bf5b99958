"""Read findings: lists by what is to be done, one with its whole chain, who may look again."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import FindingStatus
from gongjian.apps.inspections.models import Finding, Mending, RectificationOrder
from gongjian.apps.places.choices import Level
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound

VIEWS = {
    "todo": _("待整改"),
    "unissued": _("待下达"),
    "checking": _("待复查"),
    "overdue": _("逾期"),
    "repeated": _("重复"),
    "mended": _("已整改"),
    "all": _("全部"),
}
"""The saved views of the list, in order."""


def view_condition(view: str, today: date) -> Q:
    """Say what a saved view keeps."""
    late = Q(status__in=FindingStatus.to_mend(), due_on__lt=today)
    return {
        "todo": Q(status__in=FindingStatus.to_mend()),
        "unissued": Q(status=FindingStatus.FOUND),
        "checking": Q(status=FindingStatus.ANSWERED),
        "overdue": late,
        "repeated": Q(nth__gt=1) & ~Q(status=FindingStatus.WITHDRAWN),
        "mended": Q(status=FindingStatus.MENDED),
    }.get(view, Q())


def list_findings(
    actor: Actor,
    *,
    place_code: str = "",
    round_id: int | None = None,
    text: str = "",
    period: tuple[date, date] | None = None,
) -> OwnedQuerySet:
    """List the findings one may see: the often repeated first, then the latest."""
    rows = Finding.objects.visible_to(actor).within(place_code)
    if round_id is not None:
        rows = rows.filter(round_id=round_id)
    if wanted := text.strip():
        rows = rows.filter(Q(title__icontains=wanted) | Q(per__icontains=wanted))
    if period is not None:
        rows = rows.filter(found_on__range=period)
    return rows


def count_views(rows: OwnedQuerySet, today: date) -> Mapping[str, int]:
    """Count the rows of every saved view; one query."""
    counts = {view: Count("pk", filter=view_condition(view, today)) for view in VIEWS if view != "all"}
    found: dict[str, int] = rows.order_by().aggregate(**counts, all=Count("pk"))
    return found


def get_finding(actor: Actor, finding_id: int) -> Finding:
    """Return a finding with order, earlier one, photos and every attempt loaded; NotFound outside one's scope."""
    attempts = Mending.objects.select_related("answered_by", "checked_by").prefetch_related(
        "photos", "check_photos"
    )
    rows = Finding.objects.visible_to(actor).select_related(
        "order__organisation", "round", "sheet", "earlier", "found_by"
    )
    found: Finding | None = (
        rows.prefetch_related("photos", Prefetch("mendings", attempts))
        .filter(pk=finding_id)
        .order_by("pk")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def chain_of(finding: Finding) -> list[Finding]:
    """List the same finding's earlier times, the latest first; one query a time, at most nine."""
    found: list[Finding] = []
    before = finding.earlier
    while before is not None and len(found) < 9:
        found.append(before)
        before = before.earlier
    return found


def why_not_check(actor: Actor, order: RectificationOrder, answered_by_id: int | None) -> str:
    """Say why the actor can't re-inspect what an order asked for; "" if he can.

    Not one's own work, not one's own community, not the unit that was to mend; whoever lives off the
    street looks again only as the office that issued the order.
    """
    home = actor.home_place_code
    if actor.user_id is not None and actor.user_id == answered_by_id:
        return "自己报的整改不能自己复查。请换一个人。"
    if order.organisation_id is not None and actor.home_unit_id == order.organisation_id:
        return "你是整改单位的人，不能复查。请换一个人。"
    if home and home.startswith(order.place_code):
        return "你就是这个社区的人，不能复查。请换一个人。"
    is_near = len(home) >= Level.STREET and order.place_code.startswith(home)
    if is_near and not actor.can(Right.INSPECTIONS_MANAGE, order.issuer_code):
        return "这个社区归你所在的街道管，要由下达整改的单位或外面的检查员复查。"
    return ""


def unissued(actor: Actor, ids: Collection[int], round_id: int | None, place_code: str) -> list[Finding]:
    """List what an office may order: those chosen, or else all of a round within a place; with their places' order."""
    rows = Finding.objects.reachable_by(actor, Right.INSPECTIONS_MANAGE).filter(status=FindingStatus.FOUND)
    if ids:
        rows = rows.filter(pk__in=ids)
    elif round_id is not None:
        rows = rows.filter(round_id=round_id).within(place_code)
    else:
        return []
    return list(rows.order_by("place_code", "-nth", "pk"))
