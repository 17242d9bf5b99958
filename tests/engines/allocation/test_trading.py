"""Exchanges: nobody loses, nothing better for all exists, no untrue list helps."""

from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.allocation import NOBODY, Exchange, top_trading_cycles
from gongjian.engines.errors import EngineInputError


@st.composite
def exchanges(draw, max_households=4, max_homes=4, only_tenants=False):
    """Make a small exchange: some tenants, some newcomers, some vacant homes."""
    homes = draw(st.integers(1, max_homes))
    count = draw(st.integers(1, min(max_households, homes) if only_tenants else max_households))
    places = draw(st.permutations(range(homes)))
    tenants = count if only_tenants else draw(st.integers(0, min(count, homes)))
    wishes = [draw(st.permutations(range(homes)))[: draw(st.integers(0, homes))] for _ in range(count)]
    own = [*places[:tenants], *[NOBODY] * (count - tenants)]
    return Exchange(tuple(map(tuple, wishes)), tuple(own), tuple(draw(st.permutations(range(count)))), homes)


def rank(exchange, household, home):
    """How a household ranks a home; its own comes after the wishes that come before it, nothing after all."""
    own, wishes = exchange.own[household], list(exchange.wishes[household])
    if own != NOBODY and own not in wishes:
        wishes.append(own)
    return wishes.index(home) if home in wishes else len(wishes) + (home != NOBODY)


def outcomes(exchange):
    """List every way to give each household a home it accepts or nothing."""
    choices = [
        sorted({*wishes, own, NOBODY}) for wishes, own in zip(exchange.wishes, exchange.own, strict=True)
    ]
    for homes in product(*choices):
        taken = [home for home in homes if home != NOBODY]
        if len(set(taken)) == len(taken):
            yield homes


@settings(deadline=None)
@given(exchange=exchanges())
def test_nobody_loses_and_nothing_is_better_for_all(exchange):
    found = top_trading_cycles(exchange).homes

    own = [rank(exchange, household, home) for household, home in enumerate(found)]
    for household, home in enumerate(exchange.own):
        assert own[household] <= rank(exchange, household, home)
    for homes in outcomes(exchange):
        other = [rank(exchange, household, home) for household, home in enumerate(homes)]
        assert other == own or any(theirs > ours for theirs, ours in zip(other, own, strict=True))


@settings(deadline=None)
@given(exchange=exchanges(only_tenants=True))
def test_no_group_of_tenants_could_do_better_among_themselves(exchange):
    found = top_trading_cycles(exchange).homes
    vacant = set(range(exchange.homes)) - set(exchange.own)
    if any(vacant & set(wishes) for wishes in exchange.wishes):
        return

    for size in range(1, len(found) + 1):
        for group in combinations(range(len(found)), size):
            for homes in permutations([exchange.own[one] for one in group]):
                better = [
                    rank(exchange, one, home) - rank(exchange, one, found[one])
                    for one, home in zip(group, homes, strict=True)
                ]
                assert not (max(better) <= 0 and min(better) < 0)


@settings(deadline=None, max_examples=60)
@given(exchange=exchanges(max_households=3, max_homes=4), who=st.integers(0, 2))
def test_no_untrue_list_gets_a_better_home(exchange, who):
    household = who % len(exchange.own)
    got = rank(exchange, household, top_trading_cycles(exchange).homes[household])

    for length in range(exchange.homes + 1):
        for lie in permutations(range(exchange.homes), length):
            wishes = list(exchange.wishes)
            wishes[household] = lie
            other = Exchange(tuple(wishes), exchange.own, exchange.order, exchange.homes)
            assert rank(exchange, household, top_trading_cycles(other).homes[household]) >= got


def test_three_tenants_trade_in_a_circle_and_a_newcomer_gets_what_becomes_vacant():
    exchange = Exchange(((1,), (2,), (0,), (3, 4)), (0, 1, 2, NOBODY), (3, 0, 1, 2), 5)

    trades = top_trading_cycles(exchange)

    assert trades.homes == (1, 2, 0, 3)
    assert trades.cycles == (((3, 3),), ((0, 1), (1, 2), (2, 0)))


def test_a_tenant_that_moves_to_a_vacant_home_hands_its_home_to_the_first_lot():
    """A moves to the vacant home 1; B, first in the draw, wants A's home 0: both in one cycle."""
    exchange = Exchange(((1,), (0,)), (0, NOBODY), (1, 0), 2)

    assert top_trading_cycles(exchange).cycles == (((1, 0), (0, 1)),)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"order": (0, 0)}, "次序要正好包括每一户一次"),
        ({"own": (0,)}, "次序要正好包括每一户一次"),
        ({"own": (1, 1)}, "同一套现住房"),
        ({"own": (7, NOBODY)}, "现住房里有不存在的房"),
        ({"wishes": ((1, 1), (0,))}, "第 1 户的志愿里有重复的房"),
        ({"wishes": ((1,), (5,))}, "第 2 户的志愿里有不存在的房"),
    ],
)
def test_rubbish_is_refused_with_a_sentence(changed, words):
    right = {"wishes": ((1,), (0,)), "own": (0, 1), "order": (0, 1), "homes": 2}

    with pytest.raises(EngineInputError, match=words):
        top_trading_cycles(Exchange(**(right | changed)))
