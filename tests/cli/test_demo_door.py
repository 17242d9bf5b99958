"""The demo's door is open: its county has a page with a notice and a question that two ideas came to."""

import pytest
from django.test import Client

from gongjian.apps.portal.models import ConsultationIdea
from gongjian.cli.demo.door import open_public_door
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import Role
from tests.factories import COMMUNITIES, COUNTY, STREET, make_actor


@pytest.mark.usefixtures("places")
def test_the_demo_s_door_is_open_with_something_behind_it() -> None:
    demo = Demo(lambda _step: None)
    demo.streets, demo.communities = [STREET], list(COMMUNITIES)
    demo.people = {"quxian": make_actor(Role.OFFICE, COUNTY)}

    open_public_door(demo)

    assert Client().get("/p/chuanshan/").status_code == 200
    assert ConsultationIdea.objects.count() == 2
