"""Two people change one need: the second is told what is stored now, loses nothing, and decides."""

import pytest
from django.test import Client

from gongjian.apps.cobuilding.models import Need
from gongjian.apps.cobuilding.services.needs import NeedSpec, enter_need
from gongjian.core.access import Role
from tests.factories import COMMUNITIES, make_actor, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
HERE = COMMUNITIES[0]


def seen_of(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_the_second_is_told_once_and_then_overwrites_by_choice(client: Client) -> None:
    spec = NeedSpec(place_code=HERE, category="venue.hall", title="旧名", quantity=2, for_whom="居民")
    need = enter_need(actor=make_actor(Role.WORKER, HERE), spec=spec)
    client.force_login(make_user(Role.WORKER, HERE))
    address = f"/cobuilding/needs/{need.pk}/edit/"
    typed = {"category": "venue.hall", "quantity": "2", "for_whom": "居民", "urgency": "3", "scope": ""}
    opened = seen_of(client.get(address).content.decode())
    assert client.post(address, typed | {"title": "甲改的", "seen": opened}).status_code == 302

    told = client.post(address, typed | {"title": "乙改的", "seen": opened})

    assert told.status_code == 422
    page = told.content.decode()
    assert "别人改过这里。现在存着的是：名称“甲改的”" in page
    assert 'value="乙改的"' in page
    assert Need.objects.get().title == "甲改的"
    assert client.post(address, typed | {"title": "乙改的", "seen": seen_of(page)}).status_code == 302
    assert Need.objects.get().title == "乙改的"
