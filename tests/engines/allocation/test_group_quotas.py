"""Homes kept for groups and limited for them: each rule against its plain words, the result against every assignment."""

from datetime import date
from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.allocation import (
    NOBODY,
    GroupQuota,
    Home,
    Household,
    Market,
    Method,
    PointRule,
    Problem,
    RuleBook,
    RuleKind,
    allocate,
    blocking_pairs,
    deferred_acceptance,
    seat_kinds,
    with_seats,
)
from gongjian.engines.errors import EngineInputError
from tests.engines.allocation.markets import every_assignment, markets, rank, wish_lists

GROUPS = ("残", "军")
ON = date(2026, 9, 1)


@st.composite
def grouped(draw, max_households=4, max_homes=3):
    """Make a small market, members of two groups that may overlap, and kinds of seats from rows of quotas."""
    market = draw(markets(max_households, max_homes, top_points=2, top_quota=3))
    flags = st.lists(st.booleans(), min_size=market.households, max_size=market.households)
    members = {group: np.array(draw(flags)) for group in GROUPS}
    homes = [Home(f"h{n}", int(units), 2) for n, units in enumerate(market.quotas)]
    quotas = []
    for home in homes:
        left, capped = home.units, draw(st.sampled_from((None, *GROUPS)))
        for group in draw(st.permutations(GROUPS)):
            least = draw(st.integers(0, left))
            left -= least
            most = draw(st.integers(least, home.units)) if group == capped else None
            quotas.append(
                GroupQuota(group, "", home.key, least, most, draw(st.booleans()), draw(st.booleans()))
            )
    return market, members, seat_kinds(homes, quotas), quotas, homes


def choose(kinds, home, applicants, key, is_member, entitled):
    """Fill the seats of a home one by one from a set of applicants, as the rule says; return who is taken."""
    left, taken = set(applicants), set()
    for kind in (kind for kind in kinds if kind.home == home):
        for _ in range(kind.units):
            able = [h for h in left if entitled(kind, h)]
            if not able:
                break
            best = max(able, key=lambda h: (is_member(kind, h), key(h)))
            left.remove(best)
            taken.add(best)
    return taken


def choice_of(market, members, kinds):
    """Return the choice of each home from a set of households, counted without the engine."""
    limit = {kind.home: kind.barred for kind in kinds if kind.barred}

    def belongs(h, group):
        return bool(group) and bool(members[group][h])

    def is_member(kind, h):
        capped = limit.get(kind.home, "")
        return belongs(h, kind.group) and (capped == kind.group or not belongs(h, capped))

    def entitled(kind, h):
        return (is_member(kind, h) or not kind.is_kept_empty) and not belongs(h, kind.barred)

    def chosen(home, applicants):
        keys = {}
        for h in applicants:
            first, last = market.offsets[h : h + 2]
            pair = int(first) + market.homes[first:last].tolist().index(home)
            keys[h] = int(market.keys[pair])
        return choose(kinds, home, applicants, keys.__getitem__, is_member, entitled)

    return chosen


def solve(market, members, kinds):
    """Return the wish of each household that came true."""
    seats = with_seats(market, kinds, members)
    found = deferred_acceptance(seats.market)
    assert len(blocking_pairs(seats.market, found)) == 0
    return [NOBODY if pair == NOBODY else int(seats.of_pair[pair]) for pair in found.pairs.tolist()]


def is_stable(market, pairs, chosen):
    """Say by definition: every home would choose whom it has, and nobody whom a better home would choose is elsewhere."""
    held = {home: set() for home in range(len(market.quotas))}
    for h, pair in enumerate(pairs):
        if pair != NOBODY:
            held[int(market.homes[pair])].add(h)
    if any(chosen(home, own) != own for home, own in held.items()):
        return False
    for h, own in enumerate(pairs):
        for pair in range(*market.offsets[h : h + 2].tolist()):
            home = int(market.homes[pair])
            if rank(market, h, pair) < rank(market, h, own) and h in chosen(home, held[home] | {h}):
                return False
    return True


@settings(deadline=None)
@given(made=grouped())
def test_it_is_the_assignment_stable_under_the_quotas_that_every_household_likes_best(made):
    market, members, kinds, _, _ = made
    chosen = choice_of(market, members, kinds)

    found = solve(market, members, kinds)

    stable = [pairs for pairs in every_assignment(market) if is_stable(market, pairs, chosen)]
    assert tuple(found) in stable
    for h, pair in enumerate(found):
        assert rank(market, h, pair) == min(rank(market, h, pairs[h]) for pairs in stable)


