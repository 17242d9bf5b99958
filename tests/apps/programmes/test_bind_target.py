"""Where a target is set: a place, several places or an area, read with the same rows everywhere."""

from decimal import Decimal

import pytest
from django.urls import reverse

from gongjian.apps.places.models import FunctionalArea
from gongjian.apps.places.services import create_area
from gongjian.apps.programmes.models import Target, Task
from gongjian.apps.programmes.selectors.targets import read_target, where_of
from gongjian.apps.programmes.services import (
    TargetSpec,
    TaskSpec,
    bind_target,
    roll_over,
    share_target,
    share_task,
)
from gongjian.core.access import SYSTEM
from gongjian.core.errors import Invalid
from tests.apps.programmes.builders import acknowledged, make_programme, report
from tests.factories import COMMUNITIES, COUNTY, OTHER_STREET, STREET, make_user

pytestmark = pytest.mark.usefixtures("rules")
KEY = "programmes.task_completion"


@pytest.fixture
def programme():
    """Three communities of a street have a part each; the first two are done."""
    programme = make_programme(targets=[TargetSpec(name="完成率", value=Decimal(80), unit="%")])
    first, second, _third = acknowledged(programme)
    report(first, 14, complete=True)
    report(second, 14, complete=True)
    return programme


def read(programme, where):
    target = bind_target(actor=SYSTEM, target_id=programme.targets.get().pk, indicator_key=KEY, where=where)
    return read_target(Target.objects.select_related("programme").get(pk=target.pk))


@pytest.mark.parametrize(
    ("where", "done", "given"),
    [
        ("", 2, 3),
        ("船山区", 2, 3),
        ("南津路街道", 2, 3),
        ("凯旋路街道", 0, 0),
        ("演示1社区、演示3社区", 1, 2),
        ("演示3社区，凯旋路街道", 0, 1),
        (COMMUNITIES[0], 1, 1),
        (f"{COMMUNITIES[0]} {COMMUNITIES[2]}", 1, 2),
    ],
)
def test_a_target_is_read_over_what_its_words_name(programme, where, done, given):
    figure = read(programme, where).figure

    assert (figure.numerator, figure.denominator, figure.row_count) == (done, given, given)


def test_several_places_become_one_area_however_they_are_written(programme):
    read(programme, "演示1社区、演示3社区")
    read(programme, f"{COMMUNITIES[2]} {COMMUNITIES[0]}")

    area = FunctionalArea.objects.get()
    assert (area.name, area.place_code) == ("演示1社区、演示3社区", COUNTY)


def test_an_area_that_is_there_is_used_and_named(programme):
    area = create_area(actor=SYSTEM, place_code=COUNTY, name="两园", member_codes=COMMUNITIES[:2])

    reading = read(programme, "两园")

    assert (reading.figure.text, reading.word) == ("100.0", "已达目标")
    assert where_of(reading.target) == "两园"
    assert reading.target.area_id == area.pk


@pytest.mark.parametrize("words", ["月亮街道", "南津路街道、月亮街道", "安居区", "999", "。"])
def test_what_names_nothing_below_is_refused_and_nothing_changes(programme, words):
    with pytest.raises(Invalid, match="认不出是哪里"):
        read(programme, words)

    target = programme.targets.get()
    assert (target.indicator_key, target.place_code, FunctionalArea.objects.count()) == ("", "", 0)


def test_binding_another_indicator_keeps_the_area_and_the_whole_loosens_it(programme):
    read(programme, "演示1社区、演示3社区")
    target = bind_target(
        actor=SYSTEM, target_id=programme.targets.get().pk, indicator_key="programmes.assigned"
    )
    assert target.area_id is not None

    assert read(programme, "").figure.denominator == 3


def test_next_year_is_set_for_the_same_area(programme):
    before = read(programme, "演示1社区、演示3社区").target

    after = roll_over(actor=SYSTEM, programme_id=programme.pk).targets.get()

    assert after.area_id == before.area_id
    assert after.indicator_params["programme"] == after.programme_id


def test_a_target_made_with_an_indicator_reads_its_own_records():
    programme = make_programme(
        targets=[
            TargetSpec(
                name="整治点位", value=Decimal(42), unit="处", indicator_key="programmes.target_quantity"
            )
        ]
    )
    first, *_rest = acknowledged(programme)
    report(first, 5)

    assert read_target(programme.targets.select_related("programme").get()).figure.value == 5


