"""The first page of ratings: results, change against the round before, what waits and for whom."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongjian.apps.inspections import services
from gongjian.core.access import SYSTEM, Role
from gongjian.core.rules import load_first_versions
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, OTHER_STREET, STREET, make_place, make_user
from tests.inspection_factories import make_round, make_scheme, make_sheet

pytestmark = pytest.mark.usefixtures("places")
JUNE = {"title": "六月检查", "starts_on": date(2026, 6, 1), "ends_on": date(2026, 6, 30)}


@pytest.fixture(autouse=True)
def _rules(places):
    load_first_versions()


def rated(scheme, scores, **fields):
    row = make_round(**fields)
    for code, score in scores.items():
        make_sheet(row, code, score)
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)
    return row


def read(client) -> str:
    response = client.get("/inspections/ratings/")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_each_round_says_what_it_came_to_and_how_that_changed(sign_in):
    scheme = make_scheme()
    rated(scheme, dict(zip(COMMUNITIES, ("95", "85", "70"), strict=True)))
    rated(scheme, dict(zip(COMMUNITIES, ("95", "90", "70"), strict=True)), **JUNE)

    text = read(sign_in(make_user(Role.OFFICE, COUNTY)))

    assert "六月检查：4 个社区里 2 个示范" in text
    assert "示范 2 达标 0 不达标 1 未检 1" in text
    assert "50.0% ↑ 25.0 个百分点" in text
    assert "三月检查 25.0%" in text
    assert "没有可比的上一轮" in text


def test_a_street_reads_its_own_part_of_the_countys_round(sign_in):
    scheme = make_scheme()
    rated(scheme, {f"{OTHER_STREET}001": "95", COMMUNITIES[0]: "85"})

    text = read(sign_in(make_user(Role.OFFICE, STREET)))

    assert "3 个社区里 0 个示范" in text
    assert "示范 0 达标 1 不达标 0 未检 2" in text


def test_an_unrated_round_can_be_rated_by_the_office_and_names_it_to_others(sign_in):
    make_scheme()
    row = make_round()
    make_sheet(row, COMMUNITIES[0], "95")
    office = make_user(Role.OFFICE, COUNTY, full_name="县办甲")

    own, below = read(sign_in(office)), read(sign_in(make_user(Role.VIEWER, STREET)))

    assert "1 轮还没有评级" in own
    assert "交了 1 个社区的表" in own
    assert "由 县办甲 评" in below
    assert (
        f"/inspections/rounds/{row.pk}/rate/" in sign_in(office).get("/inspections/ratings/").content.decode()
    )


def test_a_round_that_still_runs_is_not_called_unrated(sign_in):
    today = timezone.localdate()
    make_round(starts_on=today, ends_on=today + timedelta(days=3))

    text = read(sign_in(make_user(Role.OFFICE, COUNTY)))

    assert "检查中" in text
    assert "还没有评级" not in text


def test_rounds_beside_are_not_listed(sign_in):
    rated(make_scheme(), {COMMUNITIES[0]: "95"})

    text = read(sign_in(make_user(Role.OFFICE, OTHER_COUNTY)))

    assert "这里还没有检查过" in text


def test_the_page_stays_flat_with_many_rounds(sign_in, django_assert_max_num_queries):
    scheme = make_scheme()
    for month in range(1, 9):
        days = {"starts_on": date(2026, month, 1), "ends_on": date(2026, month, 28)}
        row = make_round(title=f"{month}月", **days)
        make_place(f"{STREET}{50 + month:03d}")
        make_sheet(row, COMMUNITIES[0], "95")
        if month % 2:
            services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)
    client = sign_in(make_user(Role.VIEWER, STREET))

    read(client)

    with django_assert_max_num_queries(12):
        read(client)
