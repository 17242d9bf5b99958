from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from gongjian.apps.indicators import services
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import get_indicator, list_indicators, read_by_level, read_figure
from tests.apps.indicators.builders import GREEN, make_definition, make_value
from tests.factories import CITY, COUNTY, OTHER_COUNTY, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
YEAR = Period.year(2026)


def figure(key, place_code=CITY, period=YEAR, **params):
    return read_figure(key, place_code=place_code, period=period, params=params)


def test_a_definition_is_read_through_the_one_registry():
    definition = make_definition()
    make_value(definition, "300", "30", "1000")
    make_value(definition, "100", "0", "1000", place_code=OTHER_COUNTY)

    known = get_indicator("own.green_ratio")

    assert known.key in [row.key for row in list_indicators(COUNTY)]
    assert known.key not in [row.key for row in list_indicators("5107")]
    assert known.definition.endswith("。（公园绿地＋附属绿地） ÷ 建成区面积 × 100%")
    assert figure(known.key, COUNTY).value == 33
    assert (figure(known.key).value, figure(known.key).row_count) == (Fraction(43, 2), 2)
    assert set(read_by_level(known.key, place_code=CITY, code_length=6, period=YEAR)) == {
        COUNTY,
        OTHER_COUNTY,
    }


def test_a_state_is_its_last_period_and_a_flow_the_sum_of_all():
    state = make_definition()
    flow = make_definition(
        code="planted",
        name="新增绿地",
        unit="平方米",
        counting="sum",
        inputs=[services.InputSpec(name="新增绿地", unit="平方米")],
    )
    for quarter, amount in (("2026-Q1", "10"), ("2026-Q2", "20.5")):
        make_value(flow, amount, period=quarter)
        make_value(state, amount, "0", "100", period=quarter)

    assert figure(state.key, COUNTY).value == Fraction("20.5")
    assert figure(flow.key, COUNTY).value == Fraction("30.5")
    assert figure(flow.key, COUNTY, Period.quarter(2026, 1)).value == 10
    assert figure(flow.key, COUNTY, Period.quarter(2026, 3)).value is None


def test_factors_convert_units_and_subtract():
    definition = make_definition(
        code="net",
        name="净增绿地",
        unit="平方米",
        inputs=[
            services.InputSpec(name="新增", unit="公顷", factor=Decimal(10000)),
            services.InputSpec(name="占用", unit="平方米", factor=Decimal(-1)),
        ],
    )
    make_value(definition, "1.25", "500")

    assert figure(definition.key, COUNTY).value == 12000
    assert "新增×10000－占用" in get_indicator(definition.key).definition


def test_places_without_a_value_are_listed_as_missing():
    definition = make_definition()
    make_value(definition, "300", "30", "1000")

    assert figure(definition.key).missing == (OTHER_COUNTY,)


def test_once_values_exist_the_formula_stands_but_the_words_may_change():
    definition = make_definition()
    make_value(definition, "300", "30", "1000")
    office = make_actor(Role.OFFICE, CITY)
    spec = {"name": "绿地率", "definition": "新的说法", "unit": "%", "decimals": 2, "source": "调查"}

    with pytest.raises(Conflict, match="另建一个"):
        services.change_definition(
            actor=office,
            definition_id=definition.pk,
            spec=services.DefinitionSpec(**spec, period_kind="year", inputs=GREEN),
        )
    services.change_definition(
        actor=office,
        definition_id=definition.pk,
        spec=services.DefinitionSpec(**spec, period_kind="quarter", inputs=GREEN),
    )

    assert get_indicator(definition.key).definition.startswith("新的说法")
    assert figure(definition.key, COUNTY).value == 33


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"inputs": []}, "至少要填一个分子"),
        ({"inputs": GREEN[:2]}, "要有分母"),
        ({"inputs": (*GREEN, GREEN[0])}, "写了两次"),
        ({"better": "toward"}, "请填上那个数"),
        ({"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}, "早于启用"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_in_words(fields, words):
    with pytest.raises(Invalid, match=words):
        make_definition(**fields)


def test_only_the_office_of_the_place_defines_and_changes():
    definition = make_definition()

    with pytest.raises(NotAllowed):
        make_definition(make_actor(Role.WORKER, CITY), code="other", name="另一个")
    with pytest.raises(NotAllowed):  # seen from below, changed only where it was made
        services.change_definition(
            actor=make_actor(Role.OFFICE, COUNTY),
            definition_id=definition.pk,
            spec=services.DefinitionSpec(name="x", definition="x", unit="%", source="x", inputs=GREEN),
        )
    with pytest.raises(NotFound):
        services.change_definition(
            actor=make_actor(Role.OFFICE, "5107"),
            definition_id=definition.pk,
            spec=services.DefinitionSpec(name="x", definition="x", unit="%", source="x", inputs=GREEN),
        )
