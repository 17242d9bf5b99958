"""Small markets for the tests, and all their assignments."""

from itertools import product

from hypothesis import strategies as st

from gongjian.engines.allocation import NOBODY, Market


@st.composite
def markets(draw, max_households=5, max_homes=3, top_points=2, top_quota=2):
    """Make a small market with lists of any length, few different points and homes without a flat."""
    count = draw(st.integers(1, max_households))
    homes = draw(st.integers(1, max_homes))
    wishes = [draw(st.permutations(range(homes)))[: draw(st.integers(0, homes))] for _ in range(count)]
    points = [[draw(st.integers(0, top_points)) for _ in wish] for wish in wishes]
    quotas = [draw(st.integers(0, top_quota)) for _ in range(homes)]
    return Market.listed(wishes, points, draw(st.permutations(range(count))), quotas)


def every_assignment(market):
    """List every way to give each household one of its wishes or nothing, within the quotas."""
    choices = [
        (NOBODY, *range(int(first), int(last)))
        for first, last in zip(market.offsets[:-1], market.offsets[1:], strict=True)
    ]
    for pairs in product(*choices):
        taken = [int(market.homes[pair]) for pair in pairs if pair != NOBODY]
        if all(taken.count(home) <= quota for home, quota in enumerate(market.quotas)):
            yield pairs


def rank(market, household, pair):
    """How high on its list a household is served: 0 its first wish, past the end for nothing."""
    first, last = int(market.offsets[household]), int(market.offsets[household + 1])
    return last - first if pair == NOBODY else int(pair) - first


def wish_lists(market):
    """Return wishes and points as lists, a row a household."""
    rows = list(zip(market.offsets[:-1], market.offsets[1:], strict=True))
    return (
        [market.homes[first:last].tolist() for first, last in rows],
        [market.points[first:last].tolist() for first, last in rows],
    )
