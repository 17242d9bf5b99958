"""Rosters: the rules always hold, the cost is the least there is, a shortage is proved."""

import sys
from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.roster import (
    Inspector,
    Past,
    Place,
    Point,
    Problem,
    ShortageKind,
    Weights,
    assign,
    haversine_m,
    repair,
    why_not,
)

DISTRICTS = ("510903", "510904", "510921")


@st.composite
def problems(draw, max_places=4, max_inspectors=5, weights=None):
    """Make a small round with home grounds, hiring units, groups, history and points."""
    points = st.builds(
        Point, st.integers(300, 306).map(lambda n: n / 10), st.integers(1050, 1056).map(lambda n: n / 10)
    )
    places = [
        Place(
            f"p{n}",
            f"{draw(st.sampled_from(DISTRICTS))}001{n:03}",
            draw(st.integers(0, 2)),
            tuple(draw(st.sets(st.sampled_from("UV"), max_size=1))),
            draw(st.none() | points),
        )
        for n in range(draw(st.integers(1, max_places)))
    ]
    inspectors = [
        Inspector(
            f"i{n}",
            tuple(draw(st.sets(st.sampled_from(DISTRICTS), max_size=1))),
            draw(st.sampled_from(("", "U", "V"))),
            ("5109",),
            draw(st.integers(0, 3)),
            draw(st.sampled_from(("", "g", "h"))),
            draw(st.sampled_from(DISTRICTS)),
            draw(st.none() | points),
        )
        for n in range(draw(st.integers(1, max_inspectors)))
    ]
    pairs = st.tuples(st.sampled_from([i.key for i in inspectors]), st.sampled_from([p.key for p in places]))
    past = [Past(*pair, draw(st.integers(1, 2))) for pair in draw(st.sets(pairs, max_size=3))]
    chosen = weights or draw(
        st.builds(
            Weights,
            st.sampled_from((0, 7_000, 50_000)),
            st.sampled_from((0, 9_000)),
            st.sampled_from((0, 11_000)),
        )
    )
    return Problem(tuple(inspectors), tuple(places), tuple(past), frozenset(), chosen)


def cost_of(problem, pairs):
    """State the objective once more, plainly."""
    weights, inspectors = problem.weights, {i.key: i for i in problem.inspectors}
    times = {(past.place, past.inspector): past.times for past in problem.past}
    places = {place.key: place for place in problem.places}
    travel = sum(metres(places[p], inspectors[i]) + weights.repeat_m * times.get((p, i), 0) for p, i in pairs)
    loads = Counter(i for _, i in pairs)
    groups = Counter((p, inspectors[i].group) for p, i in pairs if inspectors[i].group)
    balance = weights.balance_m * sum(load**2 for load in loads.values())
    return travel + balance + weights.same_group_m * sum(count - 1 for count in groups.values())


def metres(place, inspector):
    if place.point and inspector.point:
        return haversine_m(place.point, inspector.point)
    for digits, distance in ((12, 1_000), (9, 5_000), (6, 20_000), (4, 80_000)):
        if len(inspector.code) >= digits and place.code[:digits] == inspector.code[:digits]:
            return distance
    return 1_000_000


def every_roster(problem, *, capacity=None):
    """List all lawful rosters, full or not."""
    choices = []
    for place in problem.places:
        able = [i.key for i in problem.inspectors if why_not(i, place) is None]
        some = [c for size in range(place.visits + 1) for c in combinations(able, size)]
        choices.append([tuple((place.key, who) for who in chosen) for chosen in some])
    room = capacity or {i.key: i.capacity for i in problem.inspectors}
    for picked in product(*choices):
        pairs = [pair for chosen in picked for pair in chosen]
        if all(count <= room[who] for who, count in Counter(who for _, who in pairs).items()):
            yield pairs


def pairs_of(roster):
    return [(visit.place, visit.inspector) for visit in roster.visits]


@settings(max_examples=25, deadline=None)
@given(problem=problems(max_places=3, max_inspectors=4))
def test_no_other_roster_makes_more_visits_or_the_same_at_less_cost(problem):
    roster = assign(problem)

    best = min((-len(pairs), cost_of(problem, pairs)) for pairs in every_roster(problem))
    assert (-len(roster.visits), cost_of(problem, pairs_of(roster))) == best
    assert roster.proof.gap == 0


