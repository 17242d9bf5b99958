"""Decide on an inspector's severity: correct his sheets of a round by so many marks, or leave them; take it back."""

from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from gongjian.apps.inspections.choices import AdjustmentKind
from gongjian.apps.inspections.models import Round, SeverityDecision
from gongjian.apps.inspections.selectors.fairness import get_decision, read_severity
from gongjian.apps.inspections.selectors.sheets import get_round
from gongjian.apps.inspections.services.adjustments import adjust_sheets, revoke_source
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.engines.scoring import round_half_up

PLACES = 2


@transaction.atomic
def decide_severity(
    *, actor: Actor, round_id: int, inspector_id: int, corrects: bool, reason: str
) -> SeverityDecision:
    """Record a decision on one inspector; `corrects` takes his estimated severity off all of his sheets.

    Raises Conflict when a decision stands already or nothing can be estimated, Invalid without a reason.
    """
    row = get_round(actor, round_id)
    actor.require(Right.RATINGS_DECIDE, row.place_code)
    Round.objects.select_for_update(no_key=True).get(pk=row.pk)
    if not reason.strip():
        raise Invalid("请写明理由，检查员和被检查的社区都会看到。")
    standing = SeverityDecision.objects.filter(round=row, revoked_at__isnull=True)
    if standing.filter(inspector_id=inspector_id).exists():
        raise Conflict("这名检查员的尺度已经定过。要改，请先撤回上一次。")
    sheets, fit = read_severity(actor, row)
    found = next((one for one in fit.severities if one.inspector == str(inspector_id)), None)
    if found is None:
        raise NotFound("这名检查员没有和别人看过同一个地方，估不出尺度。")
    if corrects and found.half_width is None:
        raise Conflict("共同看过的地方太少，估不出误差，不能按它校正。")
    estimate = round_half_up(Fraction(found.estimate), PLACES)
    width = None if found.half_width is None else round_half_up(Fraction(found.half_width), PLACES)
    decision = SeverityDecision.objects.create(
        place_code=row.place_code,
        round=row,
        inspector_id=inspector_id,
        estimate=estimate,
        half_width=width,
        points=-estimate if corrects else Decimal(0),
        reason=reason.strip(),
        decided_by_id=actor.user_id,
        decided_at=timezone.now(),
    )
    audit.record(
        actor,
        "inspections.severity_decided",
        row,
        after=audit.snapshot(decision, "inspector_id", "estimate", "half_width", "points", "reason"),
    )
    if decision.points:
        adjust_sheets(
            actor=actor,
            sheet_ids=[sheet.pk for sheet in sheets if sheet.inspector_id == inspector_id],
            kind=AdjustmentKind.SEVERITY,
            points=decision.points,
            reason=decision.reason,
            source_key=decision.source_key,
        )
    return decision


@transaction.atomic
def revoke_severity(*, actor: Actor, decision_id: int, reason: str) -> SeverityDecision:
    """Take a decision back: the sheets count as before it."""
    seen = get_decision(actor, decision_id)
    actor.require(Right.RATINGS_DECIDE, seen.place_code)
    Round.objects.select_for_update(no_key=True).get(pk=seen.round_id)
    decision = SeverityDecision.objects.get(pk=seen.pk)
    if decision.revoked_at is not None:
        raise Conflict("这个决定已经撤回了。")
    if not reason.strip():
        raise Invalid("请写明为什么撤回。")
    decision.revoked_at, decision.revoked_reason = timezone.now(), reason.strip()
    decision.save(update_fields=["revoked_at", "revoked_reason"])
    before = audit.snapshot(decision, "inspector_id", "points")
    audit.record(actor, "inspections.severity_revoked", seen.round, before=before, after={"reason": reason})
    revoke_source(actor=actor, source_key=decision.source_key, reason=reason)
    return decision
