"""Activation makes exactly what the plan says, or nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from gongjian.apps.inspections.models import RatingRule, RatingScheme
from gongjian.apps.parties.models import Group
from gongjian.apps.places.models import FunctionalArea
from gongjian.apps.places.services import create_area
from gongjian.apps.plans import services
from gongjian.apps.plans.choices import ItemKind, PlanStatus
from gongjian.apps.plans.models import Plan
from gongjian.apps.plans.selectors import get_plan, live_items
from gongjian.apps.plans.services.places import places_in_words
from gongjian.apps.plans.services.scheme import bare_grade, read_scheme
from gongjian.apps.programmes.models import Programme
from gongjian.core.errors import Conflict, Invalid
from tests.apps.plans.conftest import PLAN, imported, one, settle
from tests.factories import COMMUNITIES, COUNTY, OTHER_STREET, STREET

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(office):
    actor = office.as_actor()
    return settle(actor, imported(actor))


def test_the_programme_is_what_the_plan_says(office, ready) -> None:
    programme = services.activate_plan(actor=office.as_actor(), plan_id=ready.pk)

    assert (programme.title, programme.year) == ("船山区楼院环境共管方案（2026年）", 2026)
    assert (programme.starts_on, programme.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert [phase.name for phase in programme.phases.order_by("order")] == ["准备阶段", "推进阶段"]
    share, _training = programme.targets.order_by("order")
    assert (share.value, share.unit, share.comparator) == (Decimal(80), "%", ">=")
    assert share.deadline_on == date(2026, 12, 31)
    tasks = {task.title: task for task in programme.tasks.all()}
    cleaning = tasks["清理楼道堆物"]
    assert cleaning.due_on == date(2026, 6, 30)
    assert cleaning.phase.name == "推进阶段"
    assert [unit.short_name for unit in cleaning.lead_units.all()] == ["区城管局"]


def test_a_target_is_set_where_its_scope_says(office) -> None:
    actor = office.as_actor()
    create_area(actor=actor, place_code=COUNTY, name="两园", member_codes=COMMUNITIES[:2])
    plan = settle(actor, imported(actor))
    share, training = (item for item in live_items(plan) if item.kind == ItemKind.TARGET)
    both = "南津路街道、凯旋路街道"
    values = {"scope": both, "place_code": both}
    services.correct_item(actor=actor, plan_id=plan.pk, item_id=share.pk, values=values)
    services.correct_item(actor=actor, plan_id=plan.pk, item_id=training.pk, values={"place_code": "两园"})
    with pytest.raises(Invalid, match="下面的地方"):
        services.correct_item(
            actor=actor, plan_id=plan.pk, item_id=training.pk, values={"place_code": "月亮街道"}
        )

    programme = services.activate_plan(actor=actor, plan_id=plan.pk)

    areas = [FunctionalArea.objects.get(pk=target.area_id) for target in programme.targets.all()]
    assert [area.name for area in areas] == [both, "两园"]
    assert [member.place_code for member in areas[0].members.all()] == [STREET, OTHER_STREET]


def test_scope_words_that_name_places_or_an_area_are_suggested(office) -> None:
    create_area(actor=office.as_actor(), place_code=COUNTY, name="两园", member_codes=COMMUNITIES[:2])

    found = places_in_words(
        ["全区", "两园", "南津路街道", "南津路街道和凯旋路街道", "南津路街道、月亮街道"], COUNTY
    )

    assert found == {
        "两园": "两园",
        "南津路街道": STREET,
        "南津路街道和凯旋路街道": "南津路街道和凯旋路街道",
    }


def test_the_rating_rules_are_those_of_the_text(office, ready) -> None:
    services.activate_plan(actor=office.as_actor(), plan_id=ready.pk)

    rules = RatingRule.objects.order_by("-level", "order")
    assert [(rule.level, rule.label, rule.basis, rule.at_least, rule.of_label) for rule in rules] == [
        (12, "示范", "score", Decimal(90), ""),
        (12, "达标", "score", Decimal(80), ""),
        (9, "示范", "share", Decimal(80), "示范"),
    ]


def test_the_group_comes_with_its_posts(office, ready) -> None:
    services.activate_plan(actor=office.as_actor(), plan_id=ready.pk)

    group = Group.objects.get()
    assert group.name == "船山区楼院环境共管领导小组"
    assert group.office_organisation.short_name == "区民政局"
    assert {member.role for member in group.members.all()} >= {"leader", "deputy", "office"}


def test_what_is_open_blocks_by_name_and_nothing_is_made(office) -> None:
    actor = office.as_actor()
    plan = imported(actor, PLAN.replace("责任单位：区城管局", "责任单位：区市容办"))

    with pytest.raises(Conflict, match="区市容办"):
        services.activate_plan(actor=actor, plan_id=plan.pk)

    assert not Programme.objects.exists()
    assert not RatingScheme.objects.exists()
    assert Plan.objects.get().status == PlanStatus.REVIEW


def test_a_plan_is_activated_once(office, ready) -> None:
    actor = office.as_actor()
    services.activate_plan(actor=actor, plan_id=ready.pk)

    with pytest.raises(Conflict):
        services.activate_plan(actor=actor, plan_id=ready.pk)

    assert Programme.objects.count() == 1


def test_the_last_step_says_in_numbers_what_will_happen_and_goes_to_the_programme(
    office, ready, sign_in
) -> None:
    client, url = sign_in(office), reverse("plans:activate", args=[ready.pk])
    assert "建立 1 个行动：2 个目标、2 个阶段、2 项任务" in client.get(url).content.decode()

    response = client.post(url)

    programme = Programme.objects.get()
    assert response.url == reverse("programmes:programme", args=[programme.pk])
    page = client.get(reverse("plans:plan", args=[ready.pk])).content.decode()
    assert reverse("programmes:programme", args=[programme.pk]) in page and "按段号新增" not in page


def test_a_condition_that_fits_no_rule_stays_in_the_text_and_is_named(office, ready) -> None:
    actor, item = office.as_actor(), one(ready, "rating", "示范街道")
    services.correct_item(actor=actor, plan_id=ready.pk, item_id=item.pk, values={"basis": "share:优秀社区"})

    preview = services.preview_activation(get_plan(actor, ready.pk))

    assert [left.pk for left in preview.left_out] == [item.pk]
    assert len(preview.rules) == 2


def test_the_last_step_counts_who_takes_part_and_by_when(office, ready, sign_in) -> None:
    task = one(ready, "task", "培训楼栋长")
    actor = office.as_actor()
    services.correct_item(actor=actor, plan_id=ready.pk, item_id=task.pk, values={"due": "every:month"})

    preview = services.preview_activation(get_plan(actor, ready.pk))

    assert (preview.tasks, preview.recurring, preview.undated) == (2, 1, 0)
    assert (preview.lead_units, preview.support_units) == (1, 1)
    assert preview.collectives == ("各社区", "各街道")
    assert preview.groups == ("船山区楼院环境共管领导小组",)
    page = sign_in(office).get(reverse("plans:activate", args=[ready.pk])).content.decode()
    assert "1 个单位牵头，1 个单位配合；“各社区、各街道”在下达时分到每个地方" in page
    assert "2 项任务里 1 项按周期，0 项没写期限" in page


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("示范社区", "示范"), ("为示范社区", "示范"), ("评为“示范街道”", "示范"), ("示范街道或示范城区", "示范"),
        ("（二）示范社区占比", "示范"), ("达标社区", "达标"), ("优秀", "优秀"),
    ],
)  # fmt: skip
def test_a_grade_is_read_without_what_is_graded(words, grade) -> None:
    assert bare_grade(words) == grade


def test_no_conditions_make_no_rules() -> None:
    assert read_scheme([]).rules == ()