@settings(max_examples=25, deadline=None)
@given(problem=problems(max_places=12, max_inspectors=14))
def test_the_rules_hold_and_the_figures_add_up(problem):
    roster = assign(problem)
    places, inspectors = {p.key: p for p in problem.places}, {i.key: i for i in problem.inspectors}
    loads, seen = Counter(v.inspector for v in roster.visits), Counter(v.place for v in roster.visits)

    assert len(set(pairs_of(roster))) == len(roster.visits)
    assert all(why_not(inspectors[v.inspector], places[v.place]) is None for v in roster.visits)
    assert all(count <= inspectors[key].capacity for key, count in loads.items())
    assert all(seen[p.key] + dict(roster.missing).get(p.key, 0) == p.visits for p in problem.places)
    assert roster.travel_m == sum(metres(places[v.place], inspectors[v.inspector]) for v in roster.visits)
    assert roster.proof.gap == 0


@settings(max_examples=25, deadline=None)
@given(problem=problems(max_places=12, max_inspectors=14))
def test_pairs_left_out_at_first_are_brought_in_until_none_could_improve(problem):
    module = sys.modules["gongjian.engines.roster.assign"]
    whole = assign(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FIRST_OFFER", 0)
        patch.setattr(module, "MORE", 1)
        sparse = assign(problem)

    assert (sparse.proof.gap, sparse.proof.cost) == (0, whole.proof.cost)
    assert sparse.proof.arcs <= sparse.proof.eligible


@settings(max_examples=20, deadline=None)
@given(problem=problems(max_places=8, max_inspectors=8), data=st.data())
def test_the_order_of_the_input_changes_nothing(problem, data):
    mixed = replace(
        problem,
        inspectors=tuple(data.draw(st.permutations(problem.inspectors))),
        places=tuple(data.draw(st.permutations(problem.places))),
    )

    assert assign(mixed) == assign(problem)


@settings(max_examples=25, deadline=None)
@given(problem=problems(max_places=8, max_inspectors=6, weights=Weights(0, 0, 0)))
def test_a_shortage_is_proved_by_places_that_ask_for_more_than_there_is(problem):
    roster = assign(problem)
    places, short = {p.key: p for p in problem.places}, 0
    for reason in roster.shortages:
        chosen = [places[key] for key in reason.places]
        may = [sum(why_not(i, p) is None and p.visits > 0 for p in chosen) for i in problem.inspectors]
        supply = sum(min(i.capacity, count) for i, count in zip(problem.inspectors, may, strict=True))
        assert sum(p.visits for p in chosen) == reason.demand > supply == reason.supply
        assert str(reason.short) in reason.words
        short += reason.short

    assert short == sum(count for _, count in roster.missing)


@settings(max_examples=25, deadline=None)
@given(problem=problems(max_places=10, max_inspectors=10, weights=Weights(balance_m=30_000)))
def test_loads_differ_by_no_more_than_travel_pays_for(problem):
    """If q has a place that j may see too, load(q) - load(j) <= 1 + what moving it would cost more / (2 balance)."""
    problem = replace(problem, past=(), weights=Weights(30_000, 0, 0))
    roster = assign(problem)
    places, loads = {p.key: p for p in problem.places}, Counter(v.inspector for v in roster.visits)
    held = set(pairs_of(roster))
    for visit, other in product(roster.visits, problem.inspectors):
        place = places[visit.place]
        if (place.key, other.key) in held or why_not(other, place) or loads[other.key] >= other.capacity:
            continue
        dearer = metres(place, other) - visit.distance_m
        assert 2 * 30_000 * (loads[visit.inspector] - loads[other.key] - 1) <= dearer


@settings(max_examples=25, deadline=None)
@given(problem=problems(max_places=3, max_inspectors=4), data=st.data())
def test_an_absence_is_mended_with_the_fewest_changes_then_the_least_cost(problem, data):
    before = pairs_of(assign(problem))
    absent = data.draw(st.sampled_from([i.key for i in problem.inspectors]))

    mended = repair(problem, before, [absent])

    after = set(pairs_of(mended.roster))
    room = {i.key: 0 if i.key == absent else i.capacity for i in problem.inspectors}
    kept = {pair for pair in before if pair[1] != absent}
    best = min(
        (-len(pairs), len(set(pairs) - kept), cost_of(problem, pairs))
        for pairs in every_roster(problem, capacity=room)
    )
    assert (-len(after), len(after - kept), cost_of(problem, sorted(after))) == best
    assert set(mended.added) == after - kept
    assert set(mended.removed) == kept - after
    assert set(mended.lost) == {pair for pair in before if pair[1] == absent}
    assert mended.roster.proof.gap == 0


def town(places=6, inspectors=6, visits=2, capacity=3):
    """Places of three districts and inspectors who live in them."""
    return Problem(
        tuple(
            Inspector(
                f"i{n}", (DISTRICTS[n % 3],), f"U{n % 3}", ("5109",), capacity, f"U{n % 3}", DISTRICTS[n % 3]
            )
            for n in range(inspectors)
        ),
        tuple(Place(f"p{n}", f"{DISTRICTS[n % 3]}001{n:03}", visits) for n in range(places)),
    )


def test_a_round_is_full_even_and_away_from_home():
    roster = assign(town())

    assert roster.is_full
    assert (roster.loads.least, roster.loads.most, roster.loads.total) == (2, 2, 12)
    assert all(v.place[1:] and int(v.place[1:]) % 3 != int(v.inspector[1:]) % 3 for v in roster.visits)
    assert (
        len({(v.place, int(v.inspector[1:]) % 3) for v in roster.visits}) == 12
    )  # two districts at every place


def test_whom_a_place_saw_last_time_it_does_not_see_again():
    first = assign(town())

    second = assign(replace(town(), past=tuple(Past(v.inspector, v.place) for v in first.visits)))

    assert second.is_full
    assert second.repeats == 0


def test_the_hiring_unit_is_no_place_to_inspect():
    problem = Problem(
        (Inspector("a", unit="U", capacity=5), Inspector("b", unit="V", capacity=5)),
        (Place("x", "510903001001", 1, ("U",)), Place("y", "510903001002", 1, ("V",))),
    )

    assert pairs_of(assign(problem)) == [("x", "b"), ("y", "a")]


def test_what_was_set_by_hand_stands():
    fixed = frozenset({("p0", "i1"), ("p1", "i0")})

    roster = assign(replace(town(), fixed=fixed))

    assert fixed <= set(pairs_of(roster))
    assert roster.is_full
    assert roster.proof.gap == 0


@pytest.mark.parametrize(
    ("problem", "kind", "words"),
    [
        (
            Problem(
                (
                    Inspector("a", ("510903",)),
                    Inspector("b", unit="U"),
                    Inspector("c", within=("51",), capacity=9),
                ),
                (Place("x", "510903001001", 2, ("U",), name="南强社区"), Place("y", "510904001001", 1)),
            ),
            ShortageKind.PLACE,
            "南强社区要看 2 次，能去的检查员有 1 人，少 1 人（回避本地 1 人，回避派出单位 1 人）。请增加检查员，或减少看的次数。",
        ),
        (
            town(capacity=1),
            ShortageKind.CAPACITY,
            "一共要看 12 次，6 名检查员合起来最多看 6 次，少 6 次。请增加检查员，或提高每人的上限。",
        ),
        (
            Problem(
                (Inspector("a", ("510904",), capacity=2), Inspector("b", ("510903",), capacity=9)),
                tuple(Place(f"p{n}", f"51090{3 + n // 3}001001") for n in range(6)),
            ),
            ShortageKind.SET,
            "p0、p1、p2 3 个地方一共要看 3 次，能去的 1 名检查员合起来最多看 2 次，少 1 次。"
            "请增加能去这些地方的检查员，或减少看的次数。",
        ),
    ],
)
def test_an_impossible_round_says_why(problem, kind, words):
    roster = assign(problem)

    assert not roster.is_full
    assert [(reason.kind, reason.words) for reason in roster.shortages] == [(kind, words)]


def test_one_absence_changes_nothing_but_his_own_visits_where_others_have_room():
    problem = town()
    before = pairs_of(assign(problem))

    mended = repair(problem, before, ["i4"])

    assert mended.roster.is_full
    assert len(mended.lost) == len(mended.added) == 2
    assert not mended.removed


def test_what_the_absent_has_done_stands():
    problem = town()
    before = pairs_of(assign(problem))
    done = next(pair for pair in before if pair[1] == "i4")

    mended = repair(replace(problem, fixed=frozenset({done})), before, ["i4"])

    assert done in pairs_of(mended.roster)
    assert len(mended.lost) == len(mended.added) == 1


def test_an_empty_round_and_one_without_inspectors_are_answered():
    assert assign(Problem((), ())).is_full
    assert assign(Problem((Inspector("a"),), ())).visits == ()
    assert assign(Problem((), (Place("x", "51"),))).missing == (("x", 1),)


@pytest.mark.parametrize(
    "problem",
    [
        Problem((Inspector("a"), Inspector("a")), ()),
        Problem((), (Place("x", "51"), Place("x", "51"))),
        Problem((Inspector("a", capacity=-1),), ()),
        Problem((Inspector("a", home=("",)),), ()),
        Problem((), (), weights=Weights(-1)),
        Problem((), (), fixed=frozenset({("x", "a")})),
    ],
)
def test_wrong_input_is_a_sentence(problem):
    with pytest.raises(EngineInputError):
        assign(problem)
