"""Rectification orders: issue for findings of places or a whole round, acknowledge, withdraw."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from gongjian.apps.inspections.choices import FindingStatus, OrderStatus
from gongjian.apps.inspections.models import Finding, RectificationOrder
from gongjian.apps.inspections.selectors.limits import Limits, PlannedOrder
from gongjian.apps.inspections.selectors.orders import get_order
from gongjian.apps.inspections.services.finding_photos import show_to_unit
from gongjian.apps.inspections.services.rectification_notices import (
    settle_issued,
    tell_issued,
    tell_withdrawn,
)
from gongjian.apps.parties.models import Organisation
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound

MOST_WORKDAYS = 120


@transaction.atomic
def issue_orders(
    *,
    actor: Actor,
    finding_ids: Collection[int],
    words: str = "",
    organisation_id: int | None = None,
    workdays: int | None = None,
    is_demo: bool = False,
) -> list[RectificationOrder]:
    """Order findings to be mended: one order for each place and limit; by the rules, or in `workdays` days.

    Responsible is the community, or one unit. Raises NotFound for findings or a unit out of reach, Conflict
    when one of them was ordered meanwhile, Invalid for none at all.
    """
    rows = _lock_findings(actor, finding_ids)
    unit = _unit(actor, organisation_id)
    if workdays is not None and not 1 <= workdays <= MOST_WORKDAYS:
        raise Invalid(f"整改期限要在 1 到 {MOST_WORKDAYS} 个工作日之间。")
    planned = Limits().plan(rows, timezone.localdate(), workdays)
    return [_issue(actor, one, words.strip(), unit, is_demo) for one in planned]


def _lock_findings(actor: Actor, finding_ids: Collection[int]) -> list[Finding]:
    wanted = set(finding_ids)
    if not wanted:
        raise Invalid("没有选要整改的问题。请至少选一处。")
    reachable = Finding.objects.reachable_by(actor, Right.INSPECTIONS_MANAGE).filter(pk__in=wanted)
    found = set(reachable.values_list("pk", flat=True))
    if found != wanted:
        raise NotFound("选的问题里有不归你管的，或者已经不在了。请刷新后重选。")
    rows = list(
        Finding.objects.select_for_update(no_key=True)
        .filter(pk__in=wanted)
        .order_by("place_code", "-nth", "pk")
    )
    taken = [row for row in rows if row.status != FindingStatus.FOUND]
    if taken:
        raise Conflict(
            f"选的 {len(rows)} 处里有 {len(taken)} 处刚才已经下达或撤回了，一处也没有下达。请刷新后重选。"
        )
    for place_code in {row.place_code for row in rows}:
        actor.require(Right.INSPECTIONS_MANAGE, place_code)
    return rows


def _unit(actor: Actor, organisation_id: int | None) -> Organisation | None:
    if organisation_id is None:
        return None
    unit = Organisation.objects.visible_to(actor).filter(pk=organisation_id, is_active=True).first()
    if unit is None:
        raise NotFound("没有找到这个单位，或者已经停用。请重新选。")
    return unit


def issuer_of(actor: Actor, place_code: str) -> str:
    """Say which of the actor's places orders something of a place: his own, or else the one he holds."""
    home = actor.home_place_code
    if place_code.startswith(home) and actor.can(Right.INSPECTIONS_MANAGE, home):
        return home
    held = actor.place_prefixes(Right.INSPECTIONS_MANAGE)
    return next((code for code in held if place_code.startswith(code)), "")


