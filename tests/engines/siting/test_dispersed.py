"""Dispersed small clusters: equal to brute force, never a broken rule, a conflict that is one, reasons that are true."""

import random
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.roster import Point as Degrees
from gongjian.engines.roster import haversine_m
from gongjian.engines.siting.dispersed import site_dispersed
from gongjian.engines.siting.parcels import (
    Amenity,
    Ceilings,
    Channel,
    Kind,
    Parcel,
    Point,
    Problem,
    Rules,
    Status,
    Street,
    Weights,
)

M = 1 / 111_195
"""A metre to the north in degrees."""


def at(north_m: float, east_m: float = 0) -> Point:
    return Point(north_m * M, east_m * M)


def apart(one: Parcel, other: Parcel) -> int:
    a, b = one.point, other.point
    return haversine_m(Degrees(a.latitude, a.longitude), Degrees(b.latitude, b.longitude))


def solve(problem, seconds=30.0):
    return site_dispersed(problem, seconds=seconds, clock=time.monotonic)


def is_lawful(problem, homes):
    """State every rule once more, plainly."""
    usable = [p for p in problem.parcels if p.is_zoned and p.has_title and not p.bar]
    parcels, rules, ceilings = {p.key: p for p in usable}, problem.rules, problem.ceilings
    opened = [parcels[key] for key in homes]
    cost = sum(homes[p.key] * p.home_cents + p.site_cents for p in opened)
    return (
        all(p.least <= homes[p.key] <= p.most for p in opened)
        and all(
            s.demand * (1 - s.below)
            <= sum(homes[p.key] for p in opened if p.street == s.key)
            <= s.demand * (1 + s.above)
            for s in problem.streets
        )
        and all(
            sum(homes[p.key] for p in opened if apart(p, c) <= rules.cluster_m) <= rules.cluster_cap
            for c in usable
        )
        and not any(rules.cluster_m < apart(a, b) < rules.spread_m for a, b in combinations(opened, 2))
        and all(_keeps(c, [p for p in opened if p.channel == c.key], homes) for c in problem.channels)
        and (ceilings.sites is None or len(opened) <= ceilings.sites)
        and (ceilings.cost_cents is None or cost <= ceilings.cost_cents)
        and (ceilings.travel_m is None or sum(homes[p.key] * p.travel_m for p in opened) <= ceilings.travel_m)
    )


def _keeps(channel, mine, homes):
    count = sum(homes[p.key] for p in mine)
    cost = sum(homes[p.key] * p.home_cents + p.site_cents for p in mine)
    return (
        channel.least <= count
        and (channel.most is None or count <= channel.most)
        and (channel.budget_cents is None or cost <= channel.budget_cents)
    )


def value_of(problem, homes):
    parcels, weights = {p.key: p for p in problem.parcels}, problem.weights
    return sum(
        weights.travel * n * parcels[key].travel_m
        + weights.cost * (n * parcels[key].home_cents + parcels[key].site_cents)
        + weights.site
        for key, n in homes.items()
    )


def best_of_all(problem):
    """Try every plan; None if there is none."""
    usable = [p for p in problem.parcels if p.is_zoned and p.has_title]
    choices = [[0, *range(p.least, p.most + 1)] for p in usable]
    values = []
    for counts in product(*choices):
        homes = {p.key: n for p, n in zip(usable, counts, strict=True) if n}
        if is_lawful(problem, homes):
            values.append(value_of(problem, homes))
    return min(values, default=None)


