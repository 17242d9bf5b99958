"""Findings come from submitted sheets, once; they go with the sheet unless somebody has acted on them."""

from datetime import date
from decimal import Decimal

import pytest

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Finding
from gongjian.apps.inspections.services import FindingSpec
from gongjian.core.access import Actor, Role
from gongjian.core.errors import Invalid, NotFound
from tests.apps.inspections.rectifying import order_all, photo, submit
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, make_actor, make_places
from tests.inspection_factories import make_round

FIRST = COMMUNITIES[0]
pytestmark = pytest.mark.django_db


@pytest.fixture
def inspector() -> Actor:
    make_places()
    return make_actor(Role.INSPECTOR, COUNTY)


def test_a_submitted_sheet_makes_a_finding_of_every_rule_that_took_points(inspector: Actor) -> None:
    row = make_round()

    sheet = submit(inspector, row, FIRST, [("楼道堆物", "7"), ("弄虚作假", "1"), ("受到表扬", "1")])

    found = {one.per: one for one in Finding.objects.all()}
    assert found.keys() == {"楼道堆物", "弄虚作假"}
    litter = found["楼道堆物"]
    assert (litter.count, litter.points_lost, litter.place_code) == (7, Decimal(5), FIRST)
    assert litter.sheet == sheet and not litter.is_veto
    assert found["弄虚作假"].is_veto and found["弄虚作假"].photos.count() == 1


def test_a_returned_sheet_withdraws_its_findings_and_handing_in_again_brings_them_back(
    inspector: Actor,
) -> None:
    office = make_actor()
    sheet = submit(inspector, make_round(), FIRST, [("楼道堆物", "2"), ("混投", "3")])

    services.return_sheet(actor=office, sheet_id=sheet.pk, reason="少照片")
    assert set(Finding.objects.values_list("status", flat=True)) == {"withdrawn"}
    item = sheet.version.items.get(order=2)
    services.record_item(actor=inspector, sheet_id=sheet.pk, item_id=item.pk, counts={})
    services.submit_sheet(actor=inspector, sheet_id=sheet.pk)

    found = {one.per: one for one in Finding.objects.all()}
    assert found["楼道堆物"].status == "found" and found["楼道堆物"].remark == ""
    assert found["混投"].status == "withdrawn"


def test_what_was_ordered_stands_with_a_remark_when_its_sheet_is_struck_out(inspector: Actor) -> None:
    office = make_actor()
    sheet = submit(inspector, make_round(), FIRST, [("楼道堆物", "2")])
    order_all(office)

    services.void_sheet(actor=office, sheet_id=sheet.pk, reason="去错了地方")

    row = Finding.objects.get()
    assert row.status == "ordered"
    assert row.remark == "评分表作废：去错了地方"


def test_the_same_item_in_a_later_round_is_counted_and_linked(inspector: Actor) -> None:
    first = make_round(starts_on=date(2026, 3, 1))
    later = make_round(
        title="四月检查", version=first.version, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 30)
    )

    submit(inspector, first, FIRST, [("楼道堆物", "1")])
    submit(inspector, later, FIRST, [("飞线充电", "1")])  # the same item by another rule
    submit(inspector, later, COMMUNITIES[1], [("楼道堆物", "1")])

    second = Finding.objects.get(per="飞线充电")
    assert second.nth == 2 and second.earlier is not None and second.earlier.per == "楼道堆物"
    assert list(Finding.objects.values_list("nth", flat=True)) == [2, 1, 1]


def test_two_inspectors_of_one_round_make_no_repetition(inspector: Actor) -> None:
    row = make_round()

    submit(inspector, row, FIRST, [("楼道堆物", "1")])
    submit(make_actor(Role.INSPECTOR, COUNTY), row, FIRST, [("楼道堆物", "1")])

    assert set(Finding.objects.values_list("nth", flat=True)) == {1}


@pytest.mark.parametrize(("days", "nth"), [(364, 2), (365, 2), (366, 1)])
def test_a_finding_is_repeated_within_the_period_and_not_a_day_later(
    inspector: Actor, days: int, nth: int
) -> None:
    make_round()
    first = date(2026, 3, 1)
    spec = FindingSpec(place_code=FIRST, title="楼道整洁", found_on=first)
    services.record_finding(actor=inspector, spec=spec)

    again = FindingSpec(
        place_code=FIRST, title="楼道整洁", found_on=date.fromordinal(first.toordinal() + days)
    )

    assert services.record_finding(actor=inspector, spec=again).nth == nth


def test_a_finding_by_hand_keeps_photos_and_refuses_another_county(inspector: Actor) -> None:
    make_round()
    spec = FindingSpec(place_code=FIRST, title="井盖缺失", found_on=date(2026, 3, 2), photos=[photo()])

    row = services.record_finding(actor=inspector, spec=spec)

    assert row.photos.count() == 1
    with pytest.raises(NotFound):
        services.record_finding(actor=make_actor(Role.INSPECTOR, OTHER_COUNTY), spec=spec)
    with pytest.raises(Invalid, match="有几处"):
        services.record_finding(
            actor=inspector, spec=FindingSpec(FIRST, "井盖缺失", date(2026, 3, 2), count=Decimal(0))
        )
