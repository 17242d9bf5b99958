"""Base values: what a figure was before the product kept records, with its source."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongjian.apps.indicators.models import BaseValue
from gongjian.apps.places.selectors import area_codes
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.core.figures import Period
from gongjian.core.registry import get_indicator


@dataclass(frozen=True, kw_only=True)
class BaseValueSpec:
    """What one base value says; `denominator` only for shares and means."""

    indicator_key: str
    place_code: str
    period: Period
    numerator: Decimal
    denominator: Decimal | None
    citation: str
    area_id: int | None = None
    is_demo: bool = False


@transaction.atomic
def save_base_value(*, actor: Actor, spec: BaseValueSpec) -> BaseValue:
    """Save a base value; another of the same indicator, place or area and period is replaced, both kept in the audit."""
    actor.require(Right.INDICATORS_MANAGE, spec.place_code)
    _check(spec)
    same: dict[str, Any] = {
        "indicator_key": spec.indicator_key,
        "place_code": spec.place_code,
        "area_id": spec.area_id,
        "period_first_on": spec.period.first_on,
        "period_last_on": spec.period.last_on,
    }
    old = BaseValue.objects.select_for_update(no_key=True).filter(**same).first()
    before = audit.snapshot(old, "numerator", "denominator", "citation") if old else None
    row, _created = BaseValue.objects.update_or_create(
        **same,
        defaults={
            "numerator": spec.numerator,
            "denominator": spec.denominator,
            "citation": spec.citation.strip(),
            "is_demo": spec.is_demo,
        },
    )
    after = audit.snapshot(row, "numerator", "denominator", "citation")
    audit.record(actor, "indicators.base_value_saved", row, before=before, after=after)
    return row


def _check(spec: BaseValueSpec) -> None:
    indicator = get_indicator(spec.indicator_key)
    if spec.area_id is not None:
        area_codes(spec.area_id)
    if spec.period.last_on < spec.period.first_on:
        raise Invalid("基期的止日早于起日。请改日期。")
    if not spec.citation.strip():
        raise Invalid("请写明基数的来源，如“2025年统计公报”。")
    if indicator.has_denominator and not spec.denominator:
        raise Invalid(f"“{indicator.name}”是比率或平均数，请把分母也填上（大于零）。")
    if not indicator.has_denominator and spec.denominator is not None:
        raise Invalid(f"“{indicator.name}”没有分母，请不填分母。")