@st.composite
def problems(draw):
    """Make a small city on a line of blocks, with travel given, all kinds of limits, and often too much asked."""
    streets = [
        Street(
            f"s{n}",
            draw(st.integers(0, 7)),
            draw(st.sampled_from([Fraction(0), Fraction(1, 3)])),
            draw(st.sampled_from([Fraction(0), Fraction(1, 2)])),
        )
        for n in range(2)
    ]
    parcels = []
    for n in range(draw(st.integers(1, 6))):
        least = draw(st.integers(1, 3))
        parcels.append(
            Parcel(
                f"p{n}",
                at(draw(st.integers(0, 6)) * 100, draw(st.integers(0, 2)) * 100),
                draw(st.sampled_from(["s0", "s1"])),
                least + draw(st.integers(0, 2)),
                least,
                draw(st.integers(0, 9)),
                draw(st.integers(0, 9)),
                draw(st.sampled_from(["a", "b", ""])),
                draw(st.integers(0, 9)) > 0,
                travel_m=draw(st.integers(0, 50)),
            )
        )
    maybe = st.none() | st.integers(2, 12)
    channels = tuple(
        Channel(key, draw(st.integers(0, 2)), draw(maybe)) for key in draw(st.sets(st.sampled_from("ab")))
    )
    channels = tuple(replace(c, budget_cents=draw(st.none() | st.integers(5, 60))) for c in channels)
    if channels:
        known = {c.key for c in channels}
        parcels = [p if p.channel in known else replace(p, channel="") for p in parcels]
    return Problem(
        tuple(parcels),
        tuple(streets),
        Rules(
            draw(st.sampled_from([0, 100, 150])),
            draw(st.integers(2, 9)),
            draw(st.sampled_from([0, 250, 400])),
        ),
        channels=channels,
        weights=draw(st.sampled_from([Weights(), Weights(1, 3, 20), Weights(0, 1, 0), Weights(0, 0, 1)])),
        ceilings=Ceilings(
            draw(st.none() | st.integers(20, 300)),
            draw(st.none() | st.integers(20, 120)),
            draw(st.none() | st.integers(1, 4)),
        ),
    )


@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_the_answer_is_that_of_brute_force(problem):
    best = best_of_all(problem)

    answer = solve(problem)

    if best is None:
        assert answer.status == Status.INFEASIBLE
        return
    homes = {site.parcel: site.homes for site in answer.opened}
    assert answer.status == Status.PROVEN
    assert is_lawful(problem, homes)
    assert answer.value == answer.bound == best == value_of(problem, homes)
    assert answer.gap == 0


@settings(max_examples=8, deadline=None)
@given(problem=problems(), data=st.data())
def test_the_order_of_the_input_does_not_matter(problem, data):
    shuffled = replace(
        problem,
        parcels=tuple(data.draw(st.permutations(problem.parcels))),
        streets=tuple(data.draw(st.permutations(problem.streets))),
    )

    assert solve(shuffled).value == solve(problem).value


def town(**changes):
    """Three parcels on a line 300 m apart: a, b, c; b is nearest to everything."""
    parcels = tuple(
        Parcel(key, at(north), "s", 60, 10, travel_m=travel)
        for key, north, travel in (("a", 0, 500), ("b", 300, 400), ("c", 600, 600))
    )
    return replace(
        Problem(parcels, (Street("s", 100, name="南津路街道"),), Rules(cluster_m=300, cluster_cap=120)),
        **changes,
    )


def homes_of(answer):
    return {site.parcel: site.homes for site in answer.opened}


def test_homes_go_where_travel_is_least():
    answer = solve(town())

    assert homes_of(answer) == {"a": 40, "b": 60}
    assert answer.travel_m == answer.value == answer.bound == 40 * 500 + 60 * 400


def test_a_cap_spreads_the_homes_of_one_cluster():
    answer = solve(town(rules=Rules(300, 110), streets=(Street("s", 110),)))
    tight = solve(town(rules=Rules(300, 90), streets=(Street("s", 90, above=Fraction(1, 2)),)))

    assert homes_of(answer) == {"a": 50, "b": 60}
    assert homes_of(tight) == {"a": 30, "b": 60}
    assert "附近一簇（a、b）已有 90 套，至多 90 套" in tight.reasons["a"]


def test_sites_are_in_one_cluster_or_the_spread_apart():
    """With a spread of 500 m, a and c (600 m) may both open; b is 300 m from both, more than a cluster of 200 m."""
    answer = solve(town(rules=Rules(200, 60, 500)))

    assert homes_of(answer) == {"a": 60, "c": 40}
    assert "离选中的 a 300 米：超过一簇的 200 米，又不到 500 米" in answer.reasons["b"]


