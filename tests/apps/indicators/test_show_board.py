from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
import time_machine

from gongjian.apps.indicators import selectors
from gongjian.core.access import Role
from gongjian.core.errors import NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import Goal, get_indicator, read_figure
from gongjian.engines.forecast import Reading
from tests.apps.indicators.builders import make_definition, make_value
from tests.factories import CITY, COUNTY, OTHER_COUNTY, make_actor, make_place, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
THIRD, FOURTH = "510921", "510923"


@pytest.fixture
def definition():
    make_place(THIRD, "蓬溪县")
    make_place(FOURTH, "大英县")
    definition = make_definition()
    for quarter, parks in (("2026-Q1", "200 300 100"), ("2026-Q2", "320 310 310")):
        for code, park in zip((COUNTY, OTHER_COUNTY, THIRD), parks.split(), strict=True):
            make_value(definition, park, "0", "1000", place_code=code, period=quarter)
    return definition


def board(period="2026-Q2", place_code=CITY, actor=None):
    actor = actor or make_actor(Role.VIEWER, place_code)
    return selectors.read_board(actor, "own.green_ratio", place_code, Period.parse(period))


@pytest.mark.usefixtures("definition")
def test_ranks_are_shared_by_equal_values_moves_are_told_and_missing_is_named():
    found = board()

    assert [(one.place.code, one.rank, one.moved) for one in found.ranked] == [
        (COUNTY, 1, 1),
        (OTHER_COUNTY, 2, -1),
        (THIRD, 2, 1),
    ]
    assert (found.missing, found.total) == (("大英县",), 4)
    period, place = Period.parse("2026-Q2"), CITY
    assert found.now == replace(
        read_figure("own.green_ratio", place_code=place, period=period, with_missing=False),
        read_at=found.now.read_at,
    )
    assert found.now.value == Fraction(940, 30)
    assert [one.shade for one in found.places] == [5, 1, 1, 0]
    assert found.values[-3:] == (None, 20, Fraction("31.33"))
    assert found.places[0].values[-2:] == (20, 32)


@pytest.mark.usefixtures("definition")
def test_the_page_opens_every_figure_and_stays_bounded(sign_in, django_assert_max_num_queries):
    client = sign_in(make_user(Role.VIEWER, CITY))
    client.get("/indicators/board/")

    with django_assert_max_num_queries(12):
        page = client.get("/indicators/board/?key=own.green_ratio&period=2026-Q2").content.decode()

    assert "4 个里 3 个有数" in page
    assert "缺：大英县" in page
    assert page.count("/indicators/own.green_ratio/figure/") >= 4
    assert client.get("/indicators/board/?key=own.nothing").status_code == 404
    assert client.get("/indicators/board/?period=去年").status_code == 422


@pytest.mark.usefixtures("definition")
def test_another_place_is_not_found():
    with pytest.raises(NotFound):
        board(place_code=CITY, actor=make_actor(Role.VIEWER, COUNTY))


def outlook(values, wanted, today=date(2026, 7, 1), **goal):
    make_definition(code="other", name="另一个")
    readings = [
        Reading(date(2026, month, 28), Fraction(value)) for month, value in enumerate(values, start=1)
    ]
    goal = Goal("目标", "", "", "", "", Fraction(wanted), date(2026, 12, 31), **goal)
    with time_machine.travel(today):
        return selectors.outlook_of(get_indicator("own.other"), readings, goal, today)


@pytest.mark.parametrize(
    ("values", "wanted", "word"),
    [
        ((30, 31, 32, 33, 34, 35), 40, "预计达标"),
        ((30, 31, 32, 33, 34, 35), 42, "预计迟"),
        ((30, 31, 32, 33, 34, 35), 90, "照现在的走势到不了"),
        ((35, 34, 33, 32), 40, "照现在的走势到不了"),
        ((30, 33, 31, 35, 33, 37), 44, "说不准"),
        ((30, 31, 32), 40, "只有 3 期数"),
    ],
)
def test_what_is_said_of_a_goal(values, wanted, word):
    assert outlook(values, wanted).word.startswith(word)


def test_a_goal_whose_day_is_past_has_no_outlook():
    assert outlook((30, 31, 32, 33), 40, today=date(2027, 1, 1)) is None


def test_a_share_is_not_expected_beyond_100():
    assert outlook((70, 80, 85, 99), 90).high == "100.00"
