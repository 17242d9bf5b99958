"""A round for people: points by the rules of the day, homes that fit, and a sentence that is true."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.allocation import (
    Home,
    Household,
    Method,
    Point,
    PointRule,
    Problem,
    RoomRule,
    RuleBook,
    RuleKind,
    allocate,
    months_between,
    score,
    why_barred,
)
from gongjian.engines.errors import EngineInputError

ON = date(2026, 9, 1)
OLD = RuleBook(
    date(2015, 1, 1),
    (
        PointRule(RuleKind.MONTH, 1, "轮候", "办法（2015）第六条", at_most=60),
        PointRule(RuleKind.FACT, 20, "低保", "办法（2015）第七条", fact="低保"),
    ),
)
NEW = RuleBook(
    date(2024, 1, 1),
    (
        PointRule(RuleKind.MONTH, 2, "轮候", "办法（2024）第八条", at_most=100),
        PointRule(RuleKind.PERSON, 5, "人口", "办法（2024）第九条"),
        PointRule(RuleKind.KIN, 10, "亲属在附近", "办法（2024）第十条", within_m=1000, at_most=10),
        PointRule(RuleKind.WORK, 6, "就近上班", "办法（2024）第十条", within_m=3000),
        PointRule(RuleKind.NEED, 30, "无障碍优先", "办法（2024）第十一条"),
    ),
    (RoomRule(1, 1, 2, "办法（2024）第五条"), RoomRule(2, 2, 4, "办法（2024）第五条")),
)
CENTRE = Point(30.5, 105.5)


def household(key, **changed):
    right = {"registered_on": date(2025, 9, 1), "size": 2, "wishes": ("A", "B")}
    return Household(key, **(right | changed))


HOMES = (Home("A", 1, 2, "幸福苑"), Home("B", 1, 2, "和平里"))


def make(households, homes=HOMES, **changed):
    right = {"books": (OLD, NEW), "on": ON, "order": tuple(h.key for h in households)}
    return Problem(tuple(households), tuple(homes), **(right | changed))


def homes_of(problem):
    return {one.household: one.home for one in allocate(problem).outcomes}


def test_a_household_is_judged_by_the_book_of_the_day_it_registered():
    early, late = household("e", registered_on=date(2023, 12, 31), facts=frozenset({"低保"})), household("l")

    by_day = allocate(make([early, late])).outcomes
    by_new = allocate(make([early, late], judged_on=ON)).outcomes

    assert [(line.title, line.count, line.points) for line in by_day[0].score.lines] == [
        ("轮候", 32, 32),
        ("低保", 1, 20),
    ]
    assert by_day[0].score.book_on == OLD.effective_on and by_day[1].score.book_on == NEW.effective_on
    assert [line.points for line in by_new[0].score.lines] == [64, 10]
    assert {line.citation for line in by_day[0].score.lines} == {"办法（2015）第六条", "办法（2015）第七条"}


def test_a_day_before_the_first_book_is_refused():
    with pytest.raises(EngineInputError, match="2014-05-01 还没有生效的计分办法"):
        allocate(make([household("x", registered_on=date(2014, 5, 1))]))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 1, 31), date(2024, 2, 29), 0),
        (date(2024, 1, 31), date(2024, 3, 31), 2),
        (date(2023, 12, 1), date(2024, 1, 1), 1),
        (date(2024, 1, 1), date(2024, 1, 1), 0),
    ],
)
def test_only_full_months_count(start, end, months):
    assert months_between(start, end) == months


def test_points_are_capped_and_look_at_what_is_near():
    home = Home("A", 1, 2, features=frozenset({"无障碍"}), point=CENTRE)
    near, far = Point(30.505, 105.5), Point(30.6, 105.5)
    one = household(
        "x",
        registered_on=date(2020, 1, 1),
        needs=frozenset({"无障碍"}),
        kin=(near, near, far),
        works=(near, far),
    )

    given_points = {line.title: line.points for line in score(one, home, NEW, ON).lines}

    assert given_points == {"轮候": 100, "人口": 10, "亲属在附近": 10, "就近上班": 6, "无障碍优先": 30}
    assert "亲属在附近" not in {line.title for line in score(one, None, NEW, ON).lines}


def test_homes_that_do_not_fit_are_told_with_the_article():
    assert (
        why_barred(household("x", size=5), Home("A", 1, 2), NEW)
        == "2 居室住 2 到 4 人，您家 5 人（办法（2024）第五条）"
    )
    assert (
        why_barred(household("x", needs=frozenset({"电梯"})), Home("A", 1, 2), NEW)
        == "您家需要电梯，这处房源没有"
    )
    assert why_barred(household("x"), Home("A", 1, 2), NEW) == ""


def test_a_home_that_meets_a_need_goes_to_the_household_that_needs_it():
    able = Home("A", 1, 2, features=frozenset({"无障碍"}))
    waiting = household("w", registered_on=date(2025, 1, 1))
    needing = household("n", needs=frozenset({"无障碍"}))

    assert homes_of(make([waiting, needing], (able, Home("B", 1, 2)))) == {"n": "A", "w": "B"}


def test_the_sentence_says_who_was_ahead_and_what_would_change_it():
    first = household("王", registered_on=date(2024, 9, 1))
    second = household("李", registered_on=date(2025, 3, 1))
    third = household("赵", wishes=("A",))

    one, two, three = allocate(make([first, second, third])).outcomes

    assert one.sentence == "分到“幸福苑”，是第 1 志愿，在这里得 58 分（轮候 48 分，人口 10 分）。"
    assert two.sentence == (
        "分到“和平里”，是第 2 志愿，在这里得 46 分（轮候 36 分，人口 10 分）。“幸福苑”没有分到："
        "住进去的户分数都比您高，最后一户 58 分，您 46 分。别人不变，在这里再多 13 分，就分到它或更靠前的志愿。"
    )
    assert three.home is None
    assert "最后一户 58 分，您 34 分。别人不变，在这里再多 25 分" in three.sentence


def test_equal_points_are_told_with_the_lots():
    same = [household("甲", wishes=("A",)), household("乙", wishes=("A",))]

    outcomes = allocate(make(same, order=("乙", "甲"))).outcomes

    assert outcomes[0].sentence.startswith(
        "这次没有分到。“幸福苑”没有分到：住进去的户分数都不比您低，最后一户同是 34 分，抽签第 1 位，您第 2 位。"
    )
    assert "再多 1 分" in outcomes[0].sentence


@settings(deadline=None, max_examples=60)
@given(
    ages=st.lists(st.integers(0, 6), min_size=2, max_size=6),
    wishes=st.lists(st.permutations(["A", "B", "C"]), min_size=6, max_size=6),
    lengths=st.lists(st.integers(1, 3), min_size=6, max_size=6),
    units=st.lists(st.integers(0, 2), min_size=3, max_size=3),
    near=st.lists(st.integers(0, 3), min_size=6, max_size=6),
)
def test_what_the_sentence_says_would_change_it_does(ages, wishes, lengths, units, near):
    """As many points as it says give that wish or a better one; one fewer does not."""
    points = tuple(PointRule(RuleKind.FACT, 1, f"f{n}", "", fact=f"f{n}") for n in range(30))
    book = RuleBook(
        date(2000, 1, 1),
        (
            *points,
            PointRule(RuleKind.MONTH, 1, "轮候", ""),
            PointRule(RuleKind.KIN, 2, "近", "", within_m=1000),
        ),
    )
    spots = [CENTRE, Point(31.0, 105.5), Point(31.5, 105.5)]
    homes = [Home(key, count, 2, point=spot) for key, count, spot in zip("ABC", units, spots, strict=True)]
    people = [
        household(
            f"h{n}",
            registered_on=date(2026, 9 - age, 1),
            wishes=tuple(wishes[n][: lengths[n]]),
            kin=(spots[near[n]],) if near[n] < 3 else (),
        )
        for n, age in enumerate(ages)
    ]
    problem = make(people, homes, books=(book,))

    for index, outcome in enumerate(allocate(problem).outcomes):
        for number, wish in enumerate(outcome.wishes[: (outcome.wish_number or 9) - 1], start=1):
            if wish.needed is None:
                assert not any(home.units for home in homes if home.key == wish.home)
                continue
            alone = replace(people[index], wishes=(wish.home,))
            for more, is_served in (
                (wish.needed - wish.points, True),
                (wish.needed - wish.points - 1, False),
            ):
                richer = replace(alone, facts=frozenset(f"f{n}" for n in range(more)))
                again = make([*people[:index], richer, *people[index + 1 :]], homes, books=(book,))
                assert (homes_of(again)[outcome.household] is not None) == is_served
            richer = replace(
                people[index], facts=frozenset(f"f{n}" for n in range(wish.needed - wish.points))
            )
            again = allocate(make([*people[:index], richer, *people[index + 1 :]], homes, books=(book,)))
            assert (again.outcomes[index].wish_number or 9) <= number


def test_choosing_by_lots_says_before_whom_one_must_come():
    people = [
        household("甲", wishes=("A",)),
        household("乙", wishes=("A", "B")),
        household("丙", wishes=("A", "B")),
    ]

    outcomes = allocate(make(people, order=("丙", "乙", "甲"), method=Method.LOTTERY)).outcomes

    assert [one.home for one in outcomes] == [None, "B", "A"]
    assert outcomes[1].sentence == (
        "分到“和平里”，是第 2 志愿，抽签第 2 位，轮到时它还有房。“幸福苑”没有分到：排在您前面的户选完了，"
        "最后一户是第 1 位，您是第 2 位。排在第 1 位的户前面，就分到它或更靠前的志愿。"
    )
    assert "排在第 1 位的户前面" in outcomes[0].sentence


def test_rank_maximal_meets_more_first_wishes_and_says_so():
    people = [
        household("甲", wishes=("A", "B")),
        household("乙", wishes=("A",)),
        household("丙", wishes=("B", "A")),
    ]

    found = allocate(make(people, method=Method.RANK))

    assert found.by_wish == (2, 0, 1)
    refused = next(one for one in found.outcomes if one.home is None)
    assert re.search("没有分到：这种办法先让得第一志愿的户最多", refused.sentence)


def test_a_household_without_wishes_and_wishes_that_never_fit_are_told():
    people = [household("甲", wishes=()), household("乙", size=6, wishes=("A",))]

    outcomes = allocate(make(people)).outcomes

    assert outcomes[0].sentence.startswith("没有填志愿")
    assert (
        outcomes[1].sentence
        == "这次没有分到。“幸福苑”不能分：2 居室住 2 到 4 人，您家 6 人（办法（2024）第五条）。"
    )


def test_when_time_is_up_the_homes_are_allocated_all_the_same():
    people = [household("甲", wishes=("A",)), household("乙", wishes=("A",))]

    found = allocate(make(people), should_stop=lambda: True)

    assert found.explained == 1 and found.blocking == 0  # who has its first wish has nothing left to be told
    assert "最后一户同是 34 分" in found.outcomes[1].sentence and "再多" not in found.outcomes[1].sentence


def test_everything_is_counted():
    people = [household(f"h{n}") for n in range(5)]

    found = allocate(make(people, (Home("A", 3, 2), Home("B", 1, 2), Home("C", 4, 1))))

    assert found.by_wish == (3, 1, 1)
    assert found.left == (("A", 0), ("B", 0), ("C", 4))
    assert found.blocking == 0 and found.explained == 5


@pytest.mark.parametrize(
    ("households", "changed", "words"),
    [
        ([], {}, "至少要有一户人家和一处房源"),
        ([household("x"), household("x")], {}, "户“x”出现了两次"),
        ([household("")], {}, "有一条户没有编号"),
        ([household("x", size=0)], {}, "“x”的人数至少是 1"),
        ([household("x", registered_on=date(2027, 1, 1))], {}, "登记日期晚于分配的日子"),
        ([household("x", wishes=("Z",))], {}, "“x”的志愿“Z”不在房源表里"),
        ([household("x", wishes=("A", "A"))], {}, "有一个志愿填了两次"),
        ([household("x")], {"homes": (Home("A", 1, 2), Home("A", 1, 2))}, "房源“A”出现了两次"),
        ([household("x")], {"homes": (Home("A", -1, 2), Home("B", 1, 2))}, "套数不能小于 0"),
        ([household("x")], {"books": (OLD, OLD)}, "生效日期“2015-01-01”出现了两次"),
        ([household("x")], {"order": ("y",)}, "抽签结果里没有“x”"),
        (
            [household("x")],
            {"books": (RuleBook(date(2000, 1, 1), (PointRule(RuleKind.MONTH, -1, "轮候", ""),)),)},
            "不能是负数",
        ),
    ],
)
def test_rubbish_is_refused_with_a_sentence(households, changed, words):
    with pytest.raises(EngineInputError, match=words):
        allocate(make(households, **changed))
