"""The pages of the lists: short forms, duplicates suggested, acts in their places."""

import pytest
from django.urls import reverse

from gongjian.apps.cobuilding.models import Claim, Need, Resource
from tests.cobuilding_factories import HERE, make_liaison, make_need, make_resource, make_unit, make_worker
from tests.matter_factories import make_matter

pytestmark = pytest.mark.django_db
NEED = {
    "title": "周日下午借礼堂排练",
    "category": "venue.hall",
    "quantity": "4",
    "for_whom": "合唱队",
    "urgency": "3",
}
HALL = {"title": "三楼会议室", "category": "venue.hall", "quantity": "40", "weekdays": ["6"], "scope": "own"}


def test_a_worker_enters_a_need_by_the_short_form(places, sign_in):
    client = sign_in(make_worker())

    assert client.get(reverse("cobuilding:add_need")).status_code == 200
    answer = client.post(reverse("cobuilding:add_need"), {**NEED, "scope": "own"})

    need = Need.objects.get()
    assert answer.url == reverse("cobuilding:need", args=[need.pk])
    assert (need.place_code, need.published_to, need.quantity) == (HERE, HERE, 4)
    page = client.get(answer.url).content.decode()
    assert "还差 4 / 4 场" in page


def test_what_is_in_the_list_already_is_suggested_before_saving(places, sign_in):
    make_need(title="周日下午借礼堂排练合唱")
    client = sign_in(make_worker())

    answer = client.post(reverse("cobuilding:add_need"), {**NEED, "scope": "own"})
    assert answer.status_code == 422
    assert "周日下午借礼堂排练合唱" in answer.content.decode()

    client.post(reverse("cobuilding:add_need"), {**NEED, "scope": "own", "is_other": "on"})
    assert Need.objects.count() == 2


def test_a_need_begins_from_a_matter(places, sign_in):
    matter = make_matter(
        place_code=HERE, title="老人没有地方活动", words="想要一间活动室", address="书院路 1 号"
    )
    client = sign_in(make_worker())
    url = f"{reverse('cobuilding:add_need')}?source=matter&source_id={matter.pk}"

    page = client.get(url).content.decode()
    assert "老人没有地方活动" in page
    client.post(url, {**NEED, "scope": ""})

    need = Need.objects.get()
    assert (need.source, need.source_id, need.published_to) == ("matter", str(matter.pk), None)
    assert matter.number in need.source_words


def test_a_liaison_offers_a_hall_from_the_corner(places, sign_in):
    unit = make_unit()
    client = sign_in(make_liaison(unit))

    assert "我们能提供" in client.get(reverse("cobuilding:mine")).content.decode()
    answer = client.post(reverse("cobuilding:add_resource"), HALL)

    hall = Resource.objects.get()
    assert answer.url == reverse("cobuilding:resource", args=[hall.pk])
    assert (hall.organisation_id, hall.place_code, hall.weekdays, hall.is_by_desk) == (
        unit.pk,
        HERE,
        "6",
        False,
    )


def test_the_community_writes_a_resource_down_for_a_unit_and_it_is_marked(places, sign_in):
    unit = make_unit()
    client = sign_in(make_worker())

    client.post(reverse("cobuilding:add_resource"), {**HALL, "organisation_id": unit.pk})

    assert Resource.objects.get().is_by_desk
    page = sign_in(make_liaison(unit)).get(reverse("cobuilding:mine")).content.decode()
    assert "社区代登" in page


def test_a_claim_is_made_and_answered_on_the_pages(places, sign_in):
    unit = make_unit()
    liaison, worker, need = make_liaison(unit), make_worker(), make_need(quantity=3)

    url = reverse("cobuilding:claim_need", args=[need.pk])
    too_much = sign_in(liaison).post(url, {"claim-organisation_id": unit.pk, "claim-quantity": 9})
    assert too_much.status_code == 422
    sign_in(liaison).post(url, {"claim-organisation_id": unit.pk, "claim-quantity": 3})
    claim = Claim.objects.get()

    assert "等我答复" in sign_in(worker).get(reverse("cobuilding:claims")).content.decode()
    sign_in(worker).post(reverse("cobuilding:consent", args=[claim.pk]))
    claim.refresh_from_db()
    assert claim.status == "consented"


def test_a_community_asks_for_a_resource_on_its_page(places, sign_in):
    hall, need = make_resource(make_unit()), make_need()
    client = sign_in(make_worker())

    page = client.get(reverse("cobuilding:resource", args=[hall.pk])).content.decode()
    assert need.title in page
    client.post(
        reverse("cobuilding:ask_for_resource", args=[hall.pk]), {"ask-need_id": need.pk, "ask-quantity": 2}
    )

    assert Claim.objects.get().side == "community"


@pytest.mark.parametrize("name", ["needs", "resources", "claims"])
def test_lists_open_for_both_sides(places, sign_in, name):
    unit = make_unit()
    make_need()
    make_resource(unit)
    for user in (make_worker(), make_liaison(unit)):
        client = sign_in(user)
        for query in ("", "?view=all", "?view=over&q=礼堂&category=venue.hall&urgency=4", "?category=venue"):
            assert client.get(reverse(f"cobuilding:{name}") + query).status_code == 200


def test_the_lists_are_exported_as_they_are_narrowed(places, sign_in):
    make_need()
    answer = sign_in(make_worker()).get(reverse("cobuilding:export_needs"))

    assert answer.status_code == 200
    assert "spreadsheetml" in answer["Content-Type"]
