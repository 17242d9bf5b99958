"""The green channel and the cheapest way to a wanted date: equal to trying everything."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain as chained
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network import Step, cheapest, green_channel, relax, schedule, speed_up
from gongjian.engines.network.axis import axis_from
from gongjian.engines.network.choice import Choice, Finish
from gongjian.engines.network.graph import build
from tests.engines.network.chains import CALENDAR, NATURAL, STARTS, chains, path_end

START = date(2026, 3, 2)
ROW = (
    Step("1", "发改局", 10),
    Step("2", "自然资源局", 20, ("1",), beside=("1",), parallel_cost=3),
    Step("3", "生态环境局", 15, ("2",), beside=("2",), parallel_cost=2),
    Step("4", "住建局", 7, ("3",), shortest_days=4, cost_per_day=1),
)


@pytest.fixture(scope="module", params=["searched", "solved"], autouse=True)
def way(request):
    """Find every cheapest way by the search of small chains, then by the solver of large ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cheapest, "MOST_WORK", 10**9 if request.param == "searched" else -1)
        yield request.param


def simulate(steps, parallel, start):
    """Say when everything is out, from the meaning of 'beside' alone, without rewriting the chain."""
    by_key = {step.key: step for step in steps}
    starts, outs, ends = {}, {}, {}

    def visit(key):
        if key in starts:
            return
        step = by_key[key]
        for before in step.after:
            visit(before)
        beside = step.beside if key in parallel else ()
        waits = [starts[one] if one in beside else outs[one] for one in step.after]
        starts[key] = max([schedule([Step("0", "", 0)], start, CALENDAR).ends_on, *waits])
        ends[key] = path_end((step,), starts[key])
        own = path_end((step, Step("x", "", 0)), starts[key])
        outs[key] = max([own, *(outs[one] for one in beside)])

    for step in steps:
        visit(step.key)
    return max(ends.values())


def subsets(keys):
    return chained.from_iterable(combinations(keys, size) for size in range(len(keys) + 1))


def test_steps_side_by_side_start_together_and_the_next_waits_for_all():
    found = green_channel(ROW, START, CALENDAR)

    assert found.plain.days == 52
    assert found.green.days == 20 + 7
    assert found.days_saved == 25
    assert found.green.critical == (("2", "4"),)
    assert found.green.of("4").step.after == ("3", "2", "1")
    assert [(one.step.key, one.saves_days) for one in found.parallel] == [("2", 10), ("3", 15)]


@settings(max_examples=100, deadline=None)
@given(steps=chains(), start=STARTS, data=st.data())
def test_a_relaxed_chain_ends_when_its_meaning_says(steps, start, data):
    able = [step.key for step in steps if step.beside]
    chosen = data.draw(st.sets(st.sampled_from(able))) if able else set()

    relaxed = schedule(relax(steps, chosen), start, CALENDAR)

    assert relaxed.ends_on == simulate(steps, chosen, start)
    choice = Choice([step.key in chosen for step in steps], [step.days for step in steps])
    assert Finish(build(steps), axis_from(start, CALENDAR))(choice) == relaxed.days


@settings(max_examples=100, deadline=None)
@given(steps=chains(), start=STARTS, data=st.data())
def test_more_in_parallel_never_ends_later(steps, start, data):
    able = [step.key for step in steps if step.beside]
    fewer = data.draw(st.sets(st.sampled_from(able))) if able else set()

    plain, some = (schedule(relax(steps, chosen), start, CALENDAR).ends_on for chosen in ((), fewer))
    assert schedule(relax(steps), start, CALENDAR).ends_on <= some <= plain


def test_only_what_may_run_in_parallel_can_be_put_in_parallel():
    with pytest.raises(EngineInputError, match="环节“4”不在可并联的环节里"):
        relax(ROW, {"4"})


def test_the_cheapest_measures_are_named_with_what_happens_without_them():
    found = speed_up(ROW, START, CALENDAR.add_working_days(START, 37), CALENDAR)

    assert [(one.step.key, one.is_parallel, one.cut_days, one.cost) for one in found.measures] == [
        ("3", True, 0, 2)
    ]
    assert (found.cost, found.bound, found.gap, found.is_possible) == (2, 2, 0, True)
    assert found.schedule.days == 37
    assert found.measures[0].without_it_ends_on == CALENDAR.add_working_days(START, 52)


def test_a_date_that_is_met_anyway_needs_nothing():
    found = speed_up(ROW, START, date(2026, 12, 1), CALENDAR)

    assert (found.measures, found.cost, found.gap) == ((), 0, 0)


