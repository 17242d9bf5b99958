"""The map of matters: one by one or by cells, with a list of the same, boundaries, and where they gather."""

from decimal import Decimal

import pytest
from django.utils import timezone

from gongjian.apps.matters.choices import ClassKind
from gongjian.apps.matters.models import Matter, MatterClass
from gongjian.apps.matters.selectors import map as reads
from gongjian.apps.matters.selectors.map import draw_matters, first_spots, gather
from gongjian.apps.places.models import Place
from gongjian.apps.places.services import load_boundaries
from gongjian.core.access import SYSTEM, Role
from gongjian.engines.coordinates import Box
from tests.factories import COMMUNITIES, OTHER_COUNTY, STREET, make_user
from tests.matter_factories import make_closed, make_filed, make_matter


@pytest.fixture
def office(sign_in):
    return sign_in(make_user(Role.OFFICE, STREET))


def spots(actor):
    return first_spots(Matter.objects.visible_to(actor).order_by("due_at", "pk"), timezone.now())


def drawn(actor, box=None, now=None):
    now = now or timezone.now()
    return draw_matters(
        spots(actor), now, lambda pk: f"/matters/{pk}/", lambda part: f"?box={part.south:.4f}", box
    )


def at(north, east):
    return {"latitude": Decimal(str(north)), "longitude": Decimal(str(east))}


def test_a_few_matters_are_drawn_one_by_one_shape_by_kind_and_colour_by_deadline(desk, now):
    late = make_filed(desk, **at(30.52, 105.57))
    Matter.objects.filter(pk=late.pk).update(due_at=now - timezone.timedelta(days=1))
    make_matter(kind="dispute", **at(30.53, 105.58))
    make_closed(desk, **at(30.54, 105.59))

    found = {item.latitude: (item.shape, item.tone) for item in drawn(desk, now=now).items}

    assert found[30.52] == ("circle", "bad")
    assert found[30.53][0] == "diamond"
    assert found[30.54] == ("circle", "ok")


def test_a_component_is_a_square(desk):
    matter = make_matter()
    component = MatterClass.objects.filter(kind=ClassKind.COMPONENT).first()
    Matter.objects.filter(pk=matter.pk).update(matter_class=component)

    assert drawn(desk).items[0].shape == "square"


def test_what_has_no_point_is_counted_and_not_drawn(desk):
    make_matter()
    make_matter(latitude=None, longitude=None)

    found = drawn(desk)

    assert (found.placed, found.unplaced, len(found.items)) == (1, 1, 1)


def test_many_are_drawn_by_cells_that_add_up_and_open_to_their_part(desk, now, monkeypatch):
    monkeypatch.setattr(reads, "MOST_SINGLE", 3)
    for n in range(4):
        make_matter(**at(30.5 + n * 0.001, 105.5))
    late = make_filed(desk, **at(30.6, 105.6))
    Matter.objects.filter(pk=late.pk).update(due_at=now - timezone.timedelta(days=1))

    found = drawn(desk, now=now)

    assert found.rows == []
    assert sum(item.count for item in found.items) == found.placed == 5
    assert sorted((item.count, item.tone) for item in found.items) == [(1, "bad"), (4, "brand")]
    assert all(item.href.startswith("?box=") for item in found.items)
    part = drawn(desk, Box(30.59, 105.59, 30.61, 105.61), now)
    assert [item.latitude for item in part.items] == [30.6]


def test_all_at_one_point_are_one_cell(desk, monkeypatch):
    monkeypatch.setattr(reads, "MOST_SINGLE", 1)
    make_matter()
    make_matter()

    assert [item.count for item in drawn(desk).items] == [2]


def test_only_the_first_of_a_long_view_are_drawn_and_the_page_says_so(desk, office, monkeypatch):
    monkeypatch.setattr(reads, "MOST_DRAWN", 2)
    for _ in range(3):
        make_matter()

    assert (drawn(desk).placed, drawn(desk).is_cut) == (2, True)
    assert "只画最先的" in office.get("/matters/map/").content.decode()


def test_a_place_with_far_more_than_its_households_explain_is_hot(desk):
    for code in COMMUNITIES:
        Place.objects.filter(code=code).update(households=1000)
    for _ in range(12):
        make_matter(place_code=COMMUNITIES[0])
    make_matter(place_code=COMMUNITIES[1])

    found = gather(spots(desk), STREET, timezone.now())

    assert found.by_households
    assert found.hot == (COMMUNITIES[0],)
    assert (found.places[0].count, found.places[0].expected) == (12, str(round(13 / len(COMMUNITIES), 1)))


def test_without_households_every_place_counts_alike_and_a_community_is_not_split(desk):
    make_matter()

    assert not gather(spots(desk), STREET, timezone.now()).by_households
    assert gather(spots(desk), COMMUNITIES[0], timezone.now()) is None


def test_the_page_has_the_map_its_list_and_boundaries(desk, office):
    ring = [[105.5, 30.5], [105.6, 30.5], [105.6, 30.6], [105.5, 30.6], [105.5, 30.5]]
    feature = {"properties": {"code": COMMUNITIES[0]}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    load_boundaries(actor=SYSTEM, document={"type": "FeatureCollection", "features": [feature]})
    matter = make_filed(desk, words="路灯坏了，晚上看不见。")

    page = office.get("/matters/map/").content.decode()

    assert page.count(f'href="/matters/{matter.pk}/"') == 2  # on the picture and in the table
    assert '<path class="area"' in page and "data-map" in page


def test_an_empty_map_says_what_to_do(office):
    page = office.get("/matters/map/").content.decode()

    assert "登记时标上位置" in page


def test_the_part_that_is_looked_at_is_answered_as_data_in_scope(desk, office, sign_in):
    make_matter(**at(30.52, 105.57))
    make_matter(**at(30.72, 105.57))

    inside = office.get("/matters/map/items/?box=30.5,105.5,30.6,105.6").json()["items"]

    assert [item["at"] for item in inside] == [[30.52, 105.57]]
    other = sign_in(make_user(Role.OFFICE, OTHER_COUNTY)).get("/matters/map/items/").json()
    assert other == {"items": []}


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "91,0,92,1", "nan,0,1,1"])
def test_a_part_that_cannot_be_read_narrows_nothing(desk, office, box):
    make_matter()

    assert len(office.get("/matters/map/items/", {"box": box}).json()["items"]) == 1


def test_the_map_costs_the_same_however_many_matters_there_are(desk, django_assert_max_num_queries):
    for _ in range(6):
        make_filed(desk)

    with django_assert_max_num_queries(8):
        gather(spots(desk), STREET, timezone.now())
        drawn(desk)
