"""The method of equal shares: published examples to the fraction, its axioms, and cents that always sum."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.tally import Shares, equal_shares

COSTS = {"bikes": 700, "gym": 400, "park": 250, "play": 200, "books": 100}


def ballots_of(marks: dict[str, str]) -> list[frozenset[str]]:
    """Read a table of marks: for each project one letter a voter, x where it is marked."""
    return [
        frozenset(name for name, row in marks.items() if row[voter] == "x")
        for voter in range(len(next(iter(marks.values()))))
    ]


KIDS = {"park": ".x.xx.x..x.", "play": "......xxxx.", "books": "......x.xx."}
FIRST = ballots_of({"bikes": "xxxxxx....x", "gym": "xxxxxx.....", **KIDS})
SECOND = ballots_of({"bikes": "xxxxxx.....", "gym": "xxxxxx....x", **KIDS})


def test_the_first_published_example() -> None:
    """equalshares.net, explanation, example 1."""
    found = equal_shares(COSTS, FIRST, 1100)

    assert [(line.project, line.votes, line.top) for line in found.rounds] == [
        ("bikes", 7, 100),
        ("play", 4, 50),
        ("books", 3, Fraction(100, 3)),
    ]
    assert found.left == 100
    assert {miss.project: miss.held for miss in found.missed} == {"gym": 0, "park": Fraction(100, 3)}


def test_the_second_published_example() -> None:
    """equalshares.net, explanation, example 2: who can't pay an even part counts as a part of a vote."""
    found = equal_shares(COSTS, SECOND, 1100)

    assert found.funded == ("gym", "park", "play")
    gym, park, play = found.rounds
    assert gym.top == Fraction(400, 7)
    assert park.top == Fraction(250 - 3 * Fraction(300, 7), 2)
    assert park.votes == 250 / park.top
    assert round(float(park.votes), 1) == 4.1
    assert play.votes == 200 / play.top == 200 / park.top
    assert next(miss for miss in found.missed if miss.project == "books").lacking > 0


def test_a_published_committee_of_twelve_voters() -> None:
    """Lackner and Skowron, Multi-Winner Voting with Approval Preferences, example 11: one seat costs 1 of 4."""
    ballots = (
        [frozenset("ab")] * 3 + [frozenset("ac")] * 3 + [frozenset("ad")] * 2
        + [frozenset("bcf"), frozenset("e"), frozenset("f"), frozenset("g")]
    )  # fmt: skip
    seat = 1200

    found = equal_shares(dict.fromkeys("abcdefg", seat), ballots, 4 * seat)

    assert found.funded == ("a",)
    assert found.rounds[0].top == Fraction(seat, 8)
    assert all(payer.each == Fraction(seat, 8) for payer in found.rounds[0].payers)


def test_a_minority_gets_its_part() -> None:
    costs = {f"{side}{number}": 100 for side in ("red", "blue") for number in range(10)}
    red, blue = (frozenset(name for name in costs if name.startswith(side)) for side in ("red", "blue"))

    found = equal_shares(costs, [red] * 51 + [blue] * 49, 1000, step=1, order=sorted(costs))

    assert Counter(name.rstrip("0123456789") for name in found.funded) == {"red": 5, "blue": 5}


@pytest.mark.parametrize(
    ("costs", "ballots", "winner"),
    [
        ({"a": 600, "b": 700}, ["a", "b"], "a"),
        ({"a": 600, "b": 600}, ["a", "b", "a"], "a"),
    ],
)
def test_equal_votes_go_to_the_cheaper_then_to_the_one_marked_more(
    costs: dict[str, int], ballots: list[str], winner: str
) -> None:
    assert equal_shares(costs, map(frozenset, ballots), 10_000).funded[0] == winner


def test_a_tie_that_nothing_decides_asks_for_a_lot() -> None:
    ballots = [frozenset("a"), frozenset("b")]

    with pytest.raises(EngineInputError, match="抽签"):
        equal_shares({"a": 600, "b": 600}, ballots, 1200)
    assert equal_shares({"a": 600, "b": 600}, ballots, 1200, order=("b", "a")).funded == ("b", "a")


