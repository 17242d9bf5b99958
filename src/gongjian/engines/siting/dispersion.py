"""The p-dispersion problem: choose `count` sites so that the least distance between any two of them is greatest.

    maximise   min over pairs a, b of chosen sites of d[a,b]

Kuby (1987). The answer is one of the distances, so it is found by halving: can `count` sites all keep at least D apart?
They can when the graph of pairs at least D apart has a clique of that size (`kernels_clique`); that none has at the
next distance is the proof. Each failed search lowers the bound, each clique raises the value.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import every_choice
from gongjian.engines.siting.distances import UNREACHABLE, Distances, Metres
from gongjian.engines.siting.model import (
    Infeasible,
    OnProgress,
    Proof,
    check_count,
    check_keep,
    check_keys,
    check_shape,
    never,
)
from gongjian.engines.siting.reach import refused_count

Ints = NDArray[np.int64]
_MOST_SITES = 6000
_PORTION = 5000


@dataclass(frozen=True)
class DispersionProblem:
    """Sites, their distances to each other (the same both ways), how many to choose; `keep` are chosen in any case."""

    sites: Sequence[str]
    distances: Distances
    count: int
    keep: Sequence[str] = ()


@dataclass(frozen=True)
class Apart:
    """A chosen site, the chosen one next to it, and how far that is; `metres` is None where there is no way."""

    site: str
    nearest: str
    metres: int | None


@dataclass(frozen=True)
class Dispersion:
    """The choice; value and bound of the proof are metres between the two that are nearest."""

    proof: Proof
    sites: tuple[Apart, ...]


def solve_dispersion(
    problem: DispersionProblem,
    *,
    should_stop: Callable[[], bool] = never,
    on_progress: OnProgress | None = None,
) -> Dispersion | Infeasible:
    """Spread the sites; stopped early, it returns the best spread so far with its bound.

    Where no way joins two sites they are UNREACHABLE metres apart. Raises EngineInputError for repeated keys, fewer
    than two sites to choose, distances that differ by direction, and more than 6,000 sites.
    """
    refusal = _checked(problem)
    if refusal:
        return refusal
    metres = problem.distances.columns(np.arange(len(problem.sites)))
    _check_symmetry(metres, problem.sites)
    keep = np.array([problem.sites.index(key) for key in problem.keep], dtype=np.int64)
    if every_choice.are_few(problem.count, len(metres), problem.count, keep):
        best = every_choice.widest_spread(metres, problem.count, keep)
        return _answer(problem, metres, best, _least(metres, best))
    best = _spread_greedily(metres, keep, problem.count)
    bound = _least(metres, keep)
    levels = np.unique(metres[np.triu_indices(len(metres), 1)]).astype(np.int64)
    levels = levels[(levels >= _least(metres, best)) & (levels <= bound)]
    low, high = 0, len(levels)
    while high - low > 1 and not should_stop():
        if on_progress:
            on_progress(int(levels[low]), int(levels[high - 1]))
        middle = (low + high) // 2
        found = _clique(metres, keep, problem.count, int(levels[middle]), should_stop)
        if found is None:
            break
        if len(found):
            best = found
            low = int(np.searchsorted(levels, _least(metres, best)))
        else:
            high = middle
    return _answer(problem, metres, np.sort(best), int(levels[high - 1]))


def _checked(problem: DispersionProblem) -> Infeasible | None:
    check_keys(problem.sites, "候选点")
    check_shape(problem.distances.shape, problem.sites, problem.sites)
    check_keep(problem.keep, problem.sites)
    check_count(problem.count)
    if problem.count < 2:
        raise EngineInputError("分散布点至少要选 2 个点，一个点谈不上间距。")
    if len(problem.sites) > _MOST_SITES:
        raise EngineInputError(
            f"候选点有 {len(problem.sites)} 个，分散布点最多 {_MOST_SITES} 个。请先筛一遍。"
        )
    return refused_count(problem.count, problem.sites, problem.keep)


def _check_symmetry(metres: Metres, sites: Sequence[str]) -> None:
    wrong = np.argwhere(metres != metres.T)
    if len(wrong):
        one, other = wrong[0].tolist()
        raise EngineInputError(
            f"“{sites[one]}”到“{sites[other]}”是 {metres[one, other]} 米，反过来是 {metres[other, one]} 米。两个方向请填一样的距离。"
        )


def _least(metres: Metres, chosen: Ints) -> int:
    """Return the least distance between any two; UNREACHABLE for fewer than two."""
    among = metres[np.ix_(chosen, chosen)][np.triu_indices(len(chosen), 1)]
    return int(among.min(initial=UNREACHABLE))


def _spread_greedily(metres: Metres, keep: Ints, count: int) -> Ints:
    """Add the site farthest from those chosen, starting with an end of the greatest distance."""
    chosen = keep.tolist() or [int(np.argmax(metres.max(axis=1)))]
    nearest = metres[:, chosen].min(axis=1).astype(np.int64)
    while len(chosen) < count:
        nearest[chosen] = -1
        chosen.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, metres[:, chosen[-1]])
    return np.array(chosen, dtype=np.int64)


def _clique(
    metres: Metres, keep: Ints, count: int, apart: int, should_stop: Callable[[], bool]
) -> Ints | None:
    """Find `count` sites, with those to keep, at least `apart` from each other: empty when there are none, None when stopped."""
    from gongjian.engines.siting import kernels_clique

    friendly = metres >= apart
    np.fill_diagonal(friendly, False)
    open_to = np.flatnonzero(friendly[:, keep].all(axis=1))
    wanted = count - len(keep)
    if wanted == 0:
        return keep
    among = open_to[np.argsort(-friendly[np.ix_(open_to, open_to)].sum(axis=1), kind="stable")]
    if len(among) < wanted:
        return np.empty(0, np.int64)
    bits = _bits(friendly[np.ix_(among, among)])
    left = np.zeros((wanted + 1, bits.shape[1]), np.uint64)
    left[0] = _bits(np.ones((1, len(among)), np.bool_))[0]
    order, colour = (np.zeros((wanted + 1, len(among)), np.int64) for _ in range(2))
    size, taken, depth = np.zeros(wanted + 1, np.int64), np.zeros(wanted, np.int64), np.full(1, -1)
    while True:
        state = kernels_clique.search(bits, wanted, _PORTION, left, order, colour, size, taken, depth)
        if state == kernels_clique.FOUND:
            return np.concatenate([keep, among[taken]])
        if state == kernels_clique.NONE:
            return np.empty(0, np.int64)
        if should_stop():
            return None


def _bits(flags: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Pack rows of flags into words of 64 bits, the first flag lowest."""
    words = -(-flags.shape[1] // 64)
    padded = np.zeros((flags.shape[0], words * 64), np.bool_)
    padded[:, : flags.shape[1]] = flags
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def _answer(problem: DispersionProblem, metres: Metres, best: Ints, bound: int) -> Dispersion:
    among = metres[np.ix_(best, best)].copy()
    np.fill_diagonal(among, UNREACHABLE)
    apart = []
    for row, site in enumerate(best.tolist()):
        nearest = np.where(np.arange(len(best)) == row, np.int64(UNREACHABLE) + 1, among[row]).argmin()
        away = int(among[row, nearest])
        apart.append(
            Apart(
                problem.sites[site], problem.sites[int(best[nearest])], away if away < UNREACHABLE else None
            )
        )
    return Dispersion(Proof(_least(metres, best), bound), tuple(apart))
