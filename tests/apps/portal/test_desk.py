"""The desk opens the door of its place, hangs up notices and prints the poster."""

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.apps.portal.models import Door, PublicNotice
from gongjian.apps.portal.services import DoorSpec, change_door, open_door
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import COUNTY, OTHER_COUNTY, STREET, make_actor, make_user
from tests.portal_factories import HERE, make_door

SPEC = DoorSpec(short_name="chuanshan", phone="0825-12345", privacy_contact="治理办")
FIELDS = {"short_name": "chuanshan", "phone": "0825-12345", "privacy_contact": "治理办", "is_open": "on"}


def test_opening_the_door_gives_every_place_below_an_address(sign_in) -> None:
    assert Client().get(f"{HERE}/").status_code == 404
    desk = sign_in(make_user(Role.OFFICE, COUNTY))

    desk.post(reverse("portal:desk"), FIELDS)

    assert Client().get(f"{HERE}/").status_code == 200
    assert "/p/chuanshan/" in desk.get(reverse("portal:desk")).content.decode()


def test_a_desk_under_the_door_of_a_level_above_is_told_its_address(sign_in) -> None:
    make_door()
    desk = sign_in(make_user(Role.OFFICE, STREET))

    page = desk.get(reverse("portal:desk")).content.decode()

    assert f"/p/{STREET}/" in page and "另开自己的门户" in page
    assert "这里还没有开门户" not in page


def test_shutting_it_takes_them_away(sign_in) -> None:
    make_door()
    desk = sign_in(make_user(Role.OFFICE, COUNTY))

    desk.post(reverse("portal:desk"), {**FIELDS, "is_open": ""})

    assert Client().get(f"{HERE}/").status_code == 404


@pytest.mark.parametrize("name", ["", "A", "1street", "有名", "a b", "a" * 31])
def test_a_short_name_is_one_that_an_address_can_hold(name: str) -> None:
    with pytest.raises(Invalid):
        open_door(
            actor=make_actor(Role.OFFICE, COUNTY),
            place_code=COUNTY,
            spec=DoorSpec(short_name=name, phone="1", privacy_contact="1"),
        )
    assert not Door.objects.exists()


def test_one_door_a_place_and_one_place_a_name() -> None:
    desk = make_actor(Role.OFFICE, COUNTY)
    open_door(actor=desk, place_code=COUNTY, spec=SPEC)

    with pytest.raises(Conflict):
        open_door(
            actor=desk, place_code=COUNTY, spec=DoorSpec(short_name="other", phone="1", privacy_contact="1")
        )
    with pytest.raises(Conflict):
        open_door(actor=desk, place_code=STREET, spec=SPEC)


def test_a_nearer_door_answers_before_the_one_above(client: Client) -> None:
    make_door()
    make_door(STREET, "nanjinlu", phone="0825-99999")

    assert "0825-99999" in client.get(f"{HERE}/").content.decode()
    assert "0825-12345" in client.get("/p/510903002/").content.decode()


def test_nobody_opens_or_changes_the_door_of_another_place() -> None:
    door = make_door()
    stranger = make_actor(Role.OFFICE, OTHER_COUNTY)

    with pytest.raises(NotAllowed):
        open_door(actor=stranger, place_code=STREET, spec=SPEC)
    with pytest.raises(NotFound):
        change_door(actor=stranger, door_id=door.pk, spec=SPEC)
    with pytest.raises(NotAllowed):
        open_door(actor=make_actor(Role.WORKER, STREET), place_code=STREET, spec=SPEC)


def test_the_poster_is_of_the_place_asked_for_and_of_one_s_own_only(sign_in) -> None:
    make_door()
    make_door(OTHER_COUNTY, "anju")
    desk = sign_in(make_user(Role.OFFICE, COUNTY))
    poster = reverse("portal:poster")

    assert f"/p/{STREET}/qr.svg" in desk.get(f"{poster}?place={STREET}").content.decode()
    assert desk.get(f"{poster}?place={OTHER_COUNTY}").status_code == 404


def test_a_notice_is_posted_and_taken_down(client: Client, sign_in, now) -> None:
    make_door()
    desk = sign_in(make_user(Role.OFFICE, COUNTY))
    days = {"first_on": now.date().isoformat(), "last_on": now.date().isoformat()}
    desk.post(reverse("portal:notices"), {"title": "停水通知", "body": "明天停水", **days})
    assert "停水通知" in Client().get(f"{HERE}/").content.decode()

    desk.post(reverse("portal:withdraw", args=[PublicNotice.objects.get().pk]))

    assert "停水通知" not in Client().get(f"{HERE}/").content.decode()


def test_a_notice_that_says_nothing_comes_back(sign_in, now) -> None:
    make_door()
    desk = sign_in(make_user(Role.OFFICE, COUNTY))

    answer = desk.post(reverse("portal:notices"), {"title": "停水通知", "body": ""})

    assert answer.status_code == 422
    assert "停水通知" in answer.content.decode()
