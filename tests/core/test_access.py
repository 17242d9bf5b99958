"""Scope: prefixes, ranges, upward sharing, units."""

import pytest

from gongjian.apps.places.models import Place
from gongjian.core.access import Actor, Grant, Right, Role, ancestors_of
from gongjian.core.errors import NotAllowed
from tests.factories import CITY, COUNTY, STREET, make_actor


def test_ancestors_are_the_prefixes_of_the_levels():
    assert ancestors_of("510903001002") == ("", "51", "5109", "510903", "510903001")


def test_overlapping_grants_keep_the_wider_prefix():
    actor = Actor(
        1, "某", (Grant(Role.OFFICE, STREET), Grant(Role.OFFICE, COUNTY), Grant(Role.OFFICE, "510904"))
    )

    assert actor.place_prefixes(Right.PLANS_EDIT) == (COUNTY, "510904")


def test_a_right_counts_only_below_its_place():
    actor = Actor(1, "某", (Grant(Role.OFFICE, COUNTY),))

    assert actor.can(Right.PLANS_EDIT, STREET)
    with pytest.raises(NotAllowed):
        actor.require(Right.PLANS_EDIT, CITY)


@pytest.mark.usefixtures("places")
def test_places_beside_are_hidden_and_places_above_are_shown():
    codes = set(Place.objects.visible_to(make_actor(place_code=COUNTY)).values_list("code", flat=True))

    assert {"51", CITY, COUNTY, STREET} <= codes
    assert "510904" not in codes


@pytest.mark.usefixtures("places")
def test_nobody_without_a_grant_sees_rows():
    assert not Place.objects.visible_to(make_actor(None)).exists()


@pytest.mark.usefixtures("places")
def test_a_grant_over_the_nation_shows_every_place():
    actor = make_actor(Role.VIEWER, "")

    assert Place.objects.visible_to(actor).count() == Place.objects.count()
