"""What waits for a person, what a search finds, and handing sheets over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongjian.apps.inspections import selectors, services
from gongjian.core import open_work
from gongjian.core.access import SYSTEM, Role
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, make_actor, make_user
from tests.inspection_factories import make_round, make_scheme, make_sheet, make_version, open_sheet

pytestmark = pytest.mark.usefixtures("places")


def make_running_round(title="本月检查"):
    today = timezone.localdate()
    version = make_version(title=f"{title}标准")
    return make_round(
        title=title, version=version, starts_on=today - timedelta(3), ends_on=today + timedelta(3)
    )


def test_unfinished_and_returned_sheets_wait_for_their_inspector(django_assert_max_num_queries):
    actor, other = make_actor(Role.INSPECTOR), make_actor(Role.INSPECTOR)
    row = make_running_round()
    open_sheet(actor, row, COMMUNITIES[0])
    make_sheet(row, COMMUNITIES[1], "90", inspector_id=actor.user_id)
    returned = make_sheet(row, COMMUNITIES[2], "90", inspector_id=actor.user_id)
    services.return_sheet(actor=SYSTEM, sheet_id=returned.pk, reason="缺门牌")

    with django_assert_max_num_queries(2):
        items = selectors.open_items(actor)

    assert {(item.kind, item.reason) for item in items} == {("进行中", ""), ("退回", "缺门牌")}
    assert [item.label for item in selectors.open_items(other)] == ["去“本月检查”还没到的社区"]
    assert "已交 1 份" in next(item.source for item in items if item.label.startswith("去"))


def test_rounds_that_end_soon_wait_for_those_who_manage_them():
    row = make_running_round()

    assert [item.label for item in selectors.open_items(make_actor())] == ["收齐“本月检查”的评分表"]
    assert selectors.open_items(make_actor(place_code=OTHER_COUNTY)) == []

    services.close_round(actor=SYSTEM, round_id=row.pk)
    assert [item.label for item in selectors.open_items(make_actor())] == ["给“本月检查”评级"]
    assert selectors.open_items(make_actor(Role.INSPECTOR)) == []

    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=make_scheme().pk)
    assert selectors.open_items(make_actor()) == []


def test_search_finds_what_one_may_see():
    make_running_round()

    assert {hit.kind for hit in selectors.search(make_actor(), "本月")} == {"检查", "评分标准"}
    assert selectors.search(make_actor(place_code=OTHER_COUNTY), "本月") == []


def test_a_handover_moves_unfinished_sheets_unless_the_taker_has_one():
    giver, taker = make_user(Role.INSPECTOR, COUNTY), make_user(Role.INSPECTOR, COUNTY)
    row = make_running_round()
    for code in COMMUNITIES[:2]:
        open_sheet(giver.as_actor(), row, code)
    open_sheet(taker.as_actor(), row, COMMUNITIES[0])

    assert len(open_work.list_open_work(giver.pk)) == 2
    moved = services.transfer_sheets(SYSTEM, giver.pk, taker.pk)

    assert moved == 1
    assert len(open_work.list_open_work(giver.pk)) == 1
