"""A draw for a round: nothing changes once the hash is out, the number is typed once, the result is used."""

import json
from datetime import date

import pytest

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Draw, Round, Visit
from gongjian.apps.inspections.selectors import draws
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.rules import load_first_versions
from gongjian.engines import draw as engine
from tests.factories import COUNTY, make_place, make_user
from tests.inspection_factories import make_round

pytestmark = pytest.mark.django_db
STREETS = tuple(f"{COUNTY}{n:03}" for n in (1, 2, 3))


@pytest.fixture
def office():
    load_first_versions()
    for street in STREETS:
        make_place(street, f"街道{street[-1]}")
        for number in range(3):
            make_place(f"{street}{number + 1:03}", f"社区{street[-1]}{number + 1}")
        user = make_user(Role.INSPECTOR, COUNTY, full_name="李检查")
        user.place_code = street
        user.save()
    return make_user(Role.OFFICE, COUNTY, full_name="王办").as_actor()


def made(office, row, **fields):
    asked = {"title": "第一次抽查", "source": "福彩3D第2026060期", "take": {"*": 3}, **fields}
    return services.make_draw(actor=office, round_id=row.pk, **asked)


def finished(office, row, **fields):
    lot = made(office, row, **fields)
    services.publish_draw(actor=office, draw_id=lot.pk)
    return services.run_draw(actor=office, draw_id=lot.pk, number=" 7 0  4 ", witnesses="赵一、钱二")


def test_a_finished_draw_hands_out_a_certificate_that_verifies_with_masked_names(office):
    row = make_round(COUNTY)
    lot = finished(office, row, per_place=1)

    _row, text = draws.get_certificate(office, lot.pk)

    verdict = engine.verify(text, Draw.objects.get(pk=lot.pk).hash)
    assert verdict.is_confirmed, verdict.problems
    data = json.loads(text)
    assert data["entropy"]["text"] == "7 0 4"
    assert data["entropy"]["witnesses"] == "赵*、钱*"
    assert "李检查" not in text
    assert len(data["result"]["drawn"]) == 3


def test_nobody_is_drawn_to_his_own_street(office):
    lot = finished(office, make_round(COUNTY), take={"*": 9}, per_place=1)

    bars = {line.split("\t")[0]: line.split("\t")[3] for line in lot.inspectors}
    assert len(lot.result["visits"]) == 9
    assert all(not place.startswith(bars[who]) for place, who in lot.result["visits"])


def test_the_steps_come_in_order_and_once(office):
    row = make_round(COUNTY)
    lot = made(office, row)

    with pytest.raises(Conflict, match="还没有公布"):
        services.run_draw(actor=office, draw_id=lot.pk, number="7")
    services.publish_draw(actor=office, draw_id=lot.pk)
    with pytest.raises(Conflict, match="已经公布"):
        services.publish_draw(actor=office, draw_id=lot.pk)
    with pytest.raises(Conflict, match="不能删"):
        services.drop_draw(actor=office, draw_id=lot.pk)
    with pytest.raises(Conflict, match="还没有抽"):
        services.apply_draw(actor=office, draw_id=lot.pk)
    with pytest.raises(Invalid, match="公共数"):
        services.run_draw(actor=office, draw_id=lot.pk, number="  ")
    services.run_draw(actor=office, draw_id=lot.pk, number="7")
    with pytest.raises(Conflict, match="不能重抽"):
        services.run_draw(actor=office, draw_id=lot.pk, number="8")


def test_a_draw_not_published_may_be_dropped_and_one_that_cannot_be_drawn_is_not_made(office):
    row = make_round(COUNTY)
    with pytest.raises(Invalid, match="不能抽 10 个"):
        made(office, row, take={"*": 10})
    lot = made(office, row)
    services.drop_draw(actor=office, draw_id=lot.pk)

    assert not Draw.objects.exists()


def test_the_result_becomes_the_places_and_visits_of_the_round(office):
    row = make_round(COUNTY, starts_on=date(2099, 3, 2), ends_on=date(2099, 3, 31))
    lot = finished(office, row, take=dict.fromkeys(STREETS, 1), per_place=2)

    services.apply_draw(actor=office, draw_id=lot.pk)

    row = Round.objects.get(pk=row.pk)
    chosen = set(row.chosen.values_list("place_code", flat=True))
    assert row.choice == "drawn"
    assert sorted(code[:9] for code in chosen) == list(STREETS)
    assert set(Visit.objects.values_list("place_code", flat=True)) == chosen
    assert Visit.objects.count() == 6
    with pytest.raises(Conflict):
        services.apply_draw(actor=office, draw_id=lot.pk)


def test_the_inspected_see_an_unannounced_draw_when_the_round_is_over_and_its_hash_before(office):
    row = make_round(COUNTY, is_announced=False)
    worker = make_user(Role.WORKER, f"{STREETS[0]}001").as_actor()
    lot = made(office, row)

    with pytest.raises(NotFound):
        draws.get_draw(worker, lot.pk)
    services.publish_draw(actor=office, draw_id=lot.pk)
    services.run_draw(actor=office, draw_id=lot.pk, number="7")
    assert not draws.sees_inside(worker, draws.get_draw(worker, lot.pk))
    with pytest.raises(NotFound, match="检查结束才公开"):
        draws.get_certificate(worker, lot.pk)
    services.close_round(actor=office, round_id=row.pk)
    assert draws.sees_inside(worker, draws.get_draw(worker, lot.pk))


def test_the_inspected_see_an_announced_draw_once_its_hash_is_out(office):
    lot = finished(office, make_round(COUNTY))
    worker = make_user(Role.WORKER, f"{STREETS[0]}001").as_actor()

    assert draws.sees_inside(worker, draws.get_draw(worker, lot.pk))