def test_a_parcel_that_fails_on_zoning_or_title_is_out_with_the_reason():
    parcels = list(town().parcels)
    parcels[0] = replace(parcels[0], is_zoned=False, has_title=False, bar="划入公园")

    answer = solve(town(parcels=tuple(parcels)))

    assert homes_of(answer) == {"b": 60, "c": 40}
    assert answer.reasons["a"] == "不能用：用途不符合规划、权属不清（划入公园）"


def test_reasons_say_what_keeps_a_parcel_out_or_small():
    answer = solve(town(streets=(Street("s", 50, name="南津路街道"),)))

    assert homes_of(answer) == {"b": 50}
    assert answer.reasons["b"] == (
        "选，50 套，每套出行 400 米。不再多，因为“南津路街道至多 50 套（需求 50 套）”已满。"
        "少一套就不满足“南津路街道至少 50 套（需求 50 套）”。"
    )
    assert "比本街道选中的都不便宜（其中最贵的是 b，每套出行 400 米）" in answer.reasons["c"]


def test_travel_is_to_the_nearest_few_by_weight_and_share():
    """Jobs: the nearest two, (300 * 3 + 600 * 1) / 4 = 375; a school at 100. Shares 3 to 1: (3 * 375 + 100) / 4 = 306."""
    amenities = (
        Amenity("job", at(300), 3),
        Amenity("job", at(-600), 1),
        Amenity("job", at(900), 9),
        Amenity("school", at(100)),
    )
    parcel = Parcel("a", at(0), "s", 5, 5)
    kinds = (Kind("job", 3, 2), Kind("school", 1, 1))

    answer = solve(Problem((parcel,), (Street("s", 5),), Rules(100, 9), amenities, kinds))

    assert [site.travel_m for site in answer.opened] == [306]


@pytest.mark.parametrize(
    ("changes", "limits", "words"),
    [
        (
            {"streets": (Street("s", 200),)},
            ["s至少 200 套（需求 200 套）"],
            "可用的地块有 3 块，单看各块合计至多 180 套",
        ),
        (
            {"rules": Rules(300, 90)},
            ["南津路街道至少 100 套（需求 100 套）", "任一地块 300 米内至多 90 套"],
            "守住其余各条，最多 90 套，差 10 套",
        ),
        (
            {"rules": Rules(200, 60, 700)},
            ["南津路街道至少 100 套（需求 100 套）", "不在一簇的两处至少相隔 700 米"],
            "最多 60 套，差 40 套",
        ),
        (
            {"ceilings": Ceilings(sites=1)},
            ["南津路街道至少 100 套（需求 100 套）", "至多 1 处"],
            "最多 60 套，差 40 套",
        ),
        (
            {"channels": (Channel("x", 10),)},
            ["渠道 x 至少 10 套"],
            "达不到",
        ),
    ],
)
def test_what_cannot_be_done_names_the_limits_that_conflict(changes, limits, words):
    answer = solve(town(**changes))

    assert answer.status == Status.INFEASIBLE
    assert answer.conflict.is_smallest
    assert sorted(answer.conflict.limits) == sorted(limits)
    assert answer.conflict.words.startswith("做不到：")
    assert words in answer.conflict.words


def test_no_usable_parcel_is_infeasible_and_no_demand_is_a_plan_without_sites():
    parcels = tuple(replace(parcel, has_title=False) for parcel in town().parcels)

    assert solve(town(parcels=parcels)).status == Status.INFEASIBLE
    assert solve(town(parcels=parcels, streets=(Street("s", 0),))).status == Status.PROVEN
    assert solve(town(streets=(Street("s", 0),))).opened == ()


def test_without_time_nothing_is_called_proven_that_is_not():
    answer = solve(town(), seconds=0)

    assert answer.status in (Status.UNKNOWN, Status.FOUND, Status.PROVEN)
    assert answer.bound <= 40 * 500 + 60 * 400
    assert answer.status != Status.PROVEN or answer.value == answer.bound


