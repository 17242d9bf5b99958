"""When steps run: equal to all paths, slack that is real, and chains that fix the end."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network import Step, owner_chains, schedule
from gongjian.engines.worktime import calendar_for
from tests.engines.network.chains import (
    CALENDAR,
    NATURAL,
    STARTS,
    WORKING,
    all_paths,
    chains,
    first_worked,
    longest_end,
    path_end,
)

HOUSING = (
    Step("1", "发改局", 5, name="立项", hand_over_days=1),
    Step("2", "自然资源局", 20, ("1",), name="用地规划许可"),
    Step("3", "自然资源局", 30, ("2",), NATURAL, name="方案公示"),
    Step("4", "生态环境局", 15, ("1",), name="环评"),
    Step("5", "住建局", 7, ("3", "4"), name="施工许可"),
)
START = date(2026, 3, 2)


def test_a_chain_of_five_steps_worked_by_hand():
    plan = schedule(HOUSING, START, CALENDAR)

    assert [(row.step.key, row.starts_on.isoformat(), row.ends_on.isoformat()) for row in plan.rows] == [
        ("1", "2026-03-02", "2026-03-09"),
        ("4", "2026-03-10", "2026-03-31"),
        ("2", "2026-03-10", "2026-04-08"),  # Qingming, 6 April, is off
        ("3", "2026-04-08", "2026-05-08"),  # 30 natural days
        ("5", "2026-05-08", "2026-05-18"),  # Saturday 9 May is worked
    ]
    assert plan.critical == (("1", "2", "3", "5"),)
    assert plan.chains == 1
    assert (plan.of("4").slack_days, plan.of("4").free_slack_days) == (24, 24)
    assert not plan.of("4").is_critical


def test_papers_that_come_on_a_day_off_come_in_on_the_next_working_day():
    plan = schedule([Step("1", "甲局", 3)], date(2026, 10, 3), CALENDAR)

    assert (plan.asked_on, plan.starts_on, plan.ends_on) == (
        date(2026, 10, 3),
        date(2026, 10, 8),
        date(2026, 10, 12),  # 9, Saturday 10 and 12 October
    )


def test_a_natural_limit_that_ends_on_a_day_off_leaves_slack_to_the_chain_that_fixes_the_end():
    chain = [Step("1", "甲局", 1), Step("2", "乙局", 2, ("1",), NATURAL)]

    plan = schedule(
        chain, date(2026, 9, 9), CALENDAR
    )  # 10 September, then Saturday the 12th, so Monday the 14th

    assert plan.ends_on == date(2026, 9, 14)
    assert [row.slack_days for row in plan.rows] == [1, 1]
    assert plan.critical == (("1", "2"),)


def test_a_year_without_a_notice_makes_the_schedule_provisional():
    assert schedule([Step("1", "甲局", 30)], date(2026, 12, 1), CALENDAR).is_provisional
    assert not schedule([Step("1", "甲局", 5)], date(2026, 12, 1), CALENDAR).is_provisional


@settings(max_examples=100, deadline=None)
@given(steps=chains(), start=STARTS)
def test_the_end_is_that_of_the_longest_of_all_paths(steps, start):
    assert schedule(steps, start, CALENDAR).ends_on == longest_end(steps, start)


@settings(max_examples=100, deadline=None)
@given(steps=chains(units=(WORKING,)), start=STARTS)
def test_with_working_days_the_critical_steps_are_those_without_slack(steps, start):
    plan = schedule(steps, start, CALENDAR)

    assert all(row.is_critical == (row.slack_days == 0) for row in plan.rows)


@settings(max_examples=100, deadline=None)
@given(steps=chains(), start=STARTS)
def test_the_critical_chains_are_exactly_the_paths_that_end_last_without_a_gap(steps, start):
    plan = schedule(steps, start, CALENDAR, most_chains=1000)

    prefixes = {path[: size + 1] for path in all_paths(steps) for size in range(len(path))}
    longest = {path for path in prefixes if path_end(path, start) == plan.ends_on and is_tight(plan, path)}
    maximal = {
        tuple(step.key for step in path)
        for path in longest
        if not any(len(other) > len(path) and other[: len(path)] == path for other in longest)
    }
    assert set(plan.critical) == maximal
    assert plan.chains == len(maximal) == len(plan.critical)


def is_tight(plan, path):
    starts = [plan.of(step.key).starts_on for step in path]
    walked = [first_worked(plan.asked_on)]
    for size in range(1, len(path)):
        milestone = Step("x", "", 0)
        walked.append(path_end((*path[:size], milestone), plan.asked_on))
    return starts == walked


@settings(max_examples=30, deadline=None)
@given(steps=chains(most_steps=5), start=STARTS)
def test_slack_is_what_may_be_lost_and_no_more(steps, start):
    plan = schedule(steps, start, CALENDAR)

    for row in plan.rows:
        key = row.step.key
        assert schedule(held_back(plan, key, row.slack_days), start, CALENDAR).ends_on == plan.ends_on
        assert schedule(held_back(plan, key, row.slack_days + 1), start, CALENDAR).ends_on > plan.ends_on
        kept = schedule(held_back(plan, key, row.free_slack_days), start, CALENDAR)
        others = [one.step.key for one in plan.rows if one.step.key != key]
        assert all(kept.of(other).starts_on == plan.of(other).starts_on for other in others)
        assert row.free_slack_days <= row.slack_days


def held_back(plan, key, days):
    """Return the chain with one step starting so many working days after its earliest start."""
    passed = CALENDAR.working_days_between(plan.starts_on, plan.of(key).starts_on) + days
    steps = [row.step for row in plan.rows]
    waiting = [replace(step, after=(*step.after, "wait")) if step.key == key else step for step in steps]
    return [Step("wait", "", passed), *waiting]


@settings(max_examples=50, deadline=None)
@given(steps=chains(), start=STARTS)
def test_an_owners_chain_is_the_longest_of_the_paths_that_pass_it(steps, start):
    for found in owner_chains(steps, start, CALENDAR):
        passing = [
            path[: size + 1]
            for path in all_paths(steps)
            for size in range(len(path))
            if any(step.owner == found.owner for step in path[: size + 1])
        ]
        longest = max(path_end(path, start) for path in passing)

        assert CALENDAR.working_days_between(first_worked(start), longest) == found.days
        assert found.slack_days == schedule(steps, start, CALENDAR).days - found.days


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "一个环节也没有"),
        ([Step("1", "甲", 1), Step("1", "乙", 1)], "环节编号“1”用了 2 次"),
        ([Step("1", "甲", 1, ("9",), name="立项")], "环节“立项”的前置环节“9”不在表里"),
        ([Step("1", "甲", 1, ("1",))], "“1” → “1”"),
        (
            [
                Step("0", "甲", 1),
                Step("1", "甲", 1, ("0", "3")),
                Step("2", "乙", 1, ("1",)),
                Step("3", "丙", 1, ("2",)),
            ],
            "：“1” → “2” → “3” → “1”。",
        ),
        ([Step("1", "甲", 1), Step("2", "甲", 1, ("1", "1"))], "前置环节写了两遍"),
        ([Step("1", "甲", 9000)], "请导入 2028 年的放假安排"),
        (
            [Step("1", "甲", 9000, unit=NATURAL), Step("2", "甲", 5, ("1",), NATURAL)],
            "请导入 2028 年的放假安排",
        ),
    ],
)
def test_a_chain_that_contradicts_itself_is_refused_by_name(steps, sentence):
    with pytest.raises(EngineInputError, match=sentence):
        schedule(steps, START, CALENDAR)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"days": float("nan")}, "环节“1”的天数是 nan，要填整数"),
        ({"days": 2.5}, "要填整数"),
        ({"days": -1}, "环节“1”的天数是 -1，不能小于 0"),
        ({"hand_over_days": -2}, "交接天数是 -2"),
        ({"cost_per_day": -2}, "每天代价是 -2"),
        ({"parallel_cost": -2}, "并联代价是 -2"),
        ({"shortest_days": -1}, "最短天数是 -1"),
        ({"shortest_days": 9}, "最短 9 天，比时限 5 天还长"),
        ({"beside": ("0",)}, "可与“0”并联，但它不是前置环节"),
    ],
)
def test_a_step_that_cannot_be_is_refused(wrong, sentence):
    with pytest.raises(EngineInputError, match=sentence):
        Step(**({"key": "1", "owner": "甲", "days": 5} | wrong))


def test_a_start_outside_the_calendar_names_the_year():
    with pytest.raises(EngineInputError, match="没有 2030 年"):
        schedule(HOUSING, date(2030, 1, 7), calendar_for([2026]))