def test_a_date_out_of_reach_is_explained_by_the_fewest_steps_that_alone_take_longer():
    found = speed_up(ROW, START, CALENDAR.add_working_days(START, 23), CALENDAR)

    assert not found.is_possible
    assert [step.key for step in found.obstacle.chain] == ["2", "4"]
    assert (found.obstacle.days, found.obstacle.ends_on) == (24, CALENDAR.add_working_days(START, 24))
    assert found.schedule.days == 24


def test_without_time_the_answer_is_in_time_and_says_what_is_not_proven():
    found = speed_up(ROW, START, CALENDAR.add_working_days(START, 37), CALENDAR, time_limit_s=0)

    assert found.schedule.days <= 37
    assert all(measure.without_it_ends_on > found.wanted_on for measure in found.measures)
    assert found.bound <= 2 <= found.cost


def test_a_wanted_date_before_the_start_is_refused():
    with pytest.raises(EngineInputError, match=r"想在 2026-03-01 办完，可 2026-03-02 才开始"):
        speed_up(ROW, START, date(2026, 3, 1), CALENDAR)


@settings(max_examples=30, deadline=None)
@given(steps=chains(most_steps=5), start=STARTS, early=st.integers(0, 40))
def test_the_measures_cost_as_little_as_the_best_of_all_combinations(steps, start, early):
    plain, green = schedule(steps, start, CALENDAR), schedule(relax(shortest(steps)), start, CALENDAR)
    wanted = max(plain.ends_on - timedelta(days=early), plain.starts_on)

    found = speed_up(steps, start, wanted, CALENDAR)

    costs = [cost for cost, chosen in every_way(steps) if simulate(*chosen, start) <= wanted]
    assert found.is_possible == bool(costs) == (green.ends_on <= wanted)
    if costs:
        assert (found.cost, found.bound) == (min(costs), min(costs))
        assert found.schedule.ends_on <= wanted
        assert all(measure.without_it_ends_on > wanted for measure in found.measures)


def shortest(steps):
    return [replace(step, days=step.least_days) for step in steps]


def every_way(steps):
    able = [step.key for step in steps if step.beside]
    spans = [range(step.days - step.least_days + 1) for step in steps]
    for parallel, cuts in product(list(subsets(able)), product(*spans)):
        cut = [
            replace(s, days=s.days - days, shortest_days=None) for s, days in zip(steps, cuts, strict=True)
        ]
        cost = sum(step.parallel_cost for step in steps if step.key in parallel)
        cost += sum(step.cost_per_day * days for step, days in zip(steps, cuts, strict=True))
        yield cost, (cut, parallel)


@settings(max_examples=30, deadline=None)
@given(steps=chains(most_steps=5), start=STARTS)
def test_no_fewer_steps_explain_why_a_date_is_out_of_reach(steps, start):
    fastest = relax(shortest(steps))
    end = schedule(fastest, start, CALENDAR).ends_on
    begin = schedule(fastest, start, CALENDAR).starts_on
    if end == begin:
        return
    wanted = CALENDAR.add_working_days(end, -1)

    chain = speed_up(steps, start, wanted, CALENDAR).obstacle.chain

    assert path_end(chain, start) == end > wanted
    assert not any(
        path_end(fewer, start) > wanted for size in range(1, len(chain)) for fewer in ordered(fastest, size)
    )


def ordered(steps, size):
    """List the chains of so many steps that follow one another, directly or not."""
    by_key = {step.key: step for step in steps}

    def above(key):
        return {key for one in by_key[key].after for key in {one} | above(one)}

    for some in combinations(steps, size):
        line = sorted(some, key=lambda step: len(above(step.key)))
        if all(one.key in above(other.key) for one, other in pairwise(line)):
            yield tuple(line)


def test_a_natural_limit_is_cut_across_a_holiday():
    chain = [Step("1", "甲局", 2), Step("2", "乙局", 30, ("1",), NATURAL, shortest_days=20, cost_per_day=5)]

    found = speed_up(
        chain, date(2026, 9, 2), date(2026, 9, 30), CALENDAR
    )  # 4 September + 30 is in the holiday

    assert [(one.step.key, one.cut_days, one.cost) for one in found.measures] == [("2", 4, 20)]
    assert found.schedule.ends_on == date(2026, 9, 30)
    assert found.measures[0].without_it_ends_on == date(2026, 10, 8)
