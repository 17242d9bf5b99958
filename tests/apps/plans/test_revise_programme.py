"""A new version of a running plan is held against the programme and taken over item by item; progress stays."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from gongjian.apps.plans import services
from gongjian.apps.plans.choices import PlanStatus
from gongjian.apps.plans.models import Plan
from gongjian.apps.plans.selectors import get_plan
from gongjian.apps.programmes.choices import AssignmentStatus, ReportStatus
from gongjian.apps.programmes.models import Assignment, ProgressReport, Target, Task
from gongjian.apps.programmes.services import Receiver, hand_down
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.apps.plans.conftest import PLAN, docx_of, imported, settle
from tests.factories import COUNTY, OTHER_COUNTY, STREET, make_user

pytestmark = pytest.mark.django_db

NEW = (
    PLAN.replace("不低于80%", "不低于85%")
    .replace("2026年6月底前完成", "2026年8月底前完成")
    .replace("责任单位：区城管局；配合单位：各社区", "责任单位：区民政局；配合单位：各社区")
    .replace(
        "（二）培训楼栋长。先培训再上岗。责任单位：各街道；配合单位：区民政局。2026年9月底前完成。",
        "（二）开展邻里互助。组织结对帮扶。责任单位：区民政局。2026年10月底前完成。",
    )
)


@pytest.fixture
def actor(office):
    return office.as_actor()


@pytest.fixture
def programme(actor):
    plan = settle(actor, imported(actor))
    return services.activate_plan(actor=actor, plan_id=plan.pk)


@pytest.fixture
def handed(actor, programme):
    """The first task given to a street that has reported on it."""
    task = programme.tasks.get(title="清理楼道堆物")
    hand_down(actor=actor, programme_id=programme.pk, task_ids=[task.pk], receivers=[Receiver(STREET)])
    part = Assignment.objects.get(task=task)
    part.status = AssignmentStatus.ACTIVE
    part.save(update_fields=["status"])
    ProgressReport.objects.create(
        assignment=part,
        place_code=STREET,
        period_first_on=date(2026, 1, 1),
        period_last_on=date(2026, 3, 31),
        status=ReportStatus.CONFIRMED,
        text="清了 30 栋",
    )
    return part


@pytest.fixture
def revision(actor, programme):
    plan = services.start_revision(actor=actor, programme_id=programme.pk, text=NEW)
    return settle(actor, get_plan(actor, plan.pk))


def row_of(actor, plan, act, words):
    rows = services.compare_revision(get_plan(actor, plan.pk)).rows
    [found] = [row for row in rows if row.act == act and words in row.name]
    return found


def take(actor, plan, row, **answers):
    answers.setdefault("fields", row.field_names)
    return services.take_row(actor=actor, plan_id=plan.pk, key=row.key, seen=row.seen, **answers)


def test_the_same_version_again_differs_in_nothing(actor, programme):
    plan = services.start_revision(actor=actor, programme_id=programme.pk, text=PLAN)

    found = services.compare_revision(settle(actor, get_plan(actor, plan.pk)))

    assert [(row.act, row.name, row.seen) for row in found.rows] == []


def test_what_was_settled_for_the_version_before_is_settled_again(actor):
    text = PLAN + "四、工作要求\n各楼院要把共管列入年度重点工作。责任单位：区楼院办。2026年3月底前完成。\n"
    old = imported(actor, text.replace("船山区民政局\n2026年1月6日\n", ""))
    task = next(i for i in old.items.all() if i.values.get("title") == "清理楼道堆物")
    values = {**task.values, "quantity": "90", "unit": "栋"}
    services.correct_item(actor=actor, plan_id=old.pk, item_id=task.pk, values=values)
    for item in old.items.all():
        if item.kind == "task" and item.pk != task.pk:
            services.drop_item(actor=actor, plan_id=old.pk, item_id=item.pk)
    programme = services.activate_plan(actor=actor, plan_id=settle(actor, old).pk)

    plan = services.start_revision(actor=actor, programme_id=programme.pk, text=old.text)

    plan, old = get_plan(actor, plan.pk), get_plan(actor, old.pk)
    assert services.compare_revision(plan).rows == ()
    assert [(unit.name, unit.is_ignored, unit.organisation_id) for unit in plan.units.all()] == [
        (unit.name, unit.is_ignored, unit.organisation_id) for unit in old.units.all()
    ]


def test_the_comparison_names_what_changed_was_added_and_left_out(actor, revision):
    found = services.compare_revision(revision)

    assert {(row.kind, row.act, row.name) for row in found.rows} == {
        ("target", "changed", "全区达标社区占比"),
        ("task", "changed", "清理楼道堆物"),
        ("task", "added", "开展邻里互助"),
        ("task", "dropped", "培训楼栋长"),
    }
    changed = row_of(actor, revision, "changed", "清理")
    assert [(change.field, change.old, change.new) for change in changed.fields] == [
        ("due", "2026年6月30日", "2026年8月31日"),
        ("lead", "区城管局", "区民政局"),
    ]


def test_a_changed_task_keeps_its_parts_and_reports_and_they_follow_its_day(actor, handed, revision):
    take(actor, revision, row_of(actor, revision, "changed", "清理"))

    task = Task.objects.get(title="清理楼道堆物")
    handed.refresh_from_db()
    assert task.due_on == handed.due_on == date(2026, 8, 31)
    assert [unit.short_name for unit in task.lead_units.all()] == ["区民政局"]
    assert "8月底前" in task.quote
    assert handed.status == AssignmentStatus.ACTIVE
    assert handed.reports.get().status == ReportStatus.CONFIRMED
    assert services.compare_revision(get_plan(actor, revision.pk)).count("changed") == 1


def test_only_the_chosen_fields_of_a_change_are_taken(actor, revision):
    take(actor, revision, row_of(actor, revision, "changed", "清理"), fields=["due"])

    task = Task.objects.get(title="清理楼道堆物")
    assert task.due_on == date(2026, 8, 31)
    assert [unit.short_name for unit in task.lead_units.all()] == ["区城管局"]
    assert "lead" in row_of(actor, revision, "changed", "清理").field_names


def test_a_quantity_set_in_the_review_is_taken_too(actor, programme, revision):
    item = next(i for i in revision.items.all() if i.values.get("title") == "清理楼道堆物")
    values = {**item.values, "quantity": "120", "unit": "栋"}
    services.correct_item(actor=actor, plan_id=revision.pk, item_id=item.pk, values=values)

    take(actor, revision, row_of(actor, revision, "changed", "清理"), fields=["quantity"])

    task = programme.tasks.get(title="清理楼道堆物")
    assert (task.quantity, task.unit) == (Decimal(120), "栋")


def test_a_changed_target_keeps_its_indicator_and_base(actor, programme, revision):
    target = programme.targets.get(name="全区达标社区占比")
    Target.objects.filter(pk=target.pk).update(base_value=Decimal(60))

    take(actor, revision, row_of(actor, revision, "changed", "占比"))

    fresh = Target.objects.get(pk=target.pk)
    assert (fresh.value, fresh.base_value) == (Decimal(85), Decimal(60))
    assert fresh.indicator_key == target.indicator_key


def test_a_new_task_stands_after_the_others_and_is_not_handed_down(actor, programme, revision):
    take(actor, revision, row_of(actor, revision, "added", "邻里"))

    task = programme.tasks.order_by("order").last()
    assert (task.title, task.due_on) == ("开展邻里互助", date(2026, 10, 31))
    assert task.phase.name == "推进阶段"
    assert not task.assignments.exists()


def test_a_dropped_task_stays_until_it_is_chosen_and_needs_a_reason(actor, programme, revision):
    row = row_of(actor, revision, "dropped", "培训")
    hand_down(actor=actor, programme_id=programme.pk, task_ids=[row.old.pk], receivers=[Receiver(STREET)])
    with pytest.raises(Invalid, match="原因"):
        take(actor, revision, row)

    take(actor, revision, row, reason="并入市里的培训")

    task = Task.objects.get(pk=row.old.pk)
    assert task.voided_on and task.void_reason == "并入市里的培训"
    assert task.assignments.get().status == AssignmentStatus.VOID
    with pytest.raises(Conflict, match="作废"):
        hand_down(actor=actor, programme_id=programme.pk, task_ids=[task.pk], receivers=[Receiver(STREET)])


def test_a_dropped_task_with_confirmed_reports_is_not_voided(actor, handed, programme):
    text = NEW.replace("（一）清理楼道堆物", "（一）种植行道树").replace("对照清单逐栋清理", "沿街补种银杏")
    plan = services.start_revision(actor=actor, programme_id=programme.pk, text=text)
    plan = settle(actor, get_plan(actor, plan.pk))

    with pytest.raises(Conflict, match="已确认的填报"):
        take(actor, plan, row_of(actor, plan, "dropped", "清理"), reason="不做了")

    assert Task.objects.get(title="清理楼道堆物").voided_on is None
    assert handed.reports.get().status == ReportStatus.CONFIRMED


def test_what_was_not_seen_is_not_taken(actor, programme, revision):
    row = row_of(actor, revision, "changed", "清理")
    programme.tasks.filter(pk=row.old.pk).update(due_on=date(2026, 7, 31))

    with pytest.raises(Conflict, match="刷新"):
        take(actor, revision, row)
    assert programme.tasks.get(pk=row.old.pk).due_on == date(2026, 7, 31)


def test_an_item_that_is_not_settled_waits_for_the_review(actor, programme):
    text = NEW.replace("责任单位：区民政局。2026年10月", "责任单位：区邻里办。2026年10月")
    plan = services.start_revision(actor=actor, programme_id=programme.pk, text=text)

    with pytest.raises(Conflict, match="区邻里办"):
        take(actor, plan, row_of(actor, plan, "added", "邻里"))


def test_each_item_taken_leaves_its_rows_in_the_trail(actor, programme, revision):
    take(actor, revision, row_of(actor, revision, "changed", "清理"))

    acts = AuditEntry.objects.filter(action__in=["programmes.task_changed", "plans.revision_taken"])
    assert acts.count() == 2
    change = acts.get(action="programmes.task_changed")
    assert (change.before["due_on"], change.after["due_on"]) == ("2026-06-30", "2026-08-31")


def test_a_new_version_never_becomes_a_second_programme(actor, revision):
    with pytest.raises(Conflict, match="对照"):
        services.activate_plan(actor=actor, plan_id=revision.pk)


def test_one_new_version_at_a_time_and_none_after_the_end(actor, programme, revision):
    with pytest.raises(Conflict, match="还在核对"):
        services.start_revision(actor=actor, programme_id=programme.pk, text=NEW)

    services.finish_revision(actor=actor, plan_id=revision.pk)

    assert Plan.objects.get(pk=revision.pk).status == PlanStatus.MERGED
    with pytest.raises(Conflict, match="已经并入"):
        take(actor, revision, services.compare_revision(revision).rows[0])
    assert services.start_revision(actor=actor, programme_id=programme.pk, text=NEW).revises == programme


def test_of_a_bundle_the_likest_title_is_the_new_version(actor, programme):
    other = PLAN.replace("楼院环境共管", "背街小巷整修").replace("8号", "9号")

    plan = services.start_revision(
        actor=actor, programme_id=programme.pk, text=f"篇一\n{other}\n\n篇二\n{NEW}"
    )

    assert "楼院环境" in plan.title
    assert "背街小巷" in Plan.objects.get(status=PlanStatus.DROPPED).title


def test_outsiders_and_readers_may_not_revise(actor, programme, revision):
    beside = make_user(place_code=OTHER_COUNTY).as_actor()
    leader = make_user(Role.LEADER, COUNTY).as_actor()
    row = services.compare_revision(revision).rows[0]

    with pytest.raises(NotFound):
        services.start_revision(actor=beside, programme_id=programme.pk, text=NEW)
    with pytest.raises(NotAllowed):
        services.start_revision(actor=leader, programme_id=programme.pk, text=NEW)
    with pytest.raises(NotFound):
        take(beside, revision, row)
    with pytest.raises(NotAllowed):
        take(leader, revision, row)


def test_the_journey_on_the_pages(office, programme, sign_in, django_assert_max_num_queries):
    client = sign_in(office)
    plan_page = client.get(reverse("plans:plan", args=[programme.plan.pk]))
    assert reverse("plans:revise", args=[programme.pk]) in plan_page.content.decode()

    answer = client.post(reverse("plans:revise", args=[programme.pk]), {"text": NEW})
    plan = Plan.objects.get(revises=programme)
    compare_url = reverse("plans:compare", args=[plan.pk])
    assert answer.url == compare_url
    settle(office.as_actor(), get_plan(office.as_actor(), plan.pk))
    with django_assert_max_num_queries(12):
        page = client.get(compare_url).content.decode()
    assert "新版改 2 处、增 1 处、去 1 处" in page
    assert "2026年8月31日" in page

    row = row_of(office.as_actor(), plan, "changed", "清理")
    form = {"key": row.key, "seen": row.seen, "fields": row.field_names}
    assert client.post(reverse("plans:take", args=[plan.pk]), form).url == compare_url
    assert "已并入：清理楼道堆物" in client.get(compare_url).content.decode()
    dropped = row_of(office.as_actor(), plan, "dropped", "培训")
    refused = client.post(reverse("plans:take", args=[plan.pk]), {"key": dropped.key, "reason": " "})
    assert refused.status_code == 422
    assert "作废要写明原因" in refused.content.decode()
    assert client.post(reverse("plans:finish", args=[plan.pk])).url == reverse(
        "programmes:programme", args=[programme.pk]
    )
    assert client.get(compare_url).status_code == 200


def test_a_file_is_imported_as_a_new_version(office, programme, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("新版.docx", docx_of(NEW))

    answer = sign_in(office).post(reverse("plans:revise", args=[programme.pk]), {"file": file})

    assert answer.status_code == 302
    assert Plan.objects.get(revises=programme).source.name == "新版.docx"


def test_an_empty_import_keeps_the_page_with_its_sentence(office, programme, sign_in):
    answer = sign_in(office).post(reverse("plans:revise", args=[programme.pk]), {"text": ""})

    assert answer.status_code == 422
    assert "还没有内容" in answer.content.decode()


def test_a_plan_that_revises_nothing_has_no_comparison(office, programme, sign_in):
    assert sign_in(office).get(reverse("plans:compare", args=[programme.plan.pk])).status_code == 404
