"""Builders of definitions, values and projects for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from gongjian.apps.indicators import services
from gongjian.apps.indicators.models import IndicatorDefinition, IndicatorValue, Project
from gongjian.core.access import SYSTEM, Actor
from gongjian.core.figures import Period
from tests.factories import CITY, COUNTY

GREEN = (
    services.InputSpec(name="公园绿地", unit="平方米"),
    services.InputSpec(name="附属绿地", unit="平方米"),
    services.InputSpec(name="建成区面积", unit="平方米", side="denominator"),
)


def make_definition(actor: Actor = SYSTEM, code: str = "green_ratio", **fields: Any) -> IndicatorDefinition:
    """A quarterly green-land rate of counties, defined by the city."""
    place_code = fields.pop("place_code", CITY)
    defaults = {
        "name": "绿地率",
        "definition": "建成区内各类绿地占建成区面积的比例",
        "unit": "%",
        "decimals": 2,
        "source": "住建部门调查",
        "period_kind": "quarter",
        "inputs": GREEN,
    }
    spec = services.DefinitionSpec(**{**defaults, **fields})
    return services.create_definition(actor=actor, place_code=place_code, code=code, spec=spec)


def value_spec(
    definition: IndicatorDefinition,
    *amounts: str,
    place_code: str = COUNTY,
    period: str = "2026-Q1",
    **more: Any,
) -> services.ValueSpec:
    """What a place says: one amount for each input in their order."""
    inputs = definition.inputs.all()
    return services.ValueSpec(
        definition_id=definition.pk,
        place_code=place_code,
        period=Period.parse(period),
        amounts={one.pk: Decimal(amount) for one, amount in zip(inputs, amounts, strict=True)},
        **more,
    )


def make_value(definition: IndicatorDefinition, *amounts: str, **more: Any) -> IndicatorValue:
    """A confirmed value."""
    value = services.enter_value(actor=SYSTEM, spec=value_spec(definition, *amounts, **more))
    return services.answer_value(actor=SYSTEM, value_id=value.pk, confirm=True)


def make_project(name: str = "街头绿地", place_code: str = COUNTY, **fields: Any) -> Project:
    """A project of a county."""
    spec = services.ProjectSpec(**{"name": name, "starts_on": date(2026, 3, 1), **fields})
    return services.save_project(actor=SYSTEM, place_code=place_code, spec=spec)
