"""Lateness and missing reports at, before and after their day; sums over levels; who owes what."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from gongjian.apps.parties.models import Notice
from gongjian.apps.programmes.selectors import below_status, by_kind, open_items
from gongjian.apps.programmes.selectors.deadlines import DayRules
from gongjian.apps.programmes.selectors.gantt import scale_of
from gongjian.apps.programmes.selectors.reports import list_owing
from gongjian.apps.programmes.selectors.tree import open_tree, place_rows, top_rows, total
from gongjian.apps.programmes.services import (
    Receiver,
    TaskSpec,
    answer_assignment,
    answer_report,
    hand_down_further,
    remind,
)
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Invalid
from gongjian.core.workdays import add_workdays, workdays_late
from tests.apps.programmes.builders import Q1, Q2, acknowledged, give, make_programme, on, report
from tests.factories import COMMUNITIES, COUNTY, OTHER_STREET, STREET, day, make_actor, make_user

pytestmark = pytest.mark.usefixtures("rules")


def tally(programme, actor=SYSTEM):
    tree = open_tree(actor, programme)
    return total(top_rows(tree, "task", list(programme.phases.all())))


def test_working_days_skip_the_holidays_of_the_year():
    assert add_workdays(day("2026-03-31"), 5) == day("2026-04-08")  # 清明 is 6 April off
    assert workdays_late(day("2026-04-08"), day("2026-04-08")) == 0
    assert workdays_late(day("2026-04-10"), day("2026-04-12")) == 0  # a weekend is no lateness yet
    assert workdays_late(day("2026-04-10"), day("2026-04-13")) == 1


@pytest.mark.parametrize(("today", "late"), [("2026-09-29", 0), ("2026-09-30", 0), ("2026-10-01", 3)])
def test_work_is_late_from_the_day_after_its_day(today, late):
    programme = make_programme()
    acknowledged(programme)

    with on(today):
        assert tally(programme).late == late


@pytest.mark.parametrize(("today", "missing"), [("2026-04-07", 0), ("2026-04-08", 0), ("2026-04-09", 3)])
def test_a_report_is_missing_from_the_day_after_its_last_day(today, missing):
    programme = make_programme()
    acknowledged(programme)

    with on(today):
        assert tally(programme).missing == missing


def test_reports_in_are_not_missing_and_returned_ones_are():
    programme = make_programme()
    first, second, _third = acknowledged(programme)
    report(first)
    returned = report(second, confirm=False)

    before = tally(programme).missing
    answer_report(actor=SYSTEM, report_id=returned.pk, confirm=False, reason="不清楚")

    assert (before, tally(programme).missing) == (1, 2)


def test_a_zero_report_is_in_and_done_work_owes_nothing_after_its_quarter():
    programme = make_programme()
    first, second, third = acknowledged(programme)
    report(first, 0)
    report(second, 14, complete=True)
    report(third, 1)

    with on("2026-08-01"):
        assert tally(programme).missing == 2


def test_what_waits_for_an_answer_owes_no_report():
    programme = make_programme()
    with on("2026-01-15"):
        give(programme)

    assert tally(programme).missing == 0


def test_a_row_is_the_sum_of_all_below_it_at_every_level():
    programme = make_programme()
    street, other = acknowledged(programme, (STREET, OTHER_STREET))
    with on("2026-01-16"):
        hand_down_further(
            actor=SYSTEM, assignment_ids=[street.pk], receivers=[Receiver(code) for code in COMMUNITIES]
        )
        for part in street.children.all():
            answer_assignment(actor=SYSTEM, assignment_id=part.pk, accept=True)
    report(street.children.order_by("place_code")[0], 7, complete=True)
    report(other, 21, complete=True)

    tree = open_tree(SYSTEM, programme)
    rows = top_rows(tree, "task", list(programme.phases.all()))
    streets = place_rows(tree, COUNTY, 3, "task-1")
    communities = place_rows(tree, STREET, 4, "x")

    assert [(row.tally.done, row.tally.all) for row in rows] == [(2, 4), (2, 4)]
    assert [(row.tally.done, row.tally.all) for row in streets] == [(1, 3), (1, 1)]
    assert sum(row.tally.all for row in communities) == streets[0].tally.all
    assert sum(row.tally.missing for row in streets) == rows[0].tally.missing == 2


def test_a_receiver_sees_only_his_own_part():
    programme = make_programme()
    acknowledged(programme)

    assert tally(programme, make_actor(Role.WORKER, COMMUNITIES[0])).all == 1
    assert tally(programme, make_actor(place_code=STREET)).all == 3
    assert tally(programme, make_actor(place_code=OTHER_STREET)).all == 0


def test_who_owes_what_names_the_period_the_day_and_the_working_days():
    programme = make_programme()
    first, second, _third = acknowledged(programme)
    report(first)
    report(second, submit=False)

    page, debts = list_owing(make_actor(), programme, QueryDict())

    assert page.total == 2
    assert [(debt.who, debt.period, debt.word, debt.late_workdays) for debt in debts] == [
        ("演示2社区", Q1, "草稿", workdays_late(day("2026-04-08"), day("2026-05-20"))),
        ("演示3社区", Q1, "未报", workdays_late(day("2026-04-08"), day("2026-05-20"))),
    ]


def test_a_reminder_reaches_those_who_owe_and_nobody_else():
    owing, fine = make_user(Role.WORKER, COMMUNITIES[1]), make_user(Role.WORKER, COMMUNITIES[0])
    programme = make_programme()
    first, *_rest = acknowledged(programme)
    report(first)
    Notice.objects.all().delete()

    assert remind(actor=make_actor(), programme_id=programme.pk) == 2

    assert list(Notice.objects.values_list("user_id", flat=True)) == [owing.pk]
    assert fine.notices.count() == 0


def test_nobody_to_remind_is_said():
    programme = make_programme()
    for part in acknowledged(programme):
        report(part)

    with pytest.raises(Invalid, match="没有人欠报"):
        remind(actor=make_actor(), programme_id=programme.pk)


def test_open_items_say_what_is_mine_and_by_when():
    worker = make_actor(Role.WORKER, COMMUNITIES[0])
    programme = make_programme(tasks=[TaskSpec(title="甲", quantity=Decimal(6)), TaskSpec(title="乙")])
    acknowledged(programme)
    give_second(programme)

    items = by_kind(open_items(worker))

    assert items["acknowledge"][0].count == 1
    assert items["report"][0].title.startswith("填报2026年第一季度进度")
    assert items["report"][0].light == "red"
    assert items["report"][0].left.startswith("逾期")
    assert "confirm" not in items


def give_second(programme):
    from gongjian.apps.programmes.services import hand_down

    task = programme.tasks.get(title="乙")
    hand_down(
        actor=SYSTEM,
        programme_id=programme.pk,
        task_ids=[task.pk],
        receivers=[Receiver(code) for code in COMMUNITIES],
    )


def test_open_items_of_the_giver_are_confirmations_and_refusals():
    programme = make_programme()
    first, second, _third = acknowledged(programme)
    report(first, confirm=False)
    second.status = "pending"
    second.save()
    answer_assignment(actor=SYSTEM, assignment_id=second.pk, accept=False, reason="不归我们管")

    items = by_kind(open_items(make_actor()))

    assert [item.title for item in items["confirm"]] == ["确认演示1社区2026年第一季度进度"]
    assert [item.reason for item in items["returned"]] == ["不归我们管"]
    assert by_kind(open_items(make_actor(place_code=STREET))) == {}


@pytest.mark.parametrize("tasks", [2, 40])
def test_open_items_read_a_bounded_number_of_times(tasks, django_assert_max_num_queries):
    for number in range(tasks):
        acknowledged(make_programme(title=f"行动{number}"))
    office, worker = make_actor(), make_actor(Role.WORKER, COMMUNITIES[0])

    with django_assert_max_num_queries(8):
        assert open_items(worker)
    with django_assert_max_num_queries(8):
        open_items(office)


def test_those_below_are_listed_worst_first():
    programme = make_programme()
    acknowledged(programme, (*COMMUNITIES[:1], f"{OTHER_STREET}001"))
    first = programme.tasks.get().assignments.get(place_code=COMMUNITIES[0])
    report(first)

    rows = below_status(make_actor())

    assert [(row.name, row.tally.missing) for row in rows] == [("凯旋路街道", 1), ("南津路街道", 0)]


def test_months_without_a_year_follow_the_programme_and_today_has_its_place():
    programme = make_programme()

    scale = scale_of(programme, day("2026-07-01"))

    assert len(scale.months) == 12
    assert round(scale.today_at, 1) == round(181 / 365 * 100, 1)
    assert scale_of(programme, day("2027-01-01")).today_at is None


def test_a_place_can_set_its_own_number_of_days():
    from gongjian.core.models import Rule

    Rule.objects.create(
        key="reports.due_workdays",
        place_code=COUNTY,
        effective_on=day("2026-01-01"),
        value=1,
        citation="区里定",
    )

    assert DayRules().report_due_on(Q1, COUNTY) == day("2026-04-01")
    assert DayRules().report_due_on(Q2, "5109") == add_workdays(day("2026-06-30"), 5)
    assert timezone.localdate() == day("2026-05-20")
