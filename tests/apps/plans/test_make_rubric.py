"""An assessment paper becomes a rubric in draft, with what was read shown first."""

from decimal import Decimal

import pytest
from django.urls import reverse

from gongjian.apps.inspections.models import Rubric, RubricVersion
from gongjian.apps.plans import services
from gongjian.core.errors import Conflict
from tests.apps.plans.conftest import imported
from tests.factories import OTHER_COUNTY, make_user

pytestmark = pytest.mark.django_db
PAPER = """船山区楼院环境考核细则
一、考核内容
（一）楼道（60分）
1.楼道堆物的，每处扣2分，扣完20分为止。
2.楼道灯不亮的，每盏扣1分，最多扣5分。
（二）绿地（40分）
1.绿地有垃圾的，每处扣1分。
（三）加分项
1.经验被市级推广的，每次加2分。
（四）否决事项
发生火灾事故的，一票否决。
船山区城市管理局
2026年3月1日
"""


def test_the_draft_has_the_items_and_rules_of_the_paper(office) -> None:
    plan = imported(office.as_actor(), PAPER)

    version = services.make_rubric(actor=office.as_actor(), plan_id=plan.pk)

    assert not RubricVersion.objects.get(pk=version.pk).is_published
    items = {item.title: item for item in version.items.prefetch_related("rules")}
    assert {title: item.full_marks for title, item in items.items()} == {
        "楼道": 60,
        "绿地": 40,
        "加分项": 0,
        "否决事项": 0,
    }
    rules = [(rule.kind, rule.amount, rule.cap) for rule in items["楼道"].rules.all()]
    assert rules == [("deduct", Decimal(2), Decimal(20)), ("deduct", Decimal(1), Decimal(5))]
    assert [rule.kind for rule in items["否决事项"].rules.all()] == ["veto"]


def test_the_review_offers_it_and_the_page_says_what_was_read(office, sign_in) -> None:
    plan = imported(office.as_actor(), PAPER)
    client = sign_in(office)
    address = reverse("plans:rubric", args=[plan.pk])

    assert address in client.get(reverse("plans:plan", args=[plan.pk])).content.decode()
    assert "4 个评分项，满分 100 分" in client.get(address).content.decode()
    assert client.post(address).url == reverse("inspections:version", args=[RubricVersion.objects.get().pk])


def test_a_second_draft_of_the_same_paper_is_refused(office) -> None:
    plan = imported(office.as_actor(), PAPER)
    services.make_rubric(actor=office.as_actor(), plan_id=plan.pk)

    with pytest.raises(Conflict):
        services.make_rubric(actor=office.as_actor(), plan_id=plan.pk)

    assert Rubric.objects.count() == 1


def test_a_paper_without_scored_items_says_what_to_do(office, sign_in) -> None:
    plan = imported(office.as_actor())

    page = sign_in(office).get(reverse("plans:rubric", args=[plan.pk])).content.decode()

    assert reverse("inspections:add_rubric") in page
    with pytest.raises(Conflict):
        services.make_rubric(actor=office.as_actor(), plan_id=plan.pk)


def test_another_county_gets_404(office, sign_in) -> None:
    plan = imported(office.as_actor(), PAPER)

    response = sign_in(make_user(place_code=OTHER_COUNTY)).post(reverse("plans:rubric", args=[plan.pk]))

    assert response.status_code == 404
    assert not Rubric.objects.exists()