def _issue(
    actor: Actor, planned: PlannedOrder, words: str, unit: Organisation | None, is_demo: bool
) -> RectificationOrder:
    rounds = {finding.round_id for finding in planned.findings}
    order = RectificationOrder.objects.create(
        place_code=planned.place_code,
        issuer_code=issuer_of(actor, planned.place_code),
        organisation=unit,
        round_id=rounds.pop() if len(rounds) == 1 else None,
        words=words,
        workdays=planned.limit.workdays,
        basis=planned.limit.basis,
        due_on=planned.due_on,
        issued_by_id=actor.user_id,
        issued_at=timezone.now(),
        is_demo=is_demo,
    )
    ids = [finding.pk for finding in planned.findings]
    Finding.objects.filter(pk__in=ids).update(
        order=order, status=FindingStatus.ORDERED, due_on=planned.due_on
    )
    if unit is not None:
        show_to_unit(planned.findings, unit.pk)
    after = {"due_on": order.due_on, "findings": ids, "unit": unit and unit.name}
    audit.record(actor, "inspections.order_issued", order, after=after)
    tell_issued(order, len(ids))
    return order


@transaction.atomic
def acknowledge_order(*, actor: Actor, order_id: int) -> RectificationOrder:
    """Sign for an order as the community or unit that is to mend it."""
    order = lock_order(actor, order_id)
    require_answerer(actor, order)
    if order.status != OrderStatus.PENDING:
        raise Conflict("这份整改通知已经签收过，或者已经撤回。")
    sign_for(actor, order)
    return order


def sign_for(actor: Actor, order: RectificationOrder) -> None:
    """Note who took a locked order on, and when."""
    order.status, order.acknowledged_at = OrderStatus.ACTIVE, timezone.now()
    order.acknowledged_by_id = actor.user_id
    order.save(update_fields=["status", "acknowledged_at", "acknowledged_by"])
    audit.record(actor, "inspections.order_acknowledged", order)
    settle_issued(order)


@transaction.atomic
def withdraw_order(*, actor: Actor, order_id: int, reason: str) -> RectificationOrder:
    """Take an order back, saying why; what is not mended yet may be ordered again."""
    order = lock_order(actor, order_id)
    actor.require(Right.INSPECTIONS_MANAGE, order.issuer_code)
    if order.status not in OrderStatus.open_states():
        raise Conflict("已经整改完或者撤回了的通知不能撤回。")
    if not reason.strip():
        raise Invalid("请写明为什么撤回，收到通知的社区要照着看。")
    rows = list(order.findings.exclude(status=FindingStatus.MENDED))
    Finding.objects.filter(pk__in=[row.pk for row in rows]).update(
        order=None, status=FindingStatus.FOUND, due_on=None
    )
    before = audit.snapshot(order, "status")
    order.status, order.withdrawn_reason = OrderStatus.WITHDRAWN, reason.strip()[:300]
    order.closed_at = timezone.now()
    order.save(update_fields=["status", "withdrawn_reason", "closed_at"])
    after = {"reason": order.withdrawn_reason, "findings": [row.pk for row in rows]}
    audit.record(actor, "inspections.order_withdrawn", order, before=before, after=after)
    settle_issued(order)
    tell_withdrawn(order)
    return order


def lock_order(actor: Actor, order_id: int) -> RectificationOrder:
    """Lock an order the actor may see; NotFound otherwise."""
    seen = get_order(actor, order_id)
    RectificationOrder.objects.select_for_update(no_key=True).get(pk=seen.pk)
    return get_order(actor, order_id)


def require_answerer(actor: Actor, order: RectificationOrder) -> None:
    """Raise NotAllowed unless the actor acts for whoever is to mend."""
    if order.organisation_id is not None:
        actor.require(Right.RECTIFICATIONS_ANSWER, unit_id=order.organisation_id)
    else:
        actor.require(Right.RECTIFICATIONS_ANSWER, order.place_code)


def standing_of(findings: Sequence[Finding], before: OrderStatus) -> OrderStatus:
    """Say where an order stands by its findings; `before` holds as long as nothing was answered."""
    states = {finding.status for finding in findings}
    if states <= {FindingStatus.MENDED}:
        return OrderStatus.DONE
    if FindingStatus.REDO in states:
        return OrderStatus.REDO
    if FindingStatus.ORDERED in states:
        return before if before == OrderStatus.PENDING else OrderStatus.ACTIVE
    return OrderStatus.ANSWERED
