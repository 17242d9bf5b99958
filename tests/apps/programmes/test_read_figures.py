"""Figures of programmes: rows add up to the value, recalled ones are out, zero is not missing, targets are judged."""

from decimal import Decimal
from fractions import Fraction

import pytest

from gongjian.apps.programmes.models import Target
from gongjian.apps.programmes.selectors.targets import read_target
from gongjian.apps.programmes.services import (
    TargetSpec,
    TaskSpec,
    bind_target,
    recall_report,
    roll_over,
    share_task,
)
from gongjian.core.access import SYSTEM
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.figures import Period
from gongjian.core.registry import get_indicator, list_goals, read_by_level, read_figure, rows_behind
from tests.apps.programmes.builders import (
    Q1,
    Q2,
    acknowledged,
    give,
    make_programme,
    on,
    report,
    the_task,
)
from tests.factories import COMMUNITIES, COUNTY, OTHER_STREET, STREET, day

pytestmark = pytest.mark.usefixtures("rules")
YEAR = Period.year(2026)


def read(key, place=COUNTY, period=YEAR, **params):
    return read_figure(f"programmes.{key}", place_code=place, period=period, params=params)


def shown(key, place=COUNTY, period=YEAR, **params):
    indicator = get_indicator(f"programmes.{key}")
    rows = rows_behind(f"programmes.{key}", place_code=place, period=period, params=params)
    return [indicator.view(row) for row in rows]


def bound(programme, key="target_reported"):
    return bind_target(actor=SYSTEM, target_id=programme.targets.get().pk, indicator_key=f"programmes.{key}")


@pytest.mark.parametrize("key", ["assigned", "task_completion", "late", "reports_due", "reports_missing"])
def test_the_rows_shown_are_what_adds_up(key):
    programme = make_programme()
    first, second, _third = acknowledged(programme)
    report(first, 14, complete=True)
    report(second, 2)

    figure = read(key, programme=programme.pk)
    rows = shown(key, programme=programme.pk)

    assert sum(row.numerator for row in rows) == figure.numerator
    assert len(rows) == figure.row_count
    if figure.denominator is not None:
        assert sum(row.denominator for row in rows) == figure.denominator


def test_completion_counts_leaves_done_by_the_end_of_the_period():
    programme = make_programme()
    first, *_rest = acknowledged(programme)
    report(first, 14, complete=True)

    assert read("task_completion", programme=programme.pk).value == Fraction(100, 3)
    assert read("task_completion", period=Q1, programme=programme.pk).value == 0


def test_parts_by_level_add_up_to_the_whole():
    programme = make_programme()
    acknowledged(programme, (*COMMUNITIES[:2], f"{OTHER_STREET}001"))

    parts = read_by_level(
        "programmes.assigned",
        place_code=COUNTY,
        code_length=9,
        period=YEAR,
        params={"programme": programme.pk},
    )

    assert {code: figure.numerator for code, figure in parts.items()} == {STREET: 2, OTHER_STREET: 1}


def test_due_and_missing_follow_the_last_days():
    programme = make_programme()
    first, *_rest = acknowledged(programme)
    report(first)

    assert (read("reports_due", programme=programme.pk).numerator) == 3
    assert (read("reports_missing", programme=programme.pk).numerator) == 2
    assert read("reports_due", period=Q2, programme=programme.pk).value is None
    with on("2026-07-07"):
        assert read("reports_missing", period=Q2, programme=programme.pk).value is None
    with on("2026-07-08"):
        assert read("reports_missing", period=Q2, programme=programme.pk).value == 3


def test_no_missing_report_reads_as_zero():
    programme = make_programme()
    for part in acknowledged(programme):
        report(part)

    assert read("reports_missing", programme=programme.pk).value == 0


def test_only_confirmed_figures_count_and_recalled_ones_are_out():
    programme = make_programme()
    target = bound(programme)
    first, second, third = acknowledged(programme)
    old = report(first, 4, figures={target.pk: (4, None)})
    report(second, 5, figures={target.pk: (5, None)}, confirm=False)
    report(third, 0, figures={target.pk: (0, None)})

    figure = read("target_reported", target=target.pk)
    recall_report(actor=SYSTEM, report_id=old.pk, reason="多报")
    after = read("target_reported", target=target.pk)

    assert (figure.value, figure.missing) == (4, (COMMUNITIES[1],))
    assert (after.value, after.missing) == (0, COMMUNITIES[:2])


def test_a_reported_share_takes_the_latest_state_of_each_part():
    programme = make_programme(
        targets=[TargetSpec(name="知晓率", value=Decimal(90), unit="%")],
        tasks=[TaskSpec(title="入户", targets=[(0, Decimal(100))])],
    )
    target = bound(programme, "target_reported_share")
    first, second, _third = acknowledged(programme)
    report(first, None, Q1, figures={target.pk: (50, 100)})
    report(first, None, Q2, figures={target.pk: (90, 100)})
    report(second, None, Q1, figures={target.pk: (30, 50)})

    figure = read("target_reported_share", target=target.pk)

    assert (figure.numerator, figure.denominator) == (120, 150)
    assert read("target_reported_share", period=Q1, target=target.pk).value == Fraction(8000, 150)


def test_a_task_counts_for_a_target_by_its_share():
    programme = make_programme(
        targets=[TargetSpec(name="绿地", value=Decimal(10)), TargetSpec(name="树", value=Decimal(10))],
        tasks=[TaskSpec(title="栽种", quantity=Decimal(42), targets=[(0, Decimal(60)), (1, Decimal(40))])],
    )
    first, *_rest = acknowledged(programme)
    report(first, 5)
    green, trees = programme.targets.order_by("order")

    assert read("target_quantity", target=green.pk).value == 3
    assert read("target_quantity", target=trees.pk).value == 2
    assert read("target_quantity", target=trees.pk).missing == COMMUNITIES[1:]


