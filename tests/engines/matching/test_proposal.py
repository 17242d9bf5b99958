"""A proposal for a district is the recommendation, found another way; decisions are mended exactly; reasons are true."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching import (
    Agreement,
    Lever,
    Need,
    Point,
    Problem,
    Resource,
    Unit,
    recommend,
)
from gongjian.engines.matching.eligibility import eligible_pairs
from gongjian.engines.matching.proposal import (
    columns_of,
    find_pairs,
    forbid,
    free_for,
    lock,
    pack_lists,
    pack_state,
    pair_at,
    propose,
    reason_for,
    unpack,
)

DAYS = st.none() | st.integers(0, 12).map(lambda k: date(2026, 3, 2) + timedelta(k))
WEEKDAYS = st.sampled_from(((), (), (6, 7), (1, 2, 3), (6,), (3,)))
HOURS = st.sampled_from(((None, None), (None, None), (540, 720), (720, 1020), (1140, None), (None, 600)))
SKILLS = st.sampled_from(((), (), ("医师",), ("医师", "电工")))
POINTS = st.none() | st.integers(0, 4).map(lambda k: Point(30.5 + k / 500, 105.5))


@st.composite
def entries(draw, kind, **given):
    first, last = sorted([draw(DAYS), draw(DAYS)], key=lambda day: day or date.min)
    opens, closes = draw(HOURS)
    return kind(
        **given,
        point=draw(POINTS),
        first_on=first,
        last_on=last,
        qualifications=draw(SKILLS),
        weekdays=draw(WEEKDAYS),
        opens=opens,
        closes=closes,
    )


@st.composite
def problems(draw, most=6, most_quantity=2):
    needs = tuple(
        draw(
            entries(
                Need,
                key=f"n{k}",
                community=draw(st.sampled_from(("110", "120", "210"))),
                category=draw(st.sampled_from("xxy")),
                quantity=draw(st.integers(0, most_quantity)),
                urgency=draw(st.integers(1, 5)),
            )
        )
        for k in range(draw(st.integers(1, most)))
    )
    resources = tuple(
        draw(
            entries(
                Resource,
                key=f"r{k}",
                unit=draw(st.sampled_from("UVW")),
                categories=draw(st.sampled_from((("x",), ("x", "y"), ("y",)))),
                capacity=draw(st.integers(0, 3)),
                reach_m=draw(st.sampled_from((None, None, 300))),
                place=draw(st.sampled_from(("", "1", "110", "2"))),
            )
        )
        for k in range(draw(st.integers(1, most)))
    )
    units = tuple(Unit(key, draw(st.none() | st.integers(0, 3))) for key in "UVW")
    given = {name: draw(st.integers(0, 2)) for name in draw(st.sets(st.sampled_from(("110", "210"))))}
    return Problem(needs, resources, units, given=given)


def levels_of(standing):
    return [(level.name, level.value) for level in standing.levels()]


def levels_again(problem):
    return [(level.name, level.value) for level in recommend(problem).result.levels[1:]]


def keys_of(standing, problem, pair):
    need, resource = int(standing.pairs.need[pair]), int(standing.pairs.resource[pair])
    return problem.needs[need].key, problem.resources[resource].key


@settings(max_examples=100, deadline=None)
@given(problems())
def test_pairs_found_in_columns_are_those_found_one_by_one(problem):
    found = find_pairs(columns_of(problem))

    expected = [(pair.need, pair.resource, pair.distance_m) for pair in eligible_pairs(problem)]
    assert list(zip(found.need, found.resource, found.metres, strict=True)) == expected


@settings(max_examples=60, deadline=None)
@given(problems())
def test_every_aim_is_as_good_as_the_recommendation_proves(problem):
    standing = propose(problem)

    assert levels_of(standing) == levels_again(problem)
    assert all(level.is_proven for level in standing.levels())


@settings(max_examples=40, deadline=None)
@given(problems(), st.data())
def test_pairs_forbidden_one_after_the_other_end_where_solving_anew_does(problem, data):
    standing, excluded = propose(problem), set()
    for _ in range(3):
        if not len(standing.pairs):
            return
        pair = data.draw(st.integers(0, len(standing.pairs) - 1))
        excluded.add(keys_of(standing, problem, pair))

        forbid(standing, [pair])

        assert levels_of(standing) == levels_again(replace(problem, excluded=frozenset(excluded)))


@settings(max_examples=40, deadline=None)
@given(problems(), st.data())
def test_accepting_what_is_proposed_moves_nothing_else(problem, data):
    standing = propose(problem)
    for _ in range(3):
        before, levels = standing.amounts().tolist(), levels_of(standing)
        used = [pair for pair, amount in enumerate(standing.net.flow[: len(standing.pairs)]) if amount]
        if not used:
            return
        pair = data.draw(st.sampled_from(used))

        lock(standing, pair, int(standing.net.flow[pair]))

        assert standing.amounts().tolist() == before
        assert levels_of(standing) == levels
        assert not standing.net.flow[pair]


@settings(max_examples=40, deadline=None)
@given(problems(most_quantity=1), st.data())
def test_a_forced_pair_stays_and_the_rest_is_as_many_as_an_agreement_would_leave(problem, data):
    standing = propose(problem)
    free = [pair for pair in range(len(standing.pairs)) if free_for(standing, pair)]
    if not free:
        return
    pair = data.draw(st.sampled_from(free))

    lock(standing, pair, 1)

    agreed = replace(problem, agreements=(Agreement(*keys_of(standing, problem, pair), 1),))
    kept = recommend(agreed).result
    assert standing.amounts()[pair] == 1
    assert standing.net.is_proven()
    served = sum(match.quantity for match in kept.matches)
    if standing.level == 0 and kept.levels[1].value == 0:
        assert standing.amounts().sum() == served


def test_what_a_pair_can_still_be_given_is_said_where_more_is_asked():
    needs = tuple(Need(f"n{k}", "1", "x", 2) for k in range(2))
    standing = propose(Problem(needs, (Resource("r", "U", ("x",), 3),)))
    lock(standing, 0, 2)

    with pytest.raises(EngineInputError, match="最多还能定 1，现在要定 2"):
        lock(standing, 1, 2)


def test_agreements_are_to_be_subtracted_first():
    problem = Problem(
        (Need("n", "1", "x"),), (Resource("r", "U", ("x",)),), agreements=(Agreement("n", "r"),)
    )

    with pytest.raises(EngineInputError, match="不收约定"):
        propose(problem)


def after(problem, need, resource, reason):
    """Do each thing that a sentence says would bring the pair in; yield the problems."""
    for change in reason.changes:
        yield change_made(problem, need, resource, change)
    if reason.widening:
        wider = replace(resource, **dict(reason.widening.fields))
        yield replace(
            problem, resources=tuple(wider if one is resource else one for one in problem.resources)
        )


def change_made(problem, need, resource, change):
    if change.lever is Lever.URGENT:
        more = replace(need, urgency=need.urgency + change.amount)
        return replace(problem, needs=tuple(more if one is need else one for one in problem.needs))
    if change.lever is Lever.CAPACITY:
        larger = replace(resource, capacity=resource.capacity + 1)
        return replace(
            problem, resources=tuple(larger if one is resource else one for one in problem.resources)
        )
    if change.lever is Lever.CEILING:
        units = tuple(
            replace(one, ceiling=one.ceiling + 1) if one.key == resource.unit else one
            for one in problem.units
        )
        return replace(problem, units=units)
    pair = next(
        pair.distance_m for pair in eligible_pairs(problem)
        if (problem.needs[pair.need], problem.resources[pair.resource]) == (need, resource)
    )  # fmt: skip
    return replace(problem, distances_m={(need.key, resource.key): pair - change.amount})


@settings(max_examples=60, deadline=None)
@given(problems())
def test_doing_what_a_refusal_says_brings_the_pair_in(problem):
    standing = propose(problem)
    for place, need in enumerate(problem.needs):
        for at, resource in enumerate(problem.resources):
            reason = reason_for(standing, place, at)
            if reason.is_chosen:
                continue
            for changed in after(problem, need, resource, reason):
                assert (need.key, resource.key) in {
                    (match.need, match.resource) for match in recommend(changed).result.matches
                }, reason.sentence


def test_a_ban_taken_back_is_said_where_it_would_bring_the_pair_in():
    needs = (Need("n", "1", "x"),)
    near, far = (Resource(key, "U", ("x",), point=Point(30, 105 + k)) for k, key in enumerate(("r", "s")))
    standing = propose(Problem((replace(needs[0], point=Point(30, 105)),), (near, far)))
    pair = pair_at(standing, 0, 0)

    forbid(standing, [pair])

    assert reason_for(standing, 0, 0).sentence == "不能配：这一对已经排除。不再排除，就会选上。"
    assert reason_for(standing, 0, 1).is_chosen


@settings(max_examples=30, deadline=None)
@given(problems(), st.data())
def test_a_stored_proposal_goes_on_as_if_it_had_stayed(problem, data):
    standing = propose(problem)
    read, others = unpack(pack_lists(standing, ids=np.arange(3)), pack_state(standing))

    assert others["ids"].tolist() == [0, 1, 2]
    assert read.net.is_proven()
    assert levels_of(read) == levels_of(standing)
    if len(standing.pairs):
        pair = data.draw(st.integers(0, len(standing.pairs) - 1))
        forbid(standing, [pair])
        forbid(read, [pair])
        assert read.amounts().tolist() == standing.amounts().tolist()
        assert levels_of(read) == levels_of(standing)
