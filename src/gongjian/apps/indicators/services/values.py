"""Values: entered by the place or its office, confirmed or sent back by the level above, corrected with history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gongjian.apps.indicators.choices import Side, ValueSource, ValueStatus
from gongjian.apps.indicators.models import IndicatorDefinition, IndicatorValue
from gongjian.apps.indicators.models.values import OPEN
from gongjian.apps.indicators.periods import fits, wanted_words
from gongjian.apps.indicators.selectors.definitions import get_definition, is_in_force
from gongjian.apps.indicators.selectors.values import get_value
from gongjian.core import audit
from gongjian.core.access import Actor, Right, ancestors_of
from gongjian.core.attachments import Upload, store_uploads
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.figures import Period
from gongjian.core.rules import rule_value

LARGEST = Decimal(10) ** 15
PLACES = 4
"""What a value keeps after the point; factors are chosen so that products keep no more."""


@dataclass(frozen=True, kw_only=True)
class ValueSpec:
    """What a place says of an indicator for a period: one amount for each input, by the input's number."""

    definition_id: int
    place_code: str
    period: Period
    amounts: Mapping[int, Decimal]
    note: str = ""
    uploads: Sequence[Upload] = field(default_factory=tuple)
    source: str = ValueSource.ENTERED


@transaction.atomic
def enter_value(*, actor: Actor, spec: ValueSpec, is_demo: bool = False) -> IndicatorValue:
    """Enter a value, or enter it again while it is not confirmed; over a confirmed one it is a correction.

    It counts once somebody of the level above has confirmed it. Raises Invalid with a sentence.
    """
    actor.require(Right.INDICATORS_ENTER, spec.place_code)
    definition = get_definition(actor, spec.definition_id)
    numerator, denominator = check_value(definition, spec)
    same = IndicatorValue.objects.select_for_update(no_key=True).filter(
        definition=definition,
        place_code=spec.place_code,
        period_first_on=spec.period.first_on,
        period_last_on=spec.period.last_on,
    )
    row = same.filter(status__in=OPEN).first()
    before = _said(row) if row else None
    row = row or IndicatorValue(
        definition=definition,
        place_code=spec.place_code,
        period_first_on=spec.period.first_on,
        period_last_on=spec.period.last_on,
        replaces=same.filter(status=ValueStatus.CONFIRMED).first(),
        is_demo=is_demo,
    )
    row.amounts = {str(number): str(amount) for number, amount in spec.amounts.items()}
    row.numerator, row.denominator = numerator, denominator
    row.note, row.source, row.status, row.reason = spec.note.strip(), spec.source, ValueStatus.WAITING, ""
    row.entered_by_id, row.entered_at = actor.user_id, timezone.now()
    row.decided_by_id, row.decided_at = None, None
    row.save()
    _attach(actor, row, spec.uploads)
    audit.record(actor, "indicators.value_entered", row, before=before, after=_said(row))
    return row


@transaction.atomic
def answer_value(*, actor: Actor, value_id: int, confirm: bool, reason: str = "") -> IndicatorValue:
    """Confirm a value as the level above, or send it back with a reason; nobody confirms what he entered himself."""
    row = get_value(actor, value_id, lock=True)
    require_above(actor, row)
    if row.status != ValueStatus.WAITING:
        raise Conflict(f"这个数现在是“{row.get_status_display()}”，不用再确认。请刷新页面。")
    if actor.user_id is not None and row.entered_by_id == actor.user_id:
        raise Conflict("这个数是你自己填的，要由上一级的另一位同事确认。")
    if not confirm and not reason.strip():
        raise Invalid("请写明退回的理由，填报的人要照着改。")
    if confirm and row.replaces_id:
        IndicatorValue.objects.filter(pk=row.replaces_id).update(status=ValueStatus.REPLACED)
    row.status = ValueStatus.CONFIRMED if confirm else ValueStatus.RETURNED
    row.reason = "" if confirm else reason.strip()
    row.decided_by_id, row.decided_at = actor.user_id, timezone.now()
    row.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    act = "indicators.value_confirmed" if confirm else "indicators.value_returned"
    audit.record(actor, act, row, after=_said(row))
    return row


@transaction.atomic
def confirm_values(*, actor: Actor, value_ids: Sequence[int]) -> int:
    """Confirm several values, all or none; return how many."""
    for value_id in sorted(set(value_ids)):
        answer_value(actor=actor, value_id=value_id, confirm=True)
    return len(set(value_ids))


def require_above(actor: Actor, row: IndicatorValue) -> None:
    """Raise NotAllowed unless the actor may confirm at the place above the value's."""
    above = ancestors_of(row.place_code)
    if not above:
        raise NotAllowed("全国的数没有上一级。")
    actor.require(Right.INDICATORS_CONFIRM, above[-1])


def check_value(definition: IndicatorDefinition, spec: ValueSpec) -> tuple[Decimal, Decimal | None]:
    """Return numerator and denominator made from the amounts; Invalid says which part of the entry is wrong."""
    if len(spec.place_code) != definition.level:
        raise Invalid(f"“{definition.name}”由{definition.get_level_display()}填报，这个地方不是这一级。")
    if not spec.place_code.startswith(definition.place_code):
        raise Invalid(f"“{definition.name}”不在这个地方用。")
    if not fits(definition.period_kind, spec.period):
        raise Invalid(f"“{definition.name}”{wanted_words(definition.period_kind)}")
    if not is_in_force(definition, spec.period):
        raise Invalid(f"“{definition.name}”在{spec.period.label}没有启用。")
    if spec.period.first_on > timezone.localdate():
        raise Invalid(f"{spec.period.label}还没有到，不能填数。")
    totals: dict[str, Decimal] = {}
    for one in definition.inputs.all():
        amount = spec.amounts.get(one.pk)
        if amount is None:
            raise Invalid(f"“{one.name}”没有填。没有就填 0。")
        if abs(amount) >= LARGEST:
            raise Invalid(f"“{one.name}”太大，超过一千万亿。请核对单位。")
        if -amount.normalize().as_tuple().exponent > PLACES:  # type: ignore[operator]
            raise Invalid(f"“{one.name}”的小数超过 {PLACES} 位。请四舍五入后再填。")
        totals[one.side] = totals.get(one.side, Decimal(0)) + amount * one.factor
    if Side.DENOMINATOR in totals and totals[Side.DENOMINATOR] <= 0:
        raise Invalid("分母要大于零。请核对。")
    return totals[Side.NUMERATOR], totals.get(Side.DENOMINATOR)


def _attach(actor: Actor, row: IndicatorValue, uploads: Sequence[Upload]) -> None:
    limit = int(rule_value("reports.max_files", on=timezone.localdate(), place_code=row.place_code))
    kept = row.files.count() if uploads else 0
    if kept + len(uploads) > limit:
        raise Invalid(f"佐证一共 {kept + len(uploads)} 个，最多 {limit} 个。请去掉几个。")
    if uploads:
        row.files.add(
            *store_uploads(
                actor=actor, uploads=uploads, right=Right.INDICATORS_VIEW, place_code=row.place_code
            )
        )


def _said(row: IndicatorValue) -> dict[str, object]:
    return {
        **audit.snapshot(row, "numerator", "denominator", "status", "reason", "note"),
        "indicator": row.definition.key,
        "period": str(row.period),
    }
