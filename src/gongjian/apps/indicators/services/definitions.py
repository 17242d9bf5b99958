"""Defining indicators: what they mean is an office's to say; their formula stands once values exist."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction

from gongjian.apps.indicators.choices import Better, Counting, PeriodKind, Side
from gongjian.apps.indicators.models import DefinitionInput, IndicatorDefinition
from gongjian.apps.indicators.selectors.definitions import formula_of, get_definition
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

MOST_INPUTS = 12


@dataclass(frozen=True, kw_only=True)
class InputSpec:
    """One number that is asked for."""

    name: str
    unit: str = ""
    side: str = Side.NUMERATOR
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class DefinitionSpec:
    """What a definition says, its inputs apart."""

    name: str
    definition: str
    unit: str
    source: str
    decimals: int = 0
    period_kind: str = PeriodKind.YEAR
    counting: str = Counting.LAST
    better: str = Better.HIGHER
    ideal: Decimal | None = None
    level: int = 6
    base_year: int | None = None
    entered_by: str = ""
    confirmed_by: str = ""
    citation: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    inputs: Sequence[InputSpec] = field(default_factory=tuple)


@transaction.atomic
def create_definition(
    *, actor: Actor, place_code: str, code: str, spec: DefinitionSpec, is_demo: bool = False
) -> IndicatorDefinition:
    """Define an indicator for a place and all below it. Raises Invalid or Conflict with a sentence."""
    actor.require(Right.INDICATORS_MANAGE, place_code)
    _check(spec)
    if IndicatorDefinition.objects.filter(code=code).exists():
        raise Conflict(f"代号“{code}”已有指标用了。请换一个。")
    _refuse_same_name(place_code, spec.name, None)
    row = IndicatorDefinition.objects.create(place_code=place_code, code=code, is_demo=is_demo, **_own(spec))
    _save_inputs(row, spec.inputs)
    audit.record(actor, "indicators.definition_created", row, after=_said(actor, row))
    return row


@transaction.atomic
def change_definition(*, actor: Actor, definition_id: int, spec: DefinitionSpec) -> IndicatorDefinition:
    """Change what a definition says; once values exist its formula, unit, level and way of counting stand."""
    row = get_definition(actor, definition_id)
    actor.require(Right.INDICATORS_MANAGE, row.place_code)
    _check(spec)
    _refuse_same_name(row.place_code, spec.name, row.pk)
    if row.values.exists() and _arithmetic(row) != _arithmetic_of(spec):
        raise Conflict(
            "这个指标已有填报的数，公式、单位、周期、级别和合并方式不能再改。请停用它，另建一个新指标。"
        )
    before = _said(actor, row)
    for name, value in _own(spec).items():
        setattr(row, name, value)
    row.save()
    if not row.values.exists():
        row.inputs.all().delete()
        _save_inputs(row, spec.inputs)
    audit.record(actor, "indicators.definition_changed", row, before=before, after=_said(actor, row))
    return row


def _own(spec: DefinitionSpec) -> dict[str, object]:
    return {name: value for name, value in asdict(spec).items() if name != "inputs"}


def _save_inputs(row: IndicatorDefinition, inputs: Sequence[InputSpec]) -> None:
    DefinitionInput.objects.bulk_create(
        DefinitionInput(definition=row, order=order, **asdict(one))
        for order, one in enumerate(inputs, start=1)
    )


def _said(actor: Actor, row: IndicatorDefinition) -> dict[str, object]:
    fresh = get_definition(actor, row.pk)
    fields = ("name", "unit", "definition", "valid_from", "valid_to")
    return {**audit.snapshot(fresh, *fields), "formula": formula_of(fresh)}


def _arithmetic(row: IndicatorDefinition) -> tuple[object, ...]:
    inputs = tuple((one.name, one.unit, one.side, one.factor) for one in row.inputs.all())
    return (row.unit, row.period_kind, row.counting, row.level, inputs)


def _arithmetic_of(spec: DefinitionSpec) -> tuple[object, ...]:
    inputs = tuple((one.name, one.unit, one.side, one.factor) for one in spec.inputs)
    return (spec.unit, spec.period_kind, spec.counting, spec.level, inputs)


def _refuse_same_name(place_code: str, name: str, own_id: int | None) -> None:
    same = IndicatorDefinition.objects.filter(place_code=place_code, name=name).exclude(pk=own_id)
    if same.exists():
        raise Conflict(f"这里已有名为“{name}”的指标。请换一个名称，或改原来那个。")


def _check(spec: DefinitionSpec) -> None:
    names = [one.name for one in spec.inputs]
    sides = {one.side for one in spec.inputs}
    if Side.NUMERATOR not in sides:
        raise Invalid("至少要填一个分子的数，如“绿地面积”。")
    if len(names) > MOST_INPUTS:
        raise Invalid(f"一个指标最多 {MOST_INPUTS} 个数。请先合并几个再填。")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Invalid(f"“{twice[0]}”写了两次。每个数的名称要不同。")
    if spec.unit == "%" and Side.DENOMINATOR not in sides:
        raise Invalid("单位是 % 的指标要有分母，如“建成区面积”。")
    if any(one.factor == 0 for one in spec.inputs):
        raise Invalid("“乘以”不能是 0：乘以 0 的数不起作用。")
    if any(one.factor != one.factor.to_integral_value() for one in spec.inputs):
        raise Invalid("“乘以”只用整数，如公顷换成平方米乘 10000，要减去的乘 -1；小数会让合计不准。")
    if spec.better == Better.TOWARD and spec.ideal is None:
        raise Invalid("方向是“越接近某个数越好”，请填上那个数。")
    if spec.valid_from and spec.valid_to and spec.valid_to < spec.valid_from:
        raise Invalid("停用的日期早于启用的日期。请改日期。")
