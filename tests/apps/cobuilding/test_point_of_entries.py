"""A need or a resource says where it is with a point: from the map, or typed where no script runs."""

from decimal import Decimal

import pytest
from django.urls import reverse

from gongjian.apps.cobuilding.models import Need
from gongjian.apps.cobuilding.services.points import checked_point
from gongjian.core.errors import Invalid
from tests.cobuilding_factories import make_worker
from tests.matter_factories import make_matter

pytestmark = pytest.mark.django_db
NEED = {
    "title": "装一盏路灯",
    "category": "venue.hall",
    "quantity": "4",
    "for_whom": "夜里回家的人",
    "urgency": "3",
    "scope": "own",
}
HERE = {"latitude": "30.5083", "longitude": "105.59271234"}


def test_a_point_is_kept_shown_and_stays_when_the_rest_is_changed(places, sign_in):
    client = sign_in(make_worker())
    client.post(reverse("cobuilding:add_need"), {**NEED, **HERE})
    need = Need.objects.get()
    assert (need.latitude, need.longitude) == (Decimal("30.508300"), Decimal("105.592712"))
    assert (
        "北纬 30.50830°，东经 105.59271°"
        in client.get(reverse("cobuilding:need", args=[need.pk])).content.decode()
    )

    edit = reverse("cobuilding:edit_need", args=[need.pk])
    page = client.get(edit).content.decode()
    assert 'value="30.508300" data-latitude' in page and "填经纬度" in page
    client.post(edit, {**NEED, "title": "装两盏路灯", "latitude": "30.508300", "longitude": "105.592712"})
    need.refresh_from_db()
    assert (need.title, need.latitude) == ("装两盏路灯", Decimal("30.508300"))


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        ("30.5", None, "只有一半"),
        (None, "105.5", "只有一半"),
        ("105.5", "30.5", "写反了"),
        ("51.5", "0.1", "不在国内"),
        ("95", "190", "不在国内"),
    ],
)
def test_half_a_point_one_abroad_and_a_swapped_one_are_told(latitude, longitude, said):
    with pytest.raises(Invalid, match=said):
        checked_point(latitude and Decimal(latitude), longitude and Decimal(longitude))


def test_what_is_wrong_with_the_point_stands_beside_the_map_and_nothing_typed_is_lost(places, sign_in):
    client = sign_in(make_worker())
    answer = client.post(reverse("cobuilding:add_need"), {**NEED, "latitude": "105.59", "longitude": "30.5"})
    page = answer.content.decode()
    assert answer.status_code == 422 and not Need.objects.exists()
    assert "写反了" in page and "装一盏路灯" in page and '<details class="fold" open>' in page


def test_a_need_begun_from_a_matter_has_its_point(rules, sign_in):
    matter = make_matter(latitude=Decimal("30.5"), longitude=Decimal("105.6"))
    address = f"{reverse('cobuilding:add_need')}?source=matter&source_id={matter.pk}"
    assert 'value="30.500000" data-latitude' in sign_in(make_worker()).get(address).content.decode()