def test_the_completion_spends_what_lay_idle_and_never_more_than_the_fund() -> None:
    costs = {"road": 900, "lamp": 300}
    ballots = [frozenset({"road"})] * 2 + [frozenset({"lamp"})]

    plain, completed = (equal_shares(costs, ballots, 1200, step=step) for step in (0, 1))

    assert plain.funded == ("lamp",)
    assert completed.funded == ("road", "lamp")
    assert completed.left == 0
    assert completed.share == 450 > completed.fund_share == 400


def test_a_raise_that_would_overspend_is_not_taken() -> None:
    costs = {"road": 900, "lamp": 301}
    ballots = [frozenset({"road"})] * 2 + [frozenset({"lamp"})]

    assert equal_shares(costs, ballots, 1200, step=1).funded == ("lamp",)


@pytest.mark.parametrize(
    ("costs", "ballots", "fund"),
    [
        ({"a": 0}, [frozenset("a")], 100),
        ({"a": 10}, [frozenset("a")], 0),
        ({"a": 10}, [], 100),
        ({"a": 10}, [frozenset("b")], 100),
    ],
)
def test_what_makes_no_sense_is_refused(
    costs: dict[str, int], ballots: list[frozenset[str]], fund: int
) -> None:
    with pytest.raises(EngineInputError):
        equal_shares(costs, ballots, fund)


def test_a_step_too_small_is_said_instead_of_waited_for() -> None:
    with pytest.raises(EngineInputError, match="太小"):
        equal_shares({"a": 10**7}, [frozenset("a"), frozenset()], 10**7, step=1)


@st.composite
def elections(draw: st.DrawFn, dearest: int = 12) -> tuple[dict[str, int], list[frozenset[str]], int]:
    """A few projects and voters, and a fund that may be too small for anything."""
    costs = {name: draw(st.integers(1, dearest)) for name in "abcde"[: draw(st.integers(1, 5))]}
    ballot = st.frozensets(st.sampled_from(sorted(costs)))
    return costs, draw(st.lists(ballot, min_size=1, max_size=7)), draw(st.integers(1, 30))


def spend(costs: dict[str, int], ballots: list[frozenset[str]], fund: int, step: int = 0) -> Shares:
    return equal_shares(costs, ballots, fund, step=step, order=sorted(costs))


@given(elections(), st.sampled_from((0, 1)))
def test_every_cent_is_paid_by_a_supporter_from_his_own_share(
    case: tuple[dict[str, int], list[frozenset[str]], int], step: int
) -> None:
    costs, ballots, fund = case
    found = spend(*case, step=step)

    paid: dict[frozenset[str], Fraction] = defaultdict(Fraction)
    for line in found.rounds:
        assert sum(payer.each * payer.voters for payer in line.payers) == line.cost == costs[line.project]
        assert sum(line.cents()) == line.cost
        assert all(line.project in payer.choices for payer in line.payers)
        for payer in line.payers:
            assert payer.voters == ballots.count(payer.choices)
            paid[payer.choices] += payer.each
    assert all(amount <= found.share for amount in paid.values())
    assert found.left == fund - sum(costs[name] for name in found.funded) >= 0


@given(elections())
def test_what_is_not_funded_its_supporters_cannot_pay(
    case: tuple[dict[str, int], list[frozenset[str]], int],
) -> None:
    found = spend(*case)

    assert all(miss.lacking > 0 for miss in found.missed)
    assert {*found.funded, *(miss.project for miss in found.missed)} == set(case[0])


