"""The front: every plan is the best under its ceiling, none is beaten, and what stays is counted."""

import time
from dataclasses import replace
from itertools import product

import pytest

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting.dispersed import site_dispersed
from gongjian.engines.siting.front import Criterion, steadiness, trace_front
from gongjian.engines.siting.parcels import Ceilings, Parcel, Point, Problem, Rules, Siting, Status, Street


def town():
    """Four parcels far apart: the nearer the dearer."""
    parcels = tuple(
        Parcel(key, Point(n / 100, 0), "s", 30, 10, cents, travel_m=travel)
        for n, (key, travel, cents) in enumerate(
            (("a", 100, 900), ("b", 200, 700), ("c", 400, 300), ("d", 450, 350))
        )
    )
    return Problem(parcels, (Street("s", 60),), Rules(100, 90))


def front(problem, count=4, first=Criterion.TRAVEL, second=Criterion.COST):
    return trace_front(problem, first, second, count=count, seconds=60, clock=time.monotonic)


def every_plan(problem):
    """Travel and cost of every lawful plan."""
    for homes in product([0, *range(10, 31)], repeat=4):
        if sum(homes) == 60:
            pairs = list(zip(homes, problem.parcels, strict=True))
            yield sum(n * p.travel_m for n, p in pairs), sum(n * p.home_cents for n, p in pairs)


def test_every_point_is_the_best_under_its_ceiling_and_none_is_beaten():
    problem = town()
    plans = set(every_plan(problem))

    points = front(problem).points

    assert len(points) == 4
    assert points[0].first == min(travel for travel, _ in plans)
    assert points[-1].second == min(cost for _, cost in plans)
    for point in points:
        assert point.siting.status == Status.PROVEN
        assert point.first == min(t for t, c in plans if point.ceiling is None or c <= point.ceiling)
    assert [p.second for p in points] == sorted((p.second for p in points), reverse=True)


def test_what_stays_over_all_points_is_counted():
    stays = steadiness([point.siting for point in front(town(), 3).points])

    assert {stay.parcel: stay.times for stay in stays}["b"] >= 1
    assert all(1 <= stay.times <= 3 and 10 <= stay.fewest <= stay.most <= 30 for stay in stays)
    assert [stay.times for stay in stays] == sorted((stay.times for stay in stays), reverse=True)


def test_sites_against_travel_and_a_ceiling_that_stood_before():
    dearer = replace(town(), ceilings=Ceilings(cost_cents=40_000))

    assert [point.second for point in front(town(), 3, second=Criterion.SITES).points] == [2]
    assert all(point.second <= 40_000 for point in front(dearer).points)


def test_a_problem_without_a_plan_has_no_front_but_a_reason():
    found = front(replace(town(), streets=(Street("s", 999),)))

    assert found.points == ()
    assert found.refusal.conflict.limits == ("s至少 999 套（需求 999 套）",)


def test_one_criterion_is_no_front():
    with pytest.raises(EngineInputError, match="两个不同的目标"):
        front(town(), second=Criterion.TRAVEL)


def test_an_end_that_time_did_not_reach_keeps_the_bound_of_its_own_criterion(monkeypatch):
    """The search under the last ceiling finds nothing: the plan of the least cost stands, with value and bound in metres."""
    searches = []

    def search(problem, **kept):
        searches.append(problem)
        if problem.ceilings.cost_cents is not None:
            return Siting(Status.UNKNOWN, bound=9_000)
        return site_dispersed(problem, **kept)

    monkeypatch.setattr("gongjian.engines.siting.front.site_dispersed", search)

    found = front(town(), 3)

    assert found.missed == (searches[2].ceilings.cost_cents,)
    end = found.points[-1]
    assert end.siting.status == Status.FOUND
    assert (end.siting.value, end.siting.bound) == (end.first, 9_000)
    assert end.first == end.siting.travel_m
