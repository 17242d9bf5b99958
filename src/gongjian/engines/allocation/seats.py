"""Homes kept for groups or limited for them, as kinds of seats (Kominers and Sönmez 2016; Dur, Kominers, Pathak, Sönmez 2018).

The flats of a home are dealt out kind by kind, in order of precedence; each kind takes the strongest that are left:
 - kept for a group: its members first, by key; others too unless the flats are to be kept empty (Hafalir, Yenmez, Yildirim 2013);
 - open: everybody by key. Of q flats with at most c for a group, exactly c are of a kind that takes its members.
Kept seats come before open ones: "at least" means then that members who would get in anyhow count (a minimum guarantee);
`is_on_top` puts them after, so that they come on top of those.

A home with kinds is as good as a home for each kind, which a household asks in order of precedence where it asks for the home once. So
all that holds of deferred acceptance holds here: stable, best for every household, no untrue list helps, cutoffs are exact.
A member of a group with a ceiling counts as nothing else at that home.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.allocation.market import Ints, Market, market_of
from gongjian.engines.allocation.model import GroupQuota, Home
from gongjian.engines.errors import EngineInputError

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class SeatKind:
    """`units` flats of home number `home` for a `group` ("": open), not for members of `barred` ("": nobody is kept out)."""

    home: int
    units: int
    group: str = ""
    is_kept_empty: bool = False
    barred: str = ""
    citation: str = ""


@dataclass(frozen=True)
class SeatMarket:
    """A market of kinds of seats. `of_pair[pair]` is the wish in the market of homes that a pair comes from.

    `by_group[pair]` tells whether the household comes first there as a member; such pairs have `lead` points more than
    anybody has.
    """

    market: Market
    kinds: tuple[SeatKind, ...]
    of_pair: Ints
    by_group: Flags
    lead: int


def seat_kinds(homes: Sequence[Home], quotas: Sequence[GroupQuota]) -> tuple[SeatKind, ...]:
    """Deal the flats of every home into kinds, homes in their order, kinds in order of precedence.

    Raises EngineInputError for unknown homes, two rows for a group at a home, shares that aren't, more kept than there is, and more
    than one ceiling at a home.
    """
    known = {home.key for home in homes}
    for quota in quotas:
        _check(quota, known)
    kinds: list[SeatKind] = []
    for number, home in enumerate(homes):
        own = [quota for quota in quotas if quota.home in ("", home.key)]
        kinds += _kinds_of(number, home, own)
    return tuple(kinds)


def with_seats(market: Market, kinds: Sequence[SeatKind], members: Mapping[str, Flags]) -> SeatMarket:
    """Write every wish for a home as wishes for its kinds; `members[group][h]` tells who belongs to a group."""
    lead = int(market.points.max(initial=0)) + 1 if any(kind.group for kind in kinds) else 0
    counts = np.bincount([kind.home for kind in kinds], minlength=len(market.quotas))
    first = np.cumsum(counts) - counts
    per_wish = counts[market.homes]
    of_pair = np.repeat(np.arange(len(market.homes)), per_wish)
    within = np.arange(len(of_pair)) - np.repeat(np.cumsum(per_wish) - per_wish, per_wish)
    kind_of, owner = first[market.homes[of_pair]] + within, market.owner[of_pair]
    rights = _Rights(kinds, members, market.households)
    kept = rights.is_in[rights.of_kind[kind_of], owner]
    of_pair, kind_of, owner = of_pair[kept], kind_of[kept], owner[kept]
    counted = rights.is_first[rights.of_kind[kind_of], owner]
    points = market.points[of_pair] + lead * counted
    lengths = np.bincount(owner, minlength=market.households)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    units = np.array([kind.units for kind in kinds], dtype=np.int64)
    return SeatMarket(
        market_of(offsets, kind_of, points, market.lots, units), tuple(kinds), of_pair, counted, lead
    )


class _Rights:
    """Who may take a seat, and who comes first there as a member: households in rows of rights, `of_kind` the row of each kind."""

    def __init__(self, kinds: Sequence[SeatKind], members: Mapping[str, Flags], households: int) -> None:
        limits = {kind.home: kind.barred for kind in kinds if kind.barred}
        rights = [(kind.group, kind.barred, limits.get(kind.home, ""), kind.is_kept_empty) for kind in kinds]
        rows = {right: row for row, right in enumerate(dict.fromkeys(rights))}
        self.of_kind = np.array([rows[right] for right in rights], dtype=np.int64)
        nobody = np.zeros(households, dtype=np.bool_)
        self.is_in, self.is_first = np.ones((2, len(rows), households), dtype=np.bool_)
        for (group, barred, limit, is_kept_empty), row in rows.items():
            own = members.get(group, nobody)
            if limit != group:
                own = own & ~members.get(limit, nobody)
            self.is_first[row] = own
            self.is_in[row] = (own | (not is_kept_empty)) & ~members.get(barred, nobody)


def _kinds_of(number: int, home: Home, quotas: Sequence[GroupQuota]) -> list[SeatKind]:
    twice = [quota.group for quota in quotas]
    if len(set(twice)) < len(twice):
        group = next(one for one in twice if twice.count(one) > 1)
        raise EngineInputError(f"“{home.label}”给“{group}”的名额写了两次，请只留一条。")
    kept = [
        SeatKind(number, _least(home, quota), quota.group, quota.is_kept_empty, citation=quota.citation)
        for quota in quotas
    ]
    left = home.units - sum(kind.units for kind in kept)
    if left < 0:
        words = "、".join(f"“{kind.group}”{kind.units} 套" for kind in kept if kind.units)
        raise EngineInputError(
            f"“{home.label}”共 {home.units} 套，要留给{words}，多出 {-left} 套。请减少留的名额。"
        )
    limited = [quota for quota in quotas if quota.at_most is not None]
    if len(limited) > 1:
        raise EngineInputError(
            f"“{home.label}”给 {len(limited)} 个群体都设了上限，一处只能设一个。请只留一条，或把房源拆成几处。"
        )
    before = [kind for kind, quota in zip(kept, quotas, strict=True) if not quota.is_on_top]
    after = [kind for kind, quota in zip(kept, quotas, strict=True) if quota.is_on_top]
    dealt = [*before, SeatKind(number, left), *after]
    if limited:
        dealt = _limit(dealt, limited[0], _most(home, limited[0]))
    has_units = [kind for kind in dealt if kind.units]
    return has_units or [SeatKind(number, 0)]


def _limit(kinds: Sequence[SeatKind], quota: GroupQuota, most: int) -> list[SeatKind]:
    """Bar the group from all but `most` seats: it keeps its own, then the open ones, then others'; barred seats are dealt first."""
    free = most - sum(kind.units for kind in kinds if kind.group == quota.group)
    found: list[SeatKind] = []
    shares: dict[int, int] = {}
    for index in sorted(range(len(kinds)), key=lambda i: kinds[i].group != ""):
        if kinds[index].group != quota.group:
            shares[index] = min(free, kinds[index].units)
            free -= shares[index]
    for index, kind in enumerate(kinds):
        if kind.group == quota.group:
            found.append(kind)
            continue
        cited = kind.citation or quota.citation
        barred = replace(kind, units=kind.units - shares[index], barred=quota.group, citation=cited)
        found += [barred, replace(kind, units=shares[index])]
    return found


def _check(quota: GroupQuota, known: set[str]) -> None:
    if not quota.group:
        raise EngineInputError("有一条群体名额没有写群体，请补上。")
    if quota.home and quota.home not in known:
        raise EngineInputError(f"“{quota.group}”的名额写的房源“{quota.home}”不在房源表里，请核对编号。")
    for number in (quota.at_least, quota.at_most):
        if number is not None and (number < 0 or (isinstance(number, Fraction) and number > 1)):
            raise EngineInputError(f"“{quota.group}”的名额要填 0 以上的套数，或 0 到 100% 的比例，请改正。")


def _least(home: Home, quota: GroupQuota) -> int:
    share = quota.at_least
    least = ceil(share * home.units) if isinstance(share, Fraction) else share
    if quota.at_most is not None and least > _most(home, quota):
        raise EngineInputError(
            f"“{home.label}”给“{quota.group}”的名额，至少 {least} 套，至多 {_most(home, quota)} 套，对不上。请改正。"
        )
    return least


def _most(home: Home, quota: GroupQuota) -> int:
    share = quota.at_most
    return floor(share * home.units) if isinstance(share, Fraction) else int(share or 0)
