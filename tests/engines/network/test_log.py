"""Where time went: every day of a case is counted once, and what was lost has a name."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network import Spread, Step, Visit, analyse
from tests.engines.network.chains import CALENDAR, NATURAL

STEPS = (
    Step("1", "发改局", 5),
    Step("2", "自然资源局", 10, ("1",)),
    Step("3", "自然资源局", 7, ("2",), NATURAL),
)


def day(text):
    return date.fromisoformat(f"2026-{text}")


HOUSE = (
    Visit("甲项目", "1", day("03-02"), day("03-11"), day("03-16")),  # 7 of 5 days, then 3 on the desk
    Visit("甲项目", "2", day("03-18"), day("03-27"), day("03-27")),  # 2 in the tray, 7 of 10 days
    Visit("甲项目", "3", day("03-27"), day("04-03")),  # 5 working days, in time
)


def test_a_case_worked_by_hand():
    report = analyse(STEPS, HOUSE, CALENDAR)

    case = report.cases[0]
    assert (case.days, case.work, case.desk, case.tray) == (24, 19, 3, 2)
    assert (case.first_on, case.last_on, case.chain) == (day("03-02"), day("04-03"), ("1", "2", "3"))
    assert report.waiting_share == (5, 24)
    assert [(place.key, place.lost_days, place.late, place.over_days) for place in report.steps] == [
        ("1", 5, 1, 2),
        ("2", 2, 0, 0),
        ("3", 0, 0, 0),
    ]
    assert [(place.key, place.n, place.lost_days) for place in report.owners] == [
        ("发改局", 1, 5),
        ("自然资源局", 2, 2),
    ]
    assert (report.past["1"].work, report.past["1"].late) == ((7,), 1)
    assert report.past["2"].waits == (5,)


def test_a_case_sent_back_comes_again_and_its_time_away_is_nobody_elses():
    visits = (
        Visit("甲项目", "1", day("03-02"), day("03-04")),  # 2, sent back
        Visit("甲项目", "1", day("03-11"), day("03-13"), day("03-16")),  # 5 away, 2 of work, 1 on the desk
        Visit("甲项目", "2", day("03-18"), day("03-20")),  # 2 in the tray, 2 of work
    )

    report = analyse(STEPS, visits, CALENDAR)

    case, first = report.cases[0], next(place for place in report.steps if place.key == "1")
    assert (case.days, case.work, case.away, case.desk, case.tray) == (14, 6, 5, 1, 2)
    assert case.chain == ("1", "1", "2")
    assert (first.n, first.returns, first.away_days, first.lost_days) == (2, 1, 5, 1)
    assert report.past["1"].work == (9,)  # from the first start to the last end
    assert report.past["2"].waits == (3,)


def test_quartiles_are_exact():
    visits = [
        Visit(f"c{days}", "1", day("03-02"), CALENDAR.add_working_days(day("03-02"), days))
        for days in (1, 2, 4, 9)
    ]

    place = analyse(STEPS, visits, CALENDAR).steps[0]

    assert place.work == Spread(4, 16, 1, Fraction(7, 4), Fraction(3), Fraction(21, 4), 9)
    assert (place.n, place.late, place.over_days) == (4, 1, 4)


def test_a_step_that_began_before_the_one_it_waits_for_had_ended_is_named_unless_it_may():
    visits = [
        Visit("乙项目", "1", day("03-09"), day("03-11")),
        Visit("乙项目", "2", day("03-10"), day("03-20")),
        Visit("丙项目", "1", day("03-09"), day("03-11")),
        Visit("丙项目", "2", day("03-11"), day("03-20")),
    ]
    side_by_side = (STEPS[0], replace(STEPS[1], beside=("1",)), STEPS[2])

    assert analyse(STEPS, [*HOUSE, *visits], CALENDAR).early == (("乙项目", "2", "1"),)
    assert analyse(side_by_side, visits, CALENDAR).early == ()


def test_what_is_still_open_is_counted_and_left_out():
    report = analyse(STEPS, [*HOUSE, Visit("乙项目", "1", day("03-02"))], CALENDAR)

    assert report.open_visits == 1
    assert [case.case for case in report.cases] == ["甲项目"]


@st.composite
def logs(draw):
    """Make cases of any overlap: steps may begin before the papers came, or be missing."""
    days = st.integers(0, 20)
    visits = []
    for case in range(draw(st.integers(1, 4))):
        for step in STEPS:
            free = day("03-02")
            for _ in range(draw(st.integers(0, 3))):
                started = free + timedelta(days=draw(st.integers(1, 40)))
                ended = started + timedelta(days=draw(days))
                handed = draw(st.none() | days.map(lambda more, ended=ended: ended + timedelta(days=more)))
                visits.append(Visit(f"c{case}", step.key, started, ended, handed))
                free = handed or ended
    return visits or [Visit("c", "1", day("03-02"), day("03-03"))]


@settings(max_examples=200, deadline=None)
@given(visits=logs())
def test_every_day_of_a_case_is_work_or_desk_or_tray_once(visits):
    report = analyse(STEPS, visits, CALENDAR)

    for case in report.cases:
        assert case.days == case.work + case.desk + case.tray + case.away
        assert min(case.work, case.desk, case.tray, case.away) >= 0
        assert case.days == CALENDAR.working_days_between(case.first_on, case.last_on)
        assert case.last_on == max(visit.ended_on for visit in visits if visit.case == case.case)
    assert sum(place.n for place in report.steps) == sum(place.n for place in report.owners) == len(visits)
    for part in ("work", "tray", "desk"):
        totals = [
            sum(getattr(place, part).total for place in places) for places in (report.steps, report.owners)
        ]
        assert totals[0] == totals[1]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            lambda: Visit("甲", "1", day("03-02"), day("03-01")),
            "“甲”的环节“1”办结日 2026-03-01 早于开始日 2026-03-02",
        ),
        (lambda: Visit("甲", "1", day("03-02"), day("03-05"), day("03-04")), "交出日 2026-03-04 早于办结日"),
        (lambda: Visit("甲", "1", day("03-02"), None, day("03-04")), "没写办结日"),
        (lambda: analyse(STEPS, [Visit("甲", "9", day("03-02"))], CALENDAR), "“甲”的环节“9”不在流程表里"),
        (
            lambda: analyse(STEPS, [HOUSE[0], HOUSE[0]], CALENDAR),
            "“甲项目”的环节“1”有两次办理重叠：2026-03-02 和 2026-03-02",
        ),
        (
            lambda: analyse(STEPS, [HOUSE[0], Visit("甲项目", "1", day("03-13"), day("03-20"))], CALENDAR),
            "有两次办理重叠：2026-03-02 和 2026-03-13 开始的",
        ),
        (lambda: analyse(STEPS, [], CALENDAR), "没有一个办结的环节"),
        (
            lambda: analyse(STEPS, [Visit("甲", "1", date(2040, 1, 3), date(2040, 1, 4))], CALENDAR),
            "没有 2040 年",
        ),
        (lambda: Spread.of([]), "一个数也没有"),
    ],
)
def test_a_log_that_cannot_be_is_refused(wrong, sentence):
    with pytest.raises(EngineInputError, match=sentence):
        wrong()