@settings(deadline=None, max_examples=50)
@given(made=grouped(), who=st.integers(0, 3))
def test_no_untrue_list_gets_a_household_a_better_home(made, who):
    market, members, kinds, _, _ = made
    h = who % market.households
    wishes, points = wish_lists(market)
    marks, order = dict(zip(wishes[h], points[h], strict=True)), [*wishes[h], NOBODY]

    def home_with(wish):
        changed = [list(wish) if n == h else own for n, own in enumerate(wishes)]
        counted = [[marks[home] for home in wish] if n == h else own for n, own in enumerate(points)]
        other = Market.listed(changed, counted, market.lots.tolist(), market.quotas.tolist())
        pair = solve(other, members, kinds)[h]
        return NOBODY if pair == NOBODY else int(other.homes[pair])

    got = home_with(wishes[h])
    for length in range(len(wishes[h]) + 1):
        for lie in permutations(wishes[h], length):
            assert order.index(home_with(lie)) >= order.index(got)


@settings(deadline=None)
@given(made=grouped())
def test_every_quota_is_kept(made):
    """Nobody is in beyond a ceiling, kept flats never go to others while a member would rather have one, and none stand empty that
    somebody entitled would rather have."""
    market, members, kinds, quotas, homes = made
    found = solve(market, members, kinds)
    number = {home.key: n for n, home in enumerate(homes)}

    for quota in quotas:
        home = number[quota.home]
        inside = [h for h, pair in enumerate(found) if pair != NOBODY and market.homes[pair] == home]
        count = sum(bool(members[quota.group][h]) for h in inside)
        if quota.at_most is not None:
            assert count <= quota.at_most
        if any(kind.barred for kind in kinds if kind.home == home):
            continue  # members of a group with a ceiling count as nothing else there
        envious = [
            h
            for h in range(market.households)
            if members[quota.group][h]
            and any(
                market.homes[pair] == home and rank(market, h, pair) < rank(market, h, found[h])
                for pair in range(*market.offsets[h : h + 2].tolist())
            )
        ]
        assert not envious or count >= quota.at_least


def test_a_ceiling_is_the_strongest_with_at_most_so_many_of_the_group():
    """Every set of up to six, members or not, for every home of up to four flats: the plain rule, said another way."""
    for units, most in product(range(1, 5), range(4)):
        home = Home("A", units, 2)
        kinds = seat_kinds([home], [GroupQuota("残", "", at_most=min(most, units))])
        for flags in product((False, True), repeat=6):
            market = Market.listed([[0]] * 6, [[n] for n in range(6)], list(range(6)), [units])
            found = solve(market, {"残": np.array(flags)}, kinds)
            plain, members = [], 0
            for h in reversed(range(6)):
                if len(plain) < units and not (flags[h] and members >= most):
                    plain.append(h)
                    members += flags[h]
            assert sorted(plain) == [h for h, pair in enumerate(found) if pair != NOBODY]


def test_kept_flats_count_members_who_get_in_anyhow_unless_they_come_on_top():
    """Four flats, two kept; members have 9, 2 and 1 points, others 8, 7 and 6."""
    market = Market.listed([[0]] * 6, [[9], [2], [1], [8], [7], [6]], list(range(6)), [4])
    members = {"残": np.array([True, True, True, False, False, False])}

    def inside(**how):
        quota = GroupQuota("残", "", at_least=2, **how)
        found = solve(market, members, seat_kinds([Home("A", 4, 2)], [quota]))
        return [h for h, pair in enumerate(found) if pair != NOBODY]

    assert inside() == [0, 1, 3, 4]
    assert inside(is_on_top=True) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("units", "share", "kept"),
    [(10, Fraction(1, 5), 2), (9, Fraction(1, 5), 2), (11, Fraction(1, 5), 3), (5, Fraction(0), 0)],
)
def test_a_least_share_is_rounded_up_and_a_greatest_down(units, share, kept):
    least = seat_kinds([Home("A", units, 2)], [GroupQuota("残", "", at_least=share)])
    most = seat_kinds([Home("A", units, 2)], [GroupQuota("残", "", at_most=share)])

    assert sum(kind.units for kind in least if kind.group) == kept
    assert units - sum(kind.units for kind in most if kind.barred) == int(units * share)


BOOK = RuleBook(
    date(2000, 1, 1), tuple(PointRule(RuleKind.FACT, 2**n, f"b{n}", "", fact=f"b{n}") for n in range(7))
)


def person(key, points, *facts, wishes=("A",)):
    bits = (f"b{n}" for n in range(7) if points >> n & 1)
    return Household(key, date(2025, 1, 1), 2, wishes, facts=frozenset((*bits, *facts)))


def make(people, quotas, units=2, **changed):
    homes = (Home("A", units, 2, "幸福苑"), Home("B", 1, 2, "和平里"))
    order = tuple(one.key for one in people)
    return Problem(tuple(people), homes, (BOOK,), ON, order, quotas=tuple(quotas), **changed)


KEPT = GroupQuota("残", "办法第九条", "A", at_least=1)


