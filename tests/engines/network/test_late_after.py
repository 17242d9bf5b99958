"""The chance of being late before and after measures, against every combination of pasts by hand."""

from datetime import date
from fractions import Fraction

from gongjian.engines.network import Chance, Past, Step, late_after, lateness, speed_up
from gongjian.engines.worktime import calendar_for

START, CALENDAR = date(2026, 3, 2), calendar_for(range(2026, 2028))
STEPS = (
    Step("1", "甲局", 5),
    Step("2", "乙局", 10, ("1",), beside=("1",), parallel_cost=3),
    Step("3", "丙局", 6, ("2",), shortest_days=4),
)
PAST = {"1": Past((4, 5, 8)), "2": Past((9, 14)), "3": Past((3, 6, 7))}
BY = CALENDAR.add_working_days(START, 15)


def late_share(ends):
    return Chance.exact(Fraction(sum(end > 15 for end in ends), len(ends)))


def test_the_chances_are_those_of_every_combination_with_and_without_each_measure():
    way = speed_up(STEPS, START, BY, CALENDAR)

    found = late_after(STEPS, PAST, way, START, CALENDAR)

    assert [(one.step.key, one.is_parallel, one.cut_days) for one in way.measures] == [
        ("2", True, 0),
        ("3", False, 1),
    ]
    every = [(a, b, c) for a in (4, 5, 8) for b in (9, 14) for c in (3, 6, 7)]
    cut = {3: 3, 6: 5, 7: 6}  # a day less, but 3 was less than 4, the fewest it may be cut to, already
    assert found.before == late_share([a + b + c for a, b, c in every])
    assert found.after == late_share([max(a, b) + cut[c] for a, b, c in every])
    assert [chance for _, chance in found.without] == [
        late_share([a + b + cut[c] for a, b, c in every]),
        late_share([max(a, b) + c for a, b, c in every]),
    ]


def test_before_is_what_lateness_says_of_the_wanted_day():
    way = speed_up(STEPS, START, BY, CALENDAR)

    found = late_after(STEPS, PAST, way, START, CALENDAR)

    assert found.before == lateness(STEPS, PAST, START, CALENDAR, due_on=BY).whole


def test_cut_steps_never_take_less_than_they_may_be_cut_to_unless_they_did():
    steps = (Step("1", "甲局", 10, shortest_days=6),)
    by = CALENDAR.add_working_days(START, 6)

    found = late_after(steps, {"1": Past((5, 8, 12))}, speed_up(steps, START, by, CALENDAR), START, CALENDAR)

    assert (found.before.value, found.after.value) == (
        Fraction(2, 3),
        Fraction(1, 3),
    )  # 5, 6, 8 days against 6