def test_the_office_writes_the_places_on_the_page_and_a_wrong_name_keeps_what_was_typed(programme, sign_in):
    client = sign_in(make_user(place_code=COUNTY))
    target = programme.targets.get()
    address = reverse("programmes:bind", args=[target.pk])

    refused = client.post(address, {"indicator_key": KEY, "where": "月亮街道"})
    bound = client.post(address, {"indicator_key": KEY, "where": "演示1社区、演示3社区"}, follow=True)

    assert refused.status_code == 422
    assert "“月亮街道”认不出是哪里" in refused.content.decode()
    assert 'value="月亮街道"' in refused.content.decode()
    assert "演示1社区、演示3社区" in bound.content.decode()
    assert "1 / 2" in bound.content.decode()


def two_targets():
    return make_programme(
        targets=[TargetSpec(name="甲", value=Decimal(1)), TargetSpec(name="乙", value=Decimal(1))],
        tasks=[TaskSpec(title="做"), TaskSpec(title="查")],
    )


def test_tasks_are_chosen_from_the_side_of_the_target():
    programme = two_targets()
    one, two = programme.targets.order_by("order")
    do, check = programme.tasks.order_by("order")
    share_task(actor=SYSTEM, task_id=do.pk, shares={one.pk: Decimal(60)})

    share_target(actor=SYSTEM, target_id=two.pk, shares={do.pk: Decimal(40), check.pk: Decimal(100)})
    with pytest.raises(Invalid, match=r"“做”.*100\.5%"):
        share_target(actor=SYSTEM, target_id=two.pk, shares={do.pk: Decimal("40.5")})

    shares = set(two.task_shares.values_list("task__title", "share_percent"))
    assert shares == {("做", Decimal(40)), ("查", Decimal(100))}
    assert one.task_shares.get().share_percent == 60


def test_a_task_of_another_programme_serves_no_target_here():
    programme, other = two_targets(), make_programme(title="另一项")

    with pytest.raises(Invalid, match="不在这个行动里"):
        share_target(
            actor=SYSTEM,
            target_id=programme.targets.first().pk,
            shares={other.tasks.get().pk: Decimal(10)},
        )


def test_the_page_says_what_other_targets_take_and_refuses_too_much(sign_in):
    programme = two_targets()
    one, two = programme.targets.order_by("order")
    do = programme.tasks.order_by("order").first()
    share_task(actor=SYSTEM, task_id=do.pk, shares={one.pk: Decimal(60)})
    client = sign_in(make_user(place_code=COUNTY))
    address = reverse("programmes:target_tasks", args=[two.pk])

    page = client.get(address).content.decode()
    refused = client.post(address, {f"share_{do.pk}": "50"})
    saved = client.post(address, {f"share_{do.pk}": "40"}, follow=True)

    assert "别的目标已占 60%，还能填 40%" in page
    assert refused.status_code == 422
    assert "超过 100%" in refused.content.decode()
    assert "40%" in saved.content.decode()


def test_a_quantity_is_handed_down_from_the_page_of_its_target(sign_in):
    programme = make_programme()
    client = sign_in(make_user(place_code=COUNTY))
    target = programme.targets.get()
    address = reverse("programmes:target_hand_down", args=[target.pk])

    first, second = client.post(address), client.post(address)

    assert first.url == second.url
    task = Task.objects.get(programme=programme, title=target.name)
    assert (task.quantity, task.unit, task.target_shares.get().share_percent) == (42, "处", 100)
    page = client.get(first.url).content.decode()
    assert "南津路街道" in page
    assert STREET in page
    assert OTHER_STREET in page


def test_a_share_is_not_handed_down(sign_in):
    programme = make_programme(targets=[TargetSpec(name="达标率", value=Decimal(80), unit="%")])
    client = sign_in(make_user(place_code=COUNTY))
    target = programme.targets.get()

    page = client.get(reverse("programmes:target", args=[target.pk])).content.decode()
    refused = client.post(reverse("programmes:target_hand_down", args=[target.pk]))

    assert "分给下级" not in page
    assert refused.status_code == 422
    assert Task.objects.filter(programme=programme).count() == 1
