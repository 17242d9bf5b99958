"""The order of the aims, against trying everything; agreements, ceilings and shortages are told truly."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching import (
    Agreement,
    Bar,
    Need,
    Point,
    Problem,
    Resource,
    Unit,
    recommend,
    why_not,
)


@st.composite
def problems(draw, most_quantity=2, with_ceilings=True):
    needs = tuple(
        Need(
            f"n{k}",
            draw(st.sampled_from("AB")),
            draw(st.sampled_from("xy")),
            draw(st.integers(1, most_quantity)),
            draw(st.integers(1, 3)),
        )
        for k in range(draw(st.integers(1, 3)))
    )
    resources = tuple(
        Resource(
            f"r{k}",
            draw(st.sampled_from("UV")),
            tuple(sorted(draw(st.sets(st.sampled_from("xy"), min_size=1)))),
            draw(st.integers(0, 2)),
        )
        for k in range(draw(st.integers(1, 3)))
    )
    ceilings = st.none() | st.integers(0, 2) if with_ceilings else st.none()
    units = tuple(Unit(key, draw(ceilings)) for key in "UV")
    keys = [(need.key, resource.key) for need in needs for resource in resources]
    agreed = draw(st.lists(st.sampled_from(keys), max_size=2, unique=True))
    return Problem(
        needs,
        resources,
        units,
        tuple(Agreement(*key, draw(st.integers(1, 2))) for key in agreed),
        {key: draw(st.integers(0, 9)) for key in keys},
    )


def lawful(problem):
    """Yield every lawful choice of amounts by (need, resource)."""
    pairs = [
        (need, resource)
        for need in problem.needs
        for resource in problem.resources
        if why_not(problem, need, resource) is None
    ]
    ceilings = {unit.key: unit.ceiling for unit in problem.units}
    for amounts in product(*(range(min(n.quantity, r.capacity) + 1) for n, r in pairs)):
        chosen = [(n, r, a) for (n, r), a in zip(pairs, amounts, strict=True) if a]
        if any(sum(a for n, _, a in chosen if n is need) > need.quantity for need in problem.needs):
            continue
        if any(sum(a for _, r, a in chosen if r is res) > res.capacity for res in problem.resources):
            continue
        counts = {key: sum(r.unit == key for _, r, _ in chosen) for key in ceilings}
        if all(limit is None or counts[key] <= limit for key, limit in ceilings.items()):
            yield {(n.key, r.key): a for n, r, a in chosen}


def best_by_hand(problem, standing):
    """State the aims plainly and try everything that keeps `standing`."""
    choices = [c for c in lawful(problem) if all(c.get(k, 0) >= a for k, a in standing.items())]
    communities = list(dict.fromkeys(need.community for need in problem.needs))
    needed = {c: sum(n.quantity for n in problem.needs if n.community == c) for c in communities}
    place = {need.key: need for need in problem.needs}

    def got(choice):
        return {c: sum(a for (n, _), a in choice.items() if place[n].community == c) for c in communities}

    alone = {c: max(got(choice)[c] for choice in choices) for c in communities}

    def level(choice):
        """The highest t with min(ceil(t × needed), alone) given to everyone."""
        shares = [Fraction(k, needed[c]) for c in communities for k in range(needed[c] + 1)]
        served = got(choice)
        return max(
            t
            for t in shares
            if all(
                served[c] >= min(-(-t.numerator * needed[c] // t.denominator), alone[c]) for c in communities
            )
        )

    def aims(choice):
        return (
            level(choice),
            sum(choice.values()),
            sum(a * place[n].urgency for (n, _), a in choice.items()),
            -sum(a * problem.distances_m[key] for key, a in choice.items()),
        )

    return max(aims(choice) for choice in choices)


def aims_of(problem, result):
    place = {need.key: need for need in problem.needs}
    return (
        result.levels[1].value,
        sum(m.quantity for m in result.matches),
        sum(m.quantity * place[m.need].urgency for m in result.matches),
        -sum(m.quantity * m.distance_m for m in result.matches),
    )


def agreed_by_hand(problem):
    wanted = {(a.need, a.resource): a.quantity for a in problem.agreements}
    return max(sum(min(c.get(key, 0), most) for key, most in wanted.items()) for c in lawful(problem))


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_aims_come_in_their_order(problem):
    result = recommend(problem).result

    chosen = {(m.need, m.resource): m.quantity for m in result.matches}
    standing = {(m.need, m.resource): m.agreed for m in result.matches if m.agreed}
    assert chosen in list(lawful(problem))
    assert sum(standing.values()) == agreed_by_hand(problem) == result.levels[0].value
    assert aims_of(problem, result) == best_by_hand(problem, standing)
    assert result.is_proven


@settings(max_examples=60, deadline=None)
@given(problems(with_ceilings=False))
def test_a_shortage_can_not_be_made_good(problem):
    result = recommend(problem).result

    for shortage in result.shortages:
        most = max(
            sum(a for (n, _), a in choice.items() if n in shortage.needs)
            for choice in lawful(problem)
            if all(choice.get((m.need, m.resource), 0) >= m.agreed for m in result.matches)
        )
        standing = sum(m.agreed for m in result.matches if m.need in shortage.needs)
        assert most - standing == shortage.available < shortage.asked


def test_the_least_served_community_comes_before_the_most_urgent_need():
    needs = (Need("a", "甲", "x", 2, 5), Need("b", "乙", "x", 2, 1))
    result = recommend(Problem(needs, (Resource("r", "U", ("x",), 2),))).result

    assert [(c.community, c.share) for c in result.coverages] == [
        ("甲", Fraction(1, 2)),
        ("乙", Fraction(1, 2)),
    ]


def test_a_community_that_nobody_can_serve_does_not_hold_the_others_down():
    needs = (Need("a", "甲", "x"), Need("b", "乙", "y", 2), Need("c", "丙", "y", 2))
    result = recommend(Problem(needs, (Resource("r", "U", ("y",), 2),))).result

    assert [c.served for c in result.coverages] == [0, 1, 1]
    assert result.coverages[0].reachable == 0
    assert "a要 1，没有一个资源能用" in [s.sentence for s in result.shortages]


def test_a_ceiling_counts_undertakings_not_quantities():
    needs = (Need("a", "甲", "x", 5), Need("b", "甲", "x", 2), Need("c", "甲", "x", 4))
    problem = Problem(needs, (Resource("r", "U", ("x",), 20),), (Unit("U", 2),))

    result = recommend(problem).result

    assert {m.need: m.quantity for m in result.matches} == {"a": 5, "c": 4}
    assert result.is_proven


def test_an_agreement_stands_before_everything_and_one_that_can_not_is_named():
    needs = (Need("far", "甲", "x", 1, 1), Need("near", "甲", "x", 1, 5), Need("other", "甲", "y"))
    agreed = (Agreement("far", "r"), Agreement("other", "r"))
    result = recommend(Problem(needs, (Resource("r", "U", ("x",)),), (), agreed)).result

    assert [(m.need, m.agreed) for m in result.matches] == [("far", 1)]
    assert [(b.agreement.need, b.reason) for b in result.broken] == [("other", "类别不符")]
    assert result.is_infeasible


def test_agreements_that_collide_are_told_with_the_fewest_that_do():
    needs = (Need("a", "甲", "x", 3), Need("b", "甲", "x", 3), Need("c", "甲", "x", 1))
    agreed = (Agreement("a", "r", 3), Agreement("b", "r", 3), Agreement("c", "r", 1))
    result = recommend(Problem(needs, (Resource("r", "U", ("x",), 4),), (), agreed)).result

    assert result.levels[0].value == 4
    assert any("a←r 3" in b.reason and "资源“r”只有 4" in b.reason for b in result.broken)


def test_each_bar_is_told():
    need = Need("n", "甲", "x", 1, 1, Point(30.5, 105.5), date(2026, 3, 1), date(2026, 3, 31), ("医师",))
    near = {"point": Point(30.5, 105.51), "qualifications": ("医师",)}
    cases = {
        Bar.CATEGORY: Resource("r", "U", ("y",), **near),
        Bar.QUALIFICATION: Resource("r", "U", ("x",)),
        Bar.TIME: Resource("r", "U", ("x",), first_on=date(2026, 4, 1), **near),
        Bar.DISTANCE: Resource("r", "U", ("x",), reach_m=500, **near),
        None: Resource("r", "U", ("x",), reach_m=1000, last_on=date(2026, 3, 1), **near),
    }

    for bar, resource in cases.items():
        assert why_not(Problem((need,), (resource,)), need, resource) is bar


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (Problem((Need("a", "甲", "x"),) * 2, ()), "需求编号重复：a"),
        (Problem((Need("a", "甲", "x", -1),), ()), "“a”的数量"),
        (Problem((Need("a", "甲", "x", float("nan")),), ()), "“a”的数量"),
        (Problem((Need("a", "甲", "x", 1, 9),), ()), "紧急程度"),
        (Problem((Need("a", "甲", "x", point=Point(float("nan"), 1)),), ()), "经纬度"),
        (Problem((), (), (Unit("U", -1),)), "上限"),
        (Problem((Need("a", "甲", "x", 2**31),), ()), "“a”的数量"),
        (Problem((Need("a", "甲", "x", 2**30), Need("b", "甲", "x", 2**30)), ()), "一共 2147483648 份"),
        (
            Problem((Need("a", "甲", "x", first_on=date(2026, 3, 2), last_on=date(2026, 3, 1)),), ()),
            "“a”的开始日 2026-03-02 晚于",
        ),
        (
            Problem((), (Resource("r", "U", ("x",), first_on=date(2026, 3, 2), last_on=date(2026, 3, 1)),)),
            "“r”的开始日",
        ),
        (Problem((), (Resource("r", "U", ("x",), reach_m=-1),)), "服务半径"),
        (Problem((Need("a", "甲", "x"),), (), excluded=frozenset({("a", "谁")})), "“谁”不在清单里"),
        (Problem((), (), (), (Agreement("a", "r"),)), "不在需求清单里"),
    ],
)
def test_rubbish_is_refused_with_a_sentence(problem, words):
    with pytest.raises(EngineInputError, match=words):
        recommend(problem)


def test_nothing_to_match_is_an_answer():
    assert recommend(Problem((), ())).result.matches == ()


def test_weights_beyond_64_bits_are_refused_not_wrapped():
    needs = tuple(Need(f"n{k}", f"c{k}", f"x{k}") for k in range(2000))
    resources = tuple(Resource(f"r{k}", "U", (f"x{k}",)) for k in range(2000))

    with pytest.raises(EngineInputError, match="64 位算不下"):
        recommend(Problem(needs, resources, distances_m={("n0", "r0"): 2**31 - 1}))
