from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.apps.indicators import selectors, services
from gongjian.apps.indicators.models import BaseValue
from gongjian.core.access import Role
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.figures import Period
from gongjian.core.models import AuditEntry
from gongjian.core.registry import Goal, get_indicator, goals, rows_behind
from gongjian.readers import read_sheet
from tests.apps.indicators.population import (
    ALL_PEOPLE,
    PEOPLE,
    PER_HOUSEHOLD,
    YEAR,
    register_population,
    set_people,
)
from tests.factories import (
    CITY,
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    OTHER_STREET,
    STREET,
    make_actor,
    make_place,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def population(places):
    register_population()
    for code, people in zip(COMMUNITIES, (100, 200, 300), strict=True):
        set_people(code, people)


@pytest.mark.parametrize("seed", range(12))
def test_rows_behind_add_up_to_the_figure_exactly(seed):
    import random

    chance = random.Random(seed)
    for number in range(chance.randrange(1, 40)):
        make_place(
            f"{STREET}{number + 100:03d}",
            population=chance.randrange(0, 10**6),
            households=chance.randrange(1, 99),
        )
    actor = make_actor()

    for key in (PEOPLE, PER_HOUSEHOLD):
        figure = selectors.get_figure(actor, key, COUNTY, YEAR)
        views = [get_indicator(key).view(row) for row in rows_behind(key, place_code=COUNTY, period=YEAR)]
        assert sum((view.numerator for view in views), Fraction(0)) == figure.numerator
        assert len(views) == figure.row_count


def test_a_figure_beyond_ones_places_looks_absent():
    with pytest.raises(NotFound):
        selectors.get_figure(make_actor(place_code=OTHER_COUNTY), PEOPLE, COUNTY, YEAR)


def test_the_drawer_lists_rows_and_their_sum_as_fragment_and_page(sign_in):
    client = sign_in(make_user())
    url = f"/indicators/{PEOPLE}/figure/?place={COUNTY}&period=2026"

    page, fragment = client.get(url), client.get(url, headers={"HX-Request": "true"})

    assert page.status_code == fragment.status_code == 200
    for answer in (page, fragment):
        assert "演示3社区" in answer.text
        assert "600" in answer.text
    assert "<html" in page.text and "<html" not in fragment.text


def test_another_scope_gets_404_on_every_address(sign_in):
    client = sign_in(make_user(place_code=OTHER_COUNTY))

    for address in ("", "figure/", "trend/", "rows.xlsx"):
        assert client.get(f"/indicators/{PEOPLE}/{address}?place={COUNTY}&period=2026").status_code == 404


def test_an_unreadable_period_is_said_and_not_a_crash(sign_in):
    client = sign_in(make_user())

    for text in ("20x6", "2026-13", "2026-Q9", "9999-99-99..1", "0000"):
        assert client.get(f"/indicators/{PEOPLE}/?place={COUNTY}&period={text}").status_code == 422


def test_the_export_holds_every_row_and_the_sum(sign_in):
    answer = sign_in(make_user()).get(f"/indicators/{PEOPLE}/rows.xlsx?place={COUNTY}&period=2026")

    found = read_sheet(answer.content, "rows.xlsx")
    rows = [row.cells for row in found if row.sheet == "背后的记录"][1:]
    numbers = [int(cells[4]) for cells in rows]
    assert sum(numbers[:-1]) == numbers[-1] == 600


@pytest.mark.parametrize("size", [3, 300])
def test_pages_stay_within_twelve_queries(sign_in, size):
    for number in range(size):
        make_place(f"{OTHER_STREET}{number + 100:03d}", population=number, households=1)
    client = sign_in(make_user())

    for address in ("", f"{PEOPLE}/", f"{PEOPLE}/figure/", f"{PEOPLE}/trend/", f"{PER_HOUSEHOLD}/figure/"):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(f"/indicators/{address}?place={OTHER_STREET}&period=2026").status_code == 200
        selects = [query["sql"] for query in caught.captured_queries if query["sql"].startswith("SELECT")]
        assert len(selects) <= 12, (address, selects)


def test_missing_is_not_zero_on_the_page_of_an_indicator(sign_in):
    page = sign_in(make_user()).get(f"/indicators/{PEOPLE}/?place={COUNTY}&period=2026")

    assert "缺数据" in page.text  # the other street has no rows


def test_growth_from_a_base_of_zero_has_no_per_cent(sign_in):
    actor = make_actor()
    spec = services.BaseValueSpec(
        indicator_key=PEOPLE,
        place_code=COUNTY,
        period=Period.year(2025),
        numerator=0,
        denominator=None,
        citation="2025年年报",
    )
    services.save_base_value(actor=actor, spec=spec)

    page = sign_in(make_user()).get(f"/indicators/{PEOPLE}/?place={COUNTY}&period=2026")

    assert "从 0 增到 600" in page.text
    assert AuditEntry.objects.filter(action="indicators.base_value_saved").count() == 1


def test_a_base_value_needs_its_source_and_its_denominator(sign_in):
    client = sign_in(make_user())
    data = {"period": "2025", "numerator": "3", "citation": "年报"}

    answer = client.post(f"/indicators/{PER_HOUSEHOLD}/base/?place={COUNTY}", data)

    assert answer.status_code == 422
    assert "分母" in answer.text
    assert 'value="年报"' in answer.text
    assert not BaseValue.objects.exists()
    with pytest.raises(Invalid):
        services.save_base_value(
            actor=make_actor(),
            spec=services.BaseValueSpec(
                indicator_key=PEOPLE,
                place_code=COUNTY,
                period=YEAR,
                numerator=1,
                denominator=None,
                citation=" ",
            ),
        )


def test_a_leader_may_not_save_a_base_value(sign_in):
    answer = sign_in(make_user(Role.LEADER)).post(f"/indicators/{PEOPLE}/base/?place={COUNTY}", {})

    assert answer.status_code == 403


def test_registry_is_searched_by_name_and_definition(sign_in):
    client = sign_in(make_user(place_code=CITY))

    assert "测试人口" in client.get("/indicators/?q=测试人口").text
    assert "没有符合条件" in client.get("/indicators/?q=没有这样的").text


def test_what_is_kept_at_the_place_itself_has_a_row_so_that_the_rows_add_up(sign_in):
    set_people(COUNTY, 9)
    client = sign_in(make_user())

    page = client.get(f"/indicators/{ALL_PEOPLE}/?period=2026").text
    drawer = client.get(f"/indicators/{ALL_PEOPLE}/figure/?period=2026&above=9").text
    export = client.get(f"/indicators/{ALL_PEOPLE}/rows.xlsx?period=2026&above=9")

    assert "above=9" in page
    assert "船山区本级" in drawer
    assert "演示1社区" not in drawer
    assert "演示1社区" not in str(read_sheet(export.content, "rows.xlsx"))
    assert client.get(f"/indicators/{ALL_PEOPLE}/figure/?period=2026&above=x").status_code == 422


def test_the_page_compares_with_the_period_before_and_opens_it(sign_in):
    page = sign_in(make_user()).get(f"/indicators/{PEOPLE}/?period=2026").text

    assert "比上期" in page
    assert "2025年" in page
    assert "period=2025-01-01" in page


def test_the_page_names_the_goals_that_were_set_for_just_this_figure(sign_in, monkeypatch):
    goal = Goal(label="行动：人口", text="不低于 900", url="/programmes/1/", word="差 300 人", kind="逾期")
    monkeypatch.setattr(goals, "_goal_sources", [lambda actor, figures: [[goal] for _figure in figures]])

    page = sign_in(make_user()).get(f"/indicators/{PEOPLE}/?period=2026").text

    assert "不低于 900" in page
    assert "差 300 人" in page