def judged(value, reported, unit="处", comparator=">=", base=None, deadline="2026-09-30"):
    programme = make_programme(
        targets=[
            TargetSpec(
                name="目标",
                value=Decimal(value),
                unit=unit,
                comparator=comparator,
                base_value=None if base is None else Decimal(base),
                deadline_on=day(deadline),
            )
        ]
    )
    target = bound(programme)
    (part,) = acknowledged(programme, COMMUNITIES[:1])
    if reported is not None:
        report(part, 1, Q2, figures={target.pk: (reported, None)})
    return read_target(Target.objects.select_related("programme").get(pk=target.pk))


@pytest.mark.parametrize(("reported", "word"), [("41.99", "差"), ("42", "已达目标"), ("42.01", "已达目标")])
def test_a_target_is_met_at_its_value(reported, word):
    assert judged("42", reported, deadline="2026-05-01").kind == word


@pytest.mark.parametrize(("reported", "kind"), [("9.99", "已达目标"), ("10", "已达目标"), ("10.01", "差")])
def test_a_ceiling_is_broken_just_above_it(reported, kind):
    assert judged("10", reported, comparator="<=").kind == kind


@pytest.mark.parametrize(("reported", "kind"), [("10", "差"), ("10.01", "已达目标")])
def test_more_than_means_more(reported, kind):
    assert judged("10", reported, comparator=">", deadline="2026-05-01").kind == kind


def test_no_figure_is_no_data_and_zero_is_a_gap():
    assert (judged("42", None).word, judged("42", None).ratio) == ("缺数据", None)
    assert judged("42", "0", deadline="2026-05-01").word == "差 42 处"


def test_a_rise_needs_its_base():
    assert judged("5", "12", comparator="+=").word == "缺基数"
    assert judged("5", "12", comparator="+=", base="7").kind == "已达目标"
    assert judged("20", "12", unit="%", comparator="+=", base="10").kind == "已达目标"


def test_the_pace_so_far_says_how_late_it_will_be():
    reading = judged("42", "20")  # 139 days for 20: 42 would take 292, until 20 October

    assert (reading.word, reading.late_days) == ("预计迟 20 天", 20)


def test_a_gap_in_a_counted_share_is_a_number_of_things():
    programme = make_programme(
        targets=[TargetSpec(name="完成率", value=Decimal(80), unit="%")],
    )
    target = bound(programme, "task_completion")
    first, second, _third = acknowledged(programme)
    report(first, 14, complete=True)
    report(second, 14, complete=True)

    reading = read_target(Target.objects.select_related("programme").get(pk=target.pk))

    assert reading.word == "差 1 个"


def test_a_binding_with_an_unknown_parameter_is_refused():
    programme = make_programme()

    with pytest.raises(Invalid, match="没有“colour”这个参数"):
        bind_target(
            actor=SYSTEM,
            target_id=programme.targets.get().pk,
            indicator_key="programmes.assigned",
            indicator_params={"colour": 1},
        )


def test_shares_are_changed_up_to_the_whole():
    programme = make_programme(
        targets=[TargetSpec(name="甲", value=Decimal(1)), TargetSpec(name="乙", value=Decimal(1))],
        tasks=[TaskSpec(title="做")],
    )
    one, two = programme.targets.order_by("order")
    task = the_task(programme)

    share_task(actor=SYSTEM, task_id=task.pk, shares={one.pk: Decimal(60), two.pk: Decimal(40)})
    with pytest.raises(Invalid, match=r"100\.01%"):
        share_task(actor=SYSTEM, task_id=task.pk, shares={one.pk: Decimal(60), two.pk: Decimal("40.01")})

    assert sum(row.share_percent for row in task.target_shares.all()) == 100


def test_next_year_takes_the_structure_the_dates_and_the_last_value_as_base():
    programme = make_programme()
    target = bound(programme)
    first, *_rest = acknowledged(programme)
    report(first, 9, figures={target.pk: (9, None)})

    new = roll_over(actor=SYSTEM, programme_id=programme.pk)

    fresh = new.targets.get()
    assert (new.title, new.year, new.previous) == ("2027年环境共治行动", 2027, programme)
    assert new.phases.get().starts_on.isoformat() == "2027-03-01"
    assert the_task(new).due_on.isoformat() == "2027-09-30"
    assert (fresh.base_value, fresh.indicator_params) == (9, {"target": fresh.pk})
    assert the_task(new).target_shares.get().target == fresh
    assert not the_task(new).assignments.exists()
    with pytest.raises(Conflict, match="已转入"):
        roll_over(actor=SYSTEM, programme_id=programme.pk)


def test_nothing_given_reads_as_no_data():
    programme = make_programme()
    assert read("task_completion", programme=programme.pk).value is None

    give(programme)

    assert read("task_completion", programme=programme.pk).value == 0


def test_a_target_is_a_goal_of_just_the_figure_it_is_bound_to():
    programme = make_programme()
    programme.targets.update(indicator_key="programmes.completed", place_code=STREET)
    year = Period.year(2026)
    asked = [
        ("programmes.completed", STREET, year),
        ("programmes.completed", COUNTY, year),
        ("programmes.completed", STREET, Period.year(2025)),
        ("programmes.assigned", STREET, year),
    ]

    found = [
        [goal.text for goal in list_goals(SYSTEM, read_figure(key, place_code=place, period=period))]
        for key, place, period in asked
    ]

    assert found == [["不低于 42处"], [], [], []]
