"""Explanations are true: do what the sentence says, solve anew, and the pair appears."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching import (
    Agreement,
    Bar,
    Lever,
    Need,
    Problem,
    Resource,
    Unit,
    explain,
    recommend,
    why_not,
)

DAYS = (None, date(2026, 3, 1), date(2026, 4, 1))
SOME = st.sets(st.sampled_from("xy"), min_size=1).map(lambda names: tuple(sorted(names)))


@st.composite
def problems(draw):
    """Draw a small problem with everything that may bar a pair or change a choice."""
    needs = tuple(
        Need(
            f"n{k}",
            draw(st.sampled_from("AB")),
            draw(st.sampled_from("xxxy")),
            draw(st.integers(1, 2)),
            draw(st.integers(1, 5)),
            first_on=draw(st.sampled_from(DAYS)),
            qualifications=draw(st.sampled_from(((), (), ("医师",)))),
            weekdays=draw(st.sampled_from(((), (), (6, 7)))),
            opens=draw(st.sampled_from((None, None, 840))),
        )
        for k in range(draw(st.integers(2, 5)))
    )
    resources = tuple(
        Resource(
            f"r{k}",
            draw(st.sampled_from("UV")),
            draw(SOME),
            draw(st.integers(0, 3)),
            reach_m=draw(st.sampled_from((None, None, 40))),
            last_on=draw(st.sampled_from((None, None, date(2026, 3, 15)))),
            qualifications=draw(st.sampled_from((("医师",), ("医师",), ()))),
            weekdays=draw(st.sampled_from(((), (), (1,)))),
            closes=draw(st.sampled_from((None, None, 840))),
            place=draw(st.sampled_from(("", "", "A"))),
        )
        for k in range(draw(st.integers(1, 4)))
    )
    units = tuple(Unit(key, draw(st.none() | st.integers(0, 3))) for key in "UV")
    keys = [(n.key, r.key) for n in needs for r in resources]
    agreed = draw(st.lists(st.sampled_from(keys), max_size=1))
    excluded = draw(st.lists(st.sampled_from(keys), max_size=1))
    distances = {key: draw(st.integers(0, 60)) for key in keys}
    agreements = tuple(Agreement(*key, draw(st.integers(1, 2))) for key in agreed)
    return Problem(needs, resources, units, agreements, distances, frozenset(excluded))


def explained(recommendation):
    """Explain every pair there is, eligible or not."""
    problem = recommendation.problem
    return [explain(recommendation, n.key, r.key) for n in problem.needs for r in problem.resources]


def unbarred(problem, need, resource, bar):
    """Do what the sentence of a barred pair asks for."""
    key = (need.key, resource.key)
    if bar is Bar.EXCLUDED:
        return replace(problem, excluded=problem.excluded - {key})
    if bar is Bar.DISTANCE:
        return replace(problem, distances_m={**problem.distances_m, key: resource.reach_m})
    given = {
        Bar.CATEGORY: {"categories": (*resource.categories, need.category)},
        Bar.QUALIFICATION: {"qualifications": (*resource.qualifications, *need.qualifications)},
        Bar.TIME: {"last_on": need.first_on},
        Bar.PLACE: {"place": ""},
        Bar.WEEKDAY: {"weekdays": (), "last_on": None},
        Bar.HOUR: {"closes": None},
    }[bar]
    better = replace(resource, **given)
    return replace(problem, resources=tuple(better if r is resource else r for r in problem.resources))


@settings(max_examples=100, deadline=None)
@given(problems())
def test_taking_away_every_bar_that_is_told_makes_a_pair_eligible(problem):
    for need in problem.needs:
        for resource in problem.resources:
            seen, better, other = [], problem, resource
            while bar := why_not(better, need, other):
                seen.append(bar)
                sentence = explain(recommend(better), need.key, other.key).sentence
                assert sentence.startswith("不能配")
                if bar is Bar.DISTANCE:
                    metres = better.distances_m[need.key, other.key] - other.reach_m
                    assert f"要再近 {metres} 米" in sentence
                better = unbarred(better, need, other, bar)
                other = next(r for r in better.resources if r.key == resource.key)
            assert len(seen) == len(set(seen))


def changed(problem, explanation, change):
    """Do what the sentence says."""
    key = (explanation.need, explanation.resource)
    resource = next(r for r in problem.resources if r.key == explanation.resource)
    if change.lever is Lever.NEARER:
        nearer = problem.distances_m[key] - change.amount
        return replace(problem, distances_m={**problem.distances_m, key: nearer})
    if change.lever is Lever.URGENT:
        return replace(
            problem,
            needs=tuple(
                replace(n, urgency=n.urgency + change.amount) if n.key == key[0] else n for n in problem.needs
            ),
        )
    if change.lever is Lever.CAPACITY:
        return replace(
            problem,
            resources=tuple(
                replace(r, capacity=r.capacity + 1) if r.key == key[1] else r for r in problem.resources
            ),
        )
    return replace(
        problem,
        units=tuple(
            replace(u, ceiling=u.ceiling + 1) if u.key == resource.unit else u for u in problem.units
        ),
    )


@settings(max_examples=60, deadline=None)
@given(problems())
def test_doing_what_the_sentence_says_brings_the_pair_in(problem):
    recommendation = recommend(problem)
    before = recommendation.plan.amounts()

    for explanation in explained(recommendation):
        for change in explanation.changes:
            again = recommend(changed(problem, explanation, change)).result
            assert (explanation.need, explanation.resource) in {(m.need, m.resource) for m in again.matches}
            assert change.words in explanation.sentence
    assert recommendation.plan.amounts() == before


@settings(max_examples=40, deadline=None)
@given(problems())
def test_one_metre_less_than_the_sentence_says_would_not_do(problem):
    recommendation = recommend(problem)
    if recommendation.plan.is_restricted or recommendation.plan.counted:
        return
    for explanation in explained(recommendation):
        nearer = [c for c in explanation.changes if c.lever is Lever.NEARER]
        for change in nearer:
            key = (explanation.need, explanation.resource)
            short = replace(change, amount=change.amount - 1)
            with_it = recommend(changed(problem, explanation, short)).result
            assert metres(with_it) == metres(recommendation.result), key


@settings(max_examples=40, deadline=None)
@given(problems())
def test_a_chosen_pair_stays_within_its_spare_metres_and_not_beyond(problem):
    recommendation = recommend(problem)
    if recommendation.plan.is_restricted or recommendation.plan.counted:
        return
    for explanation in explained(recommendation):
        if explanation.is_chosen and explanation.spare_m is not None:
            key = (explanation.need, explanation.resource)
            farther = problem.distances_m[key] + explanation.spare_m + 1
            again = recommend(replace(problem, distances_m={**problem.distances_m, key: farther})).result
            amounts = {(m.need, m.resource): m.quantity for m in recommendation.result.matches}
            assert {(m.need, m.resource): m.quantity for m in again.matches}.get(key, 0) < amounts[key]


def metres(result):
    return sum(m.quantity * m.distance_m for m in result.matches)


def street():
    """Two needs at one resource for one: the nearer has it."""
    needs = (Need("近", "甲", "义诊"), Need("远", "甲", "义诊"))
    return Problem(
        needs, (Resource("队", "医院", ("义诊",)),), (), (), {("近", "队"): 100, ("远", "队"): 399}
    )


def test_the_sentence_for_a_refused_pair():
    told = explain(recommend(street()), "远", "队")

    assert told.sentence == (
        "没有选：“队”的能力已经用完。再近 300 米，或者紧急程度高一级，或者资源的能力多 1，就会选上。"
    )


def test_the_sentence_for_a_chosen_pair():
    told = explain(recommend(street()), "近", "队")

    assert (told.is_chosen, told.spare_m) == (True, 299)
    assert told.sentence == "选上 1：再远不到 300 米，选它也不比别的差。"


def test_an_agreed_pair_says_so():
    problem = replace(street(), agreements=(Agreement("远", "队"),))

    assert explain(recommend(problem), "远", "队").sentence == "选上 1：其中 1 是早先的约定，约定优先。"


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        (Resource("r", "U", ("助老", "普法")), "需求是“义诊”，资源能做“助老、普法”"),
        (Resource("r", "U", ("义诊",), qualifications=("护士",)), "还要有“医师”"),
        (Resource("r", "U", ("义诊",), qualifications=("医师",), last_on=date(2026, 1, 1)), "没有一天重合"),
        (Resource("r", "U", ("义诊",), qualifications=("医师",), reach_m=500), "要再近 400 米"),
    ],
)
def test_what_bars_a_pair_is_said_with_what_is_missing(resource, words):
    need = Need("n", "甲", "义诊", qualifications=("医师",), first_on=date(2026, 3, 1))
    problem = Problem((need,), (resource,), distances_m={("n", "r"): 900})

    assert words in explain(recommend(problem), "n", "r").sentence


def test_a_unit_that_has_enough_says_so():
    needs = (Need("a", "甲", "x", urgency=5), Need("b", "甲", "x"))
    problem = Problem(needs, (Resource("r", "U", ("x",), 9),), (Unit("U", 1),))

    told = explain(recommend(problem), "b", "r")

    assert "单位“U”的认领数已到上限" in told.sentence
    assert "单位的上限多 1 项，就会选上" in told.sentence


def test_an_unknown_pair_is_refused():
    with pytest.raises(EngineInputError, match="清单里没有"):
        explain(recommend(street()), "近", "谁")
