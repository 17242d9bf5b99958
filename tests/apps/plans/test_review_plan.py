"""Correcting a plan beside its text."""

import pytest
from django.urls import reverse

from gongjian.apps.plans import services
from gongjian.apps.plans.choices import ItemStatus
from gongjian.apps.plans.models import PlanItem
from gongjian.apps.plans.selectors import get_plan, lines_of, open_items, search
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.models import AuditEntry
from gongjian.engines.rule_words import rule_words
from tests.apps.plans.conftest import PLAN, imported, one, settle
from tests.factories import COUNTY, OTHER_COUNTY, Role, make_organisation, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan(office):
    return imported(office.as_actor())


def task_answers(item: PlanItem, **changes) -> dict:
    values = item.values
    answers = {
        "title": values["title"],
        "lead": "、".join(values["lead"]),
        "support": "、".join(values["support"]),
        "due": values["due"],
        "every": "",
        "quantity": "",
        "unit": "",
        "version": item.version,
    }
    return {**answers, **changes}


def item_url(plan, item) -> str:
    return reverse("plans:item", args=[plan.pk, item.pk])


def test_a_correction_is_kept_beside_what_was_read(office, plan) -> None:
    item = one(plan, "task", "堆物")

    saved = services.correct_item(
        actor=office.as_actor(), plan_id=plan.pk, item_id=item.pk, values={"quantity": "42", "unit": "处"}
    )

    assert (saved.values["quantity"], saved.status) == ("42", ItemStatus.CORRECTED)
    assert saved.read_values["quantity"] == ""
    entry = AuditEntry.objects.get(action="plans.item_corrected")
    assert (entry.before["quantity"], entry.after["quantity"]) == ("", "42")


@pytest.mark.parametrize(
    "values",
    [{"lead": "区城管局"}, {"title": {"a": 1}}, {"support": 3}],
)
def test_values_of_a_wrong_shape_are_refused(office, plan, values) -> None:
    item = one(plan, "task")

    with pytest.raises(Invalid):
        services.correct_item(actor=office.as_actor(), plan_id=plan.pk, item_id=item.pk, values=values)


def test_an_unknown_field_is_left_out(office, plan) -> None:
    item = one(plan, "task")

    saved = services.correct_item(
        actor=office.as_actor(), plan_id=plan.pk, item_id=item.pk, values={"colour": "red"}
    )

    assert "colour" not in saved.values


def test_the_open_card_saves_as_one_goes_and_says_when(office, plan, sign_in) -> None:
    item = one(plan, "task", "堆物")

    response = sign_in(office).post(
        item_url(plan, item), task_answers(item, due="2026-07-15", quantity="42", unit="处"), headers=HTMX
    )

    page = response.content.decode()
    item.refresh_from_db()
    assert response.status_code == 200
    assert "已保存" in page and 'id="ask"' in page and 'id="p-' in page
    assert (item.values["due"], item.values["quantity"], item.version) == ("2026-07-15", "42", 2)
    assert response["HX-Trigger"] == "draft-saved"


def test_a_plain_form_saves_and_comes_back_to_the_card(office, plan, sign_in) -> None:
    item = one(plan, "task", "堆物")

    response = sign_in(office).post(item_url(plan, item), task_answers(item, title="清空楼道"))

    item.refresh_from_db()
    assert response.status_code == 302 and f"item={item.pk}" in response.url
    assert item.values["title"] == "清空楼道"


def test_a_refused_card_keeps_what_was_typed(office, plan, sign_in) -> None:
    item = one(plan, "task", "堆物")
    answers = task_answers(item, title="", support="区民政局、区妇联")

    response = sign_in(office).post(item_url(plan, item), answers)

    assert response.status_code == 422
    assert "区民政局、区妇联" in response.content.decode()
    assert PlanItem.objects.get(pk=item.pk).version == 1


