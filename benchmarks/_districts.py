"""Districts drawn by a seed for `cobuilding_proposal.py`: communities, needs, resources with every kind of bar, units with ceilings."""

import random
from datetime import date, timedelta
from typing import Any

from gongjian.engines.matching import Need, Point, Problem, Resource, Unit

START = date(2026, 1, 1)
LARGE_KINDS = 10
"""So many first categories may be wanted several at once; units that offer them have set no ceiling unless `counted`."""


def district(
    seed: int,
    communities: int,
    needs: int,
    resources: int,
    kinds: int = 40,
    *,
    large: int = LARGE_KINDS,
    counted: bool = False,
) -> Problem:
    """Draw a district; `counted` gives every unit a ceiling, also where needs are for more than one."""
    draw = random.Random(seed)
    names = [f"51090{1 + c % 3}{100 + c // 20:03d}{200 + c:03d}" for c in range(communities)]
    at = {name: Point(30.5 + draw.random() * 0.12, 105.5 + draw.random() * 0.13) for name in names}
    weights = [draw.random() + 0.1 for _ in names]
    homes = [draw.choice(names) for _ in range(max(resources * 3 // 8, 1))]
    wanted = tuple(_need(draw, k, draw.choices(names, weights)[0], at, kinds, large) for k in range(needs))
    offered = tuple(_resource(draw, k, homes, at, kinds) for k in range(resources))
    uncounted = {one.unit for one in offered if int(one.categories[0][1:]) < large}
    units = tuple(
        Unit(f"u{u}", draw.choice((None, 1, 2, 3)))
        for u in range(len(homes))
        if counted or f"u{u}" not in uncounted
    )
    return Problem(wanted, offered, units)


def _need(draw: random.Random, k: int, community: str, at: dict[str, Point], kinds: int, large: int) -> Need:
    kind = draw.randrange(kinds)
    return Need(
        f"n{k}",
        community,
        f"c{kind}",
        draw.choice((1, 1, 1, 2, 3, 5)) if kind < large else 1,
        draw.randint(1, 5),
        _near(draw, at[community]),
        qualifications=draw.choice(((), (), (), ("医师",), ("电工",))),
        **_when(draw),
    )


def _resource(draw: random.Random, k: int, homes: list[str], at: dict[str, Point], kinds: int) -> Resource:
    unit = draw.randrange(len(homes))
    home = homes[unit]
    return Resource(
        f"r{k}",
        f"u{unit}",
        (f"c{draw.randrange(kinds)}",),
        draw.choice((1, 1, 2, 3, 4)),
        _near(draw, at[home]),
        draw.choice((1000, 2000, 4000, None)),
        qualifications=draw.choice(((), ("医师",), ("电工",), ("医师", "电工"))),
        place=draw.choice((home[:6], home[:6], home[:9], home, "510")),
        **_when(draw),
    )


def _near(draw: random.Random, point: Point) -> Point:
    return Point(point.latitude + draw.gauss(0, 0.003), point.longitude + draw.gauss(0, 0.003))


def _when(draw: random.Random) -> dict[str, Any]:
    """Draw days, weekdays and hours; half the entries say nothing of each."""
    said: dict[str, Any] = {"weekdays": draw.choice(((), (), (6, 7), (1, 2, 3, 4, 5), (6,), (2, 4)))}
    if draw.random() < 0.5:
        first = START + timedelta(draw.randrange(300))
        said |= {"first_on": first, "last_on": first + timedelta(draw.choice((0, 3, 30, 90)))}
    hours = draw.choice((None, None, (540, 720), (840, 1020), (1140, 1260)))
    return said | ({"opens": hours[0], "closes": hours[1]} if hours else {})