def test_the_sentence_says_which_seat_by_which_right():
    people = [person("甲", 50), person("乙", 40), person("丙", 10, "残"), person("丁", 5, "残")]

    one, two, three, four = allocate(make(people, [KEPT])).outcomes

    assert "分到“幸福苑”，是第 1 志愿，用的是开放的名额，在这里得 50 分" in one.sentence
    assert two.sentence == (
        "这次没有分到。“幸福苑”没有分到：留给“残”的 1 套先给这个群体，都住满了（办法第九条）；"
        "开放的 1 套最后一户 50 分，您 40 分。别人不变，在这里再多 11 分，就分到它或更靠前的志愿。"
    )
    assert "用的是留给“残”的名额（1 套，办法第九条）" in three.sentence
    assert "留给“残”的 1 套最后一户 10 分，您 5 分；" in four.sentence and "再多 6 分" in four.sentence


def test_kept_flats_go_to_others_when_no_member_asks_unless_they_are_to_stay_empty():
    people = [person("甲", 50), person("乙", 40)]
    empty = GroupQuota("残", "办法第九条", "A", at_least=1, is_kept_empty=True)

    soft, hard = allocate(make(people, [KEPT])), allocate(make(people, [empty]))

    assert [one.home for one in soft.outcomes] == ["A", "A"]
    assert "这个群体没有住满，转给别人" in soft.outcomes[0].sentence
    assert [one.home for one in hard.outcomes] == ["A", None] and hard.left[0] == ("A", 1)
    assert "留给“残”的 1 套只给这个群体（办法第九条）" in hard.outcomes[1].sentence


def test_a_ceiling_is_told():
    people = [person("甲", 50, "残"), person("乙", 40, "残"), person("丙", 10)]
    limit = GroupQuota("残", "办法第十条", "A", at_most=1)

    outcomes = allocate(make(people, [limit])).outcomes

    assert [one.home for one in outcomes] == ["A", None, "A"]
    assert "开放的 2 套最后一户 50 分，您 40 分。别人不变，在这里再多 11 分" in outcomes[1].sentence


def test_a_lottery_keeps_flats_for_groups_too():
    people = [person("甲", 0), person("乙", 0), person("丙", 0, "残")]

    outcomes = allocate(make(people, [KEPT], method=Method.LOTTERY)).outcomes

    assert [one.home for one in outcomes] == ["A", None, "A"]
    assert "开放的 1 套最后一户抽签第 1 位，您第 2 位。排在第 1 位的户前面" in outcomes[1].sentence


@settings(deadline=None, max_examples=60)
@given(
    marks=st.lists(st.integers(0, 5), min_size=2, max_size=6),
    flags=st.lists(st.booleans(), min_size=6, max_size=6),
    first=st.lists(st.sampled_from(("AB", "BA", "A", "B")), min_size=6, max_size=6),
    least=st.integers(0, 2),
    on_top=st.booleans(),
)
def test_as_many_points_as_it_says_give_that_wish_or_a_better_one_and_one_fewer_does_not(
    marks, flags, first, least, on_top
):
    def people(index=None, points=0, wishes=()):
        return [
            person(
                f"h{n}",
                points if n == index else own,
                *(["残"] if flags[n] else []),
                wishes=wishes if n == index else tuple(first[n]),
            )
            for n, own in enumerate(marks)
        ]

    quota = GroupQuota("残", "", "A", at_least=least, is_on_top=on_top)
    for index, outcome in enumerate(allocate(make(people(), [quota])).outcomes):
        for wish in outcome.wishes[: (outcome.wish_number or 9) - 1]:
            if wish.needed is None:
                continue
            for points in (wish.needed, wish.needed - 1):
                again = allocate(make(people(index, points, (wish.home,)), [quota]))
                assert (again.outcomes[index].home == wish.home) == (points == wish.needed)


@pytest.mark.parametrize(
    ("quotas", "changed", "words"),
    [
        ([GroupQuota("残", "", "Z", at_least=1)], {}, "“残”的名额写的房源“Z”不在房源表里"),
        ([GroupQuota("", "", "A", at_least=1)], {}, "没有写群体"),
        ([GroupQuota("残", "", "A", at_least=-1)], {}, "0 以上的套数"),
        ([GroupQuota("残", "", "A", at_least=Fraction(3, 2))], {}, "0 到 100% 的比例"),
        (
            [GroupQuota("残", "", "A", at_least=2), GroupQuota("军", "", "A", at_least=1)],
            {},
            "共 2 套，要留给“残”2 套、“军”1 套，多出 1 套",
        ),
        ([GroupQuota("残", "", "A", at_least=2, at_most=1)], {}, "至少 2 套，至多 1 套，对不上"),
        (
            [GroupQuota("残", "", "A", at_most=1), GroupQuota("军", "", at_most=1)],
            {},
            "给 2 个群体都设了上限",
        ),
        ([KEPT, GroupQuota("残", "", at_least=0)], {}, "给“残”的名额写了两次"),
        ([KEPT], {"method": Method.RANK}, "不看群体名额"),
    ],
)
def test_quotas_that_cannot_be_kept_are_refused_with_a_sentence(quotas, changed, words):
    with pytest.raises(EngineInputError, match=words):
        allocate(make([person("甲", 1)], quotas, **changed))