def test_two_at_once_are_shown_both_versions_and_nothing_is_overwritten(office, plan, sign_in) -> None:
    item = one(plan, "task", "堆物")
    services.correct_item(
        actor=office.as_actor(), plan_id=plan.pk, item_id=item.pk, values={"title": "别人改的名称"}
    )

    response = sign_in(office).post(item_url(plan, item), task_answers(item, title="我改的名称"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "别人改的名称" in page and "我改的名称" in page and office.full_name in page
    assert PlanItem.objects.get(pk=item.pk).values["title"] == "别人改的名称"


@pytest.mark.parametrize("kind", ["target", "phase", "task", "rating", "group"])
def test_every_kind_saves_unchanged_as_accepted(office, plan, sign_in, kind) -> None:
    client = sign_in(office)
    item = one(plan, kind)
    page = client.get(reverse("plans:plan", args=[plan.pk]), {"item": item.pk})
    form = page.context["form"]
    answers = {field.html_name: field.value() for field in form if field.value() is not None}

    response = client.post(item_url(plan, item), answers)

    item.refresh_from_db()
    assert response.status_code == 302
    assert (item.status, item.values) == (ItemStatus.ACCEPTED, item.read_values)


def test_an_interval_needs_its_upper_bound_and_keeps_both(office, plan, sign_in) -> None:
    client, item = sign_in(office), one(plan, "rating", "达标")
    answers = {
        "label": "达标社区", "subject": "社区", "levels": ["12"], "basis_kind": "score", "basis_of": "",
        "comparator": "[)", "low": "75", "high": "", "unit": "分", "version": item.version,
    }  # fmt: skip

    assert client.post(item_url(plan, item), answers).status_code == 422
    client.post(item_url(plan, item), {**answers, "high": "90"})

    item.refresh_from_db()
    assert (item.values["value"], item.values["comparator"]) == (["75", "90"], "[)")


def test_a_dropped_item_is_kept_and_comes_back(office, plan, sign_in) -> None:
    client, item = sign_in(office), one(plan, "task", "堆物")
    url = reverse("plans:item_state", args=[plan.pk, item.pk])

    client.post(url, {"act": "drop"})
    assert PlanItem.objects.get(pk=item.pk).status == ItemStatus.DROPPED
    assert "区城管局" not in get_plan(office.as_actor(), plan.pk).units.values_list("name", flat=True)
    client.post(url, {"act": "restore"})

    assert PlanItem.objects.get(pk=item.pk).status == ItemStatus.PROPOSED
    assert "区城管局" in get_plan(office.as_actor(), plan.pk).units.values_list("name", flat=True)


def test_all_the_rest_are_accepted_but_what_lacks_something(office, plan, sign_in) -> None:
    broken = one(plan, "task", "堆物")
    services.correct_item(actor=office.as_actor(), plan_id=plan.pk, item_id=broken.pk, values={"lead": []})
    PlanItem.objects.filter(pk=broken.pk).update(status=ItemStatus.PROPOSED)

    sign_in(office).post(reverse("plans:accept_rest", args=[plan.pk]), {"shown": "task"})

    left = plan.items.filter(status=ItemStatus.PROPOSED)
    assert [item.pk for item in left] == [broken.pk]


def test_a_selection_becomes_an_item_that_says_what_it_lacks(office, plan, sign_in) -> None:
    start = plan.text.index("按月检查")
    answers = {"kind": "task", "start": start, "end": start + 4}

    sign_in(office).post(reverse("plans:add_item", args=[plan.pk]), answers)

    item = plan.items.get(status=ItemStatus.ADDED)
    assert (item.quote, item.values["title"]) == ("按月检查", "按月检查")
    assert item.unresolved == ["任务没有责任单位"]


def test_an_item_is_added_by_paragraph_and_words_without_a_script(office, plan, sign_in) -> None:
    client, url = sign_in(office), reverse("plans:add_item", args=[plan.pk])

    assert client.post(url, {"kind": "task", "paragraph": 6, "words": "没有的话"}).status_code == 422
    client.post(url, {"kind": "task", "paragraph": 6, "words": "选试点"})

    assert plan.items.get(status=ItemStatus.ADDED).quote == "选试点"


def test_the_open_card_says_by_which_rule_it_was_read(office, plan, sign_in) -> None:
    item = one(plan, "task", "堆物")
    client = sign_in(office)

    page = client.get(reverse("plans:plan", args=[plan.pk]), {"item": item.pk}).content.decode()
    assert rule_words(item.rule) in page

    PlanItem.objects.filter(pk=item.pk).update(rule="of:an older version")
    page = client.get(reverse("plans:plan", args=[plan.pk]), {"item": item.pk}).content.decode()
    assert "为什么认作这一条" not in page


def test_an_unknown_name_blocks_until_it_is_answered(office, sign_in) -> None:
    plan = imported(office.as_actor(), PLAN.replace("责任单位：区城管局", "责任单位：区市容办"))
    unit, client = plan.units.get(name="区市容办"), sign_in(office)
    body = make_organisation(COUNTY, "船山区市容事务中心")
    page = client.get(reverse("plans:activate", args=[plan.pk])).content.decode()
    assert "区市容办" in page and "启用还差" in page

    client.post(reverse("plans:unit", args=[plan.pk, unit.pk]), {"organisation": body.pk})

    unit.refresh_from_db()
    assert unit.organisation == body
    assert "区市容办" not in client.get(reverse("plans:activate", args=[plan.pk])).content.decode()


def test_a_name_has_one_answer_only(office, plan) -> None:
    unit = plan.units.first()

    with pytest.raises(Invalid):
        services.match_unit(actor=office.as_actor(), plan_id=plan.pk, unit_id=unit.pk, level=12, ignore=True)


@pytest.mark.parametrize(
    ("query", "pane"),
    [
        ({}, "text"),
        ({"kind": "target"}, "cards"),
        ({"kind": "unit"}, "cards"),
        ({"kind": "task", "pane": "text"}, "text"),
    ],
)
def test_a_phone_shows_the_side_that_was_asked_for(office, plan, sign_in, query, pane) -> None:
    page = sign_in(office).get(reverse("plans:plan", args=[plan.pk], query=query)).content.decode()

    assert f"pane-{pane}" in page


def test_only_lines_that_are_headings_alone_are_set_as_headings(office) -> None:
    plan = imported(office.as_actor(), PLAN.replace("一、工作目标", "　　一、工作目标"))

    lines = lines_of(plan)

    heads = [plan.text[at:].split("\n")[0].strip() for at in sorted(lines["headings"])]
    assert heads == ["一、工作目标", "二、实施步骤", "三、重点任务", "四、评定办法", "五、组织领导"]
    assert lines["titles"] == {0}


def test_another_place_finds_nothing(office, plan, sign_in) -> None:
    client, item = sign_in(make_user(place_code=OTHER_COUNTY)), one(plan, "task")

    for name, args in (("plan", []), ("activate", []), ("head", []), ("drop", [])):
        assert client.get(reverse(f"plans:{name}", args=[plan.pk, *args])).status_code == 404
    assert client.post(item_url(plan, item), task_answers(item)).status_code == 404
    assert plan.title not in client.get(reverse("plans:list")).content.decode()


def test_who_may_only_look_sees_no_forms_and_changes_nothing(office, plan, sign_in) -> None:
    client, item = sign_in(make_user(Role.LEADER)), one(plan, "task")

    page = client.get(reverse("plans:plan", args=[plan.pk]), {"item": item.pk}).content.decode()

    assert plan.title in page and "data-drop" not in page and "按段号新增" not in page
    assert client.post(item_url(plan, item), task_answers(item)).status_code == 403


def test_a_settled_plan_can_not_be_changed(office, plan) -> None:
    actor = office.as_actor()
    services.drop_plan(actor=actor, plan_id=plan.pk)

    with pytest.raises(Conflict):
        services.accept_item(actor=actor, plan_id=plan.pk, item_id=one(plan, "task").pk)
    with pytest.raises(NotFound):
        services.accept_item(actor=actor, plan_id=0, item_id=0)


def test_pages_of_a_plan_stay_within_their_queries_at_any_size(
    office, plan, sign_in, django_assert_max_num_queries
) -> None:
    client, sample = sign_in(office), one(plan, "task", "堆物")
    url = reverse("plans:plan", args=[plan.pk])

    for size in (0, 500):
        PlanItem.objects.bulk_create(
            PlanItem(
                plan=plan, kind="task", order=100 + number, start=sample.start, end=sample.end,
                quote=sample.quote, values=sample.values, read_values=sample.read_values,
            )
            for number in range(size)
        )  # fmt: skip
        for query in ({}, {"item": sample.pk}, {"kind": "unit"}, {"item": one(plan, "target").pk}):
            with django_assert_max_num_queries(12):
                assert client.get(url, query).status_code == 200
        with django_assert_max_num_queries(12):
            client.get(reverse("plans:list"))
        with django_assert_max_num_queries(12):
            client.get(reverse("plans:activate", args=[plan.pk]))


def test_a_plan_in_review_is_the_importers_open_work_and_is_found(office, plan) -> None:
    actor = office.as_actor()

    assert [item.id for item in open_items(actor)] == [plan.pk]
    assert [hit.url for hit in search(actor, "楼院")] == [reverse("plans:plan", args=[plan.pk])]
    assert search(make_user(place_code=OTHER_COUNTY).as_actor(), "楼院") == []


def test_settling_leaves_nothing_open(office, plan, sign_in) -> None:
    settle(office.as_actor(), plan)

    assert "去启用" in sign_in(office).get(reverse("plans:plan", args=[plan.pk])).content.decode()