NAN = float("nan")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"parcels": ()}, "一块地也没有"),
        ({"streets": ()}, "一个街道也没有"),
        ({"parcels": (town().parcels[0],) * 2}, "地块“a”写了两次"),
        ({"streets": (Street("s", -1),)}, "街道“s”的需求"),
        ({"streets": (Street("s", NAN),)}, "整数"),
        ({"streets": (Street("s", 5, Fraction(3, 2)),)}, "比例不对"),
        ({"streets": (Street("t", 5),)}, "不在街道表里"),
        ({"parcels": (replace(town().parcels[0], point=Point(NAN, 0)),)}, "坐标"),
        ({"parcels": (replace(town().parcels[0], point=Point(91, 0)),)}, "坐标"),
        ({"parcels": (replace(town().parcels[0], least=0),)}, "最少套数"),
        ({"parcels": (replace(town().parcels[0], least=61),)}, "最少套数"),
        ({"parcels": (replace(town().parcels[0], home_cents=-1),)}, "造价"),
        ({"parcels": (replace(town().parcels[0], home_cents=10**15, most=10**6),)}, "太大"),
        (
            {"parcels": (replace(town().parcels[0], channel="y"),), "channels": (Channel("x"),)},
            "不在渠道表里",
        ),
        ({"parcels": (replace(town().parcels[0], travel_m=None),)}, "没有设施类别"),
        ({"kinds": (Kind("学校"),)}, "一个设施点也没有"),
        ({"kinds": (Kind("学校", 0),), "amenities": (Amenity("学校", at(0)),)}, "份额都是 0"),
        ({"amenities": (Amenity("学校", at(0)),)}, "没有说明份额"),
        ({"rules": Rules(-1, 5)}, "半径"),
        ({"rules": Rules(1, 5, 2.5)}, "整数"),
        ({"weights": Weights(-1)}, "权重"),
    ],
)
def test_rubbish_is_a_sentence(changes, words):
    with pytest.raises(EngineInputError, match=words):
        solve(town(**changes))


@pytest.mark.parametrize("seconds", [-1, NAN])
def test_time_is_a_number_of_seconds(seconds):
    with pytest.raises(EngineInputError, match="秒"):
        solve(town(), seconds)


def test_too_many_pairs_are_refused_before_memory_is():
    parcels = tuple(Parcel(f"p{n:04}", at(n % 50, n // 50), "s", 5, 5, travel_m=1) for n in range(1500))

    with pytest.raises(EngineInputError, match="对"):
        solve(town(parcels=parcels, rules=Rules(100, 50, 5000)))


def city(seed, parcels=60):
    """Make a town whose streets compete for places that are near each other."""
    chance = random.Random(seed)
    made = tuple(
        Parcel(
            f"p{n:02}",
            at(chance.randrange(4000), chance.randrange(4000)),
            f"s{n % 4}",
            chance.randrange(20, 90),
            10,
            travel_m=chance.randrange(100, 2000),
        )
        for n in range(parcels)
    )
    streets = tuple(Street(f"s{n}", 120, Fraction(1, 10), Fraction(1, 10)) for n in range(4))
    return Problem(made, streets, Rules(300, 100, 700))


@pytest.mark.parametrize("seed", range(3))
def test_what_a_reason_says_stops_a_parcel_does_stop_it(seed):
    """Opening a parcel that is said to be too near, or whose cluster or street is said to be full, breaks a rule."""
    problem = city(seed)
    answer = solve(problem)
    homes, least = homes_of(answer), {p.key: p.least for p in problem.parcels}
    assert is_lawful(problem, homes)
    stopped = [
        key for key, said in answer.reasons.items() if "离选中的" in said or "已有" in said or "已满" in said
    ]

    assert stopped
    for key in stopped:
        assert not is_lawful(problem, {**homes, key: homes.get(key, least[key] - 1) + 1})


@pytest.mark.parametrize("seed", range(3))
def test_a_parcel_that_is_said_to_be_dearer_is_dearer_than_all_chosen_of_its_street(seed):
    problem = city(seed)
    answer = solve(problem)
    parcels, homes = {p.key: p for p in problem.parcels}, homes_of(answer)

    dearer = [key for key, said in answer.reasons.items() if "都不便宜" in said]

    assert dearer
    for key in dearer:
        mates = [parcels[other] for other in homes if parcels[other].street == parcels[key].street]
        assert parcels[key].travel_m >= max(mate.travel_m for mate in mates)


def test_a_first_answer_does_not_wait_for_kernels_that_it_does_not_need():
    words = "import sys; from gongjian.engines.siting import site_dispersed; print('numba' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"