@given(elections(), st.sampled_from((0, 1, 3)))
def test_there_are_prices_that_explain_the_choice(
    case: tuple[dict[str, int], list[frozenset[str]], int], step: int
) -> None:
    """Priceability (Peters and Skowron 2020): equal purses, supporters pay, and what is left buys nothing more."""
    costs, ballots, _fund = case
    found = spend(*case, step=step)

    purses = [found.share] * len(ballots)
    for line in found.rounds:
        each = {payer.choices: payer.each for payer in line.payers}
        paid = [each.get(ballot, Fraction(0)) for ballot in ballots]
        assert sum(paid) == costs[line.project]
        assert not any(
            amount for amount, ballot in zip(paid, ballots, strict=True) if line.project not in ballot
        )
        purses = [purse - amount for purse, amount in zip(purses, paid, strict=True)]
    assert min(purses) >= 0
    for name in set(costs) - set(found.funded):
        assert (
            sum(purse for purse, ballot in zip(purses, ballots, strict=True) if name in ballot) < costs[name]
        )


@given(elections(), st.sampled_from((1, 2)))
def test_the_completion_stops_only_when_nothing_fits_or_the_next_raise_overspends(
    case: tuple[dict[str, int], list[frozenset[str]], int], step: int
) -> None:
    costs, ballots, fund = case
    found = spend(*case, step=step)

    wanted = set().union(*ballots) - set(found.funded)
    next_raise = one_by_one(costs, ballots, found.share + step)
    assert all(costs[name] > found.left for name in wanted) or sum(map(costs.__getitem__, next_raise)) > fund


@given(elections(), st.sampled_from((0, 1)))
def test_the_same_is_found_with_every_voter_on_his_own(
    case: tuple[dict[str, int], list[frozenset[str]], int], step: int
) -> None:
    costs, ballots, _fund = case
    found = spend(*case, step=step)

    assert list(found.funded) == one_by_one(costs, ballots, found.share)


def one_by_one(costs: dict[str, int], ballots: list[frozenset[str]], share: Fraction) -> list[str]:
    """Fund by the definition, one purse a voter: the least top payment first, found among all that can be."""
    purses, funded = [share] * len(ballots), list[str]()
    while True:
        offers = []
        for name in sorted(set(costs) - set(funded)):
            held = [purse for purse, ballot in zip(purses, ballots, strict=True) if name in ballot]
            if held and sum(held) >= costs[name]:
                offers.append((top_of(costs[name], held) / costs[name], costs[name], -len(held), name))
        if not offers:
            return funded
        rate, cost, _marks, name = min(offers)
        funded.append(name)
        purses = [
            purse - min(purse, rate * cost) if name in ballot else purse
            for purse, ballot in zip(purses, ballots, strict=True)
        ]


def top_of(cost: int, held: list[Fraction]) -> Fraction:
    """Return the top payment: of all ways to let the poorest pay all they have, the one that fits."""
    ordered = sorted(held)
    ways = [(cost - sum(ordered[:poor], Fraction(0))) / (len(ordered) - poor) for poor in range(len(ordered))]
    return next(top for top in ways if sum(min(purse, top) for purse in held) == cost)


@given(elections())
def test_the_order_of_ballots_does_not_matter(
    case: tuple[dict[str, int], list[frozenset[str]], int],
) -> None:
    costs, ballots, fund = case
    turned = ballots[::-1]

    assert spend(costs, turned, fund).funded == spend(*case).funded


@given(elections())
def test_a_group_that_agrees_gets_what_its_part_of_the_fund_buys_but_for_one_project(
    case: tuple[dict[str, int], list[frozenset[str]], int],
) -> None:
    """Extended justified representation up to one project, with what is funded for one as his benefit."""
    costs, ballots, fund = case
    funded = set(spend(*case).funded)

    for group in _subsets(range(len(ballots))):
        agreed = frozenset.intersection(*(ballots[voter] for voter in group))
        for wanted in _subsets(sorted(agreed)):
            worth = sum(costs[name] for name in wanted)
            if worth * len(ballots) > len(group) * fund or set(wanted) <= funded:
                continue
            assert any(
                benefit >= worth or any(benefit + costs[name] > worth for name in set(wanted) - funded)
                for voter in group
                for benefit in [sum(costs[name] for name in ballots[voter] & funded)]
            )


def _subsets(items: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    return chain.from_iterable(combinations(items, size) for size in range(1, len(items) + 1))
