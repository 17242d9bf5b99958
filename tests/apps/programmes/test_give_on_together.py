"""Several received parts are handed on together; areas tick their places; who acts for another is told."""

from decimal import Decimal

import pytest
from django.urls import reverse

from gongjian.apps.places.services import create_area
from gongjian.apps.programmes.models import Assignment
from gongjian.apps.programmes.services import Receiver, TaskSpec, acknowledge_all, hand_down
from gongjian.core.access import SYSTEM, Role
from tests.apps.programmes.builders import give, make_programme
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_user

pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def programme():
    """The street has acknowledged 整治 (42 处) and 培训 (not counted); 总结 still waits for its answer."""
    tasks = [
        TaskSpec(title="整治", quantity=Decimal(42), unit="处"),
        TaskSpec(title="培训"),
        TaskSpec(title="总结"),
    ]
    programme = make_programme(tasks=tasks, targets=[])
    done = hand_down(
        actor=SYSTEM,
        programme_id=programme.pk,
        task_ids=[task.pk for task in programme.tasks.all()],
        receivers=[Receiver(STREET)],
    )
    given = {part.task.title: part.pk for part in done.created}
    acknowledge_all(actor=SYSTEM, assignment_ids=[given["整治"], given["培训"]])
    return programme


def test_a_street_hands_all_it_holds_to_its_communities_at_once(programme, sign_in):
    client = sign_in(make_user(place_code=STREET))
    address = reverse("programmes:hand_down_held", args=[programme.pk])
    first = client.get(address).content.decode()
    tasks = [task.pk for task in programme.tasks.all() if task.title != "总结"]

    client.post(f"{address}?step=1", {"tasks": tasks})
    everyone = client.get(f"{address}?step=2&pick=all").content.decode()
    client.post(f"{address}?step=2", {"receivers": [f"p{code}" for code in COMMUNITIES]})
    client.post(f"{address}?step=3", {"method": "equal"})
    check = client.get(f"{address}?step=4").content.decode()
    client.post(f"{address}?step=4")

    assert "总结" not in first
    assert first.count("checked") == 2
    assert everyone.count("checked") == 3
    assert "一共 6 份" in check
    parts = Assignment.objects.filter(parent__place_code=STREET)
    assert sorted(parts.filter(task__title="整治").values_list("quantity", flat=True)) == [14, 14, 14]
    assert set(parts.values_list("parent__task__title", "task__title")) == {
        ("整治", "整治"),
        ("培训", "培训"),
    }


def test_a_task_that_is_not_held_is_not_taken(programme, sign_in):
    client = sign_in(make_user(place_code=STREET))
    waiting = programme.tasks.get(title="总结")

    response = client.post(reverse("programmes:hand_down_held", args=[programme.pk]), {"tasks": [waiting.pk]})

    assert response.status_code == 422


def test_where_nothing_is_held_the_way_leads_back(programme, sign_in):
    client = sign_in(make_user())

    response = client.get(reverse("programmes:hand_down_held", args=[programme.pk]), follow=True)

    assert "没有签收了可以往下分的任务" in response.content.decode()
    assert (
        sign_in(make_user(place_code=OTHER_COUNTY))
        .get(reverse("programmes:hand_down_held", args=[programme.pk]))
        .status_code
        == 404
    )


def test_an_area_ticks_the_receivers_that_lie_in_it(programme, sign_in):
    area = create_area(actor=SYSTEM, place_code=COUNTY, name="两园", member_codes=COMMUNITIES[:2])
    create_area(actor=SYSTEM, place_code=COUNTY, name="别处", member_codes=["510903002"])
    client = sign_in(make_user(place_code=STREET))
    address = reverse("programmes:hand_down_held", args=[programme.pk])
    client.post(f"{address}?step=1", {"tasks": [programme.tasks.get(title="整治").pk]})

    page = client.get(f"{address}?step=2&pick={area.pk}").content.decode()

    assert "两园（2 个）" in page
    assert "别处" not in page
    assert page.count("checked") == 2


def test_the_pages_lead_to_handing_on_together(programme, sign_in):
    client = sign_in(make_user(place_code=STREET))
    address = reverse("programmes:hand_down_held", args=[programme.pk])

    assert address in client.get(reverse("programmes:programme", args=[programme.pk])).content.decode()
    assert address in client.get(reverse("programmes:mine")).content.decode()


def test_the_giver_is_offered_to_answer_for_the_receiver_and_the_receiver_to_answer(sign_in):
    programme = make_programme()
    part = give(programme, (STREET,))[0]
    address = reverse("programmes:assignment", args=[part.pk])

    assert "代签收" in sign_in(make_user()).get(address).content.decode()
    assert "代签收" not in sign_in(make_user(place_code=STREET)).get(address).content.decode()
    assert "代签收" not in sign_in(make_user(Role.WORKER)).get(address).content.decode()
