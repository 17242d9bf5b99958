"""Chains run again and again with work and waits drawn from past cases (numpy's PCG64, seeded); `late` says what for."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.network.axis import Axis
from gongjian.engines.network.graph import Graph
from gongjian.engines.network.passes import Passes
from gongjian.engines.network.past import Past

BLOCK_CELLS = 2_000_000
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """Of all runs: how often each step ended late and was critical, and where the whole ended, the earliest first."""

    late: Ints
    critical: Ints
    finishes: Ints

    def late_in(self, due: int) -> int:
        """Count the runs that ended after `due`."""
        return int((self.finishes > due).sum())

    def finish_in(self, share: Fraction) -> int:
        """Find the position by which so many of the runs had ended."""
        return int(self.finishes[-(-len(self.finishes) * share.numerator // share.denominator) - 1])


def simulate(graph: Graph, axis: Axis, past: Mapping[str, Past], plan: Passes, runs: int, seed: int) -> Tally:
    """Draw so many runs, a block of them at a time; equal seeds give equal runs."""
    chance, size = np.random.default_rng(seed), len(graph.steps)
    days, planned = np.array(axis.days), np.array(plan.ends)[:, None]
    late, critical, finishes = np.zeros(size, np.int64), np.zeros(size, np.int64), []
    block = max(1, BLOCK_CELLS // size)
    for first in range(0, runs, block):
        ready, ends = _run(graph, axis, days, past, chance, min(block, runs - first))
        late += (ends > planned).sum(axis=1)
        critical += _critical(graph, past, ready, ends).sum(axis=1)
        finishes.append(ends.max(axis=0))
    return Tally(late, critical, np.sort(np.concatenate(finishes)))


def _run(
    graph: Graph, axis: Axis, days: Ints, past: Mapping[str, Past], chance: np.random.Generator, runs: int
) -> tuple[Ints, Ints]:
    """Draw so many runs; rows are steps, columns runs: when each was ready to start, and its end."""
    ready = np.zeros((len(graph.steps), runs), np.int64)
    ends = np.zeros_like(ready)
    for i in graph.order:
        known = past.get(graph.steps[i].key)
        for p in graph.before[i]:
            np.maximum(ready[i], ends[p] + _shift(graph, known, p), out=ready[i])
        start = ready[i]
        if known and known.waits and graph.before[i]:
            start = start + chance.choice(np.array(known.waits), runs)
        if known:
            ends[i] = start + chance.choice(np.array(known.work), runs)
        elif graph.is_natural[i]:
            if start.max() >= len(days):
                raise axis.too_short()
            ends[i] = np.searchsorted(days, days[start] + graph.days[i])
        else:
            ends[i] = start + graph.days[i]
    return ready, ends


def _critical(graph: Graph, past: Mapping[str, Past], ready: Ints, ends: Ints) -> NDArray[np.bool_]:
    critical: NDArray[np.bool_] = np.equal(ends, ends.max(axis=0))
    for i in reversed(graph.order):
        known = past.get(graph.steps[i].key)
        for p in graph.before[i]:
            critical[p] |= critical[i] & (ends[p] + _shift(graph, known, p) == ready[i])
    return critical


def _shift(graph: Graph, known: Past | None, before: int) -> int:
    """Hand-over days count where the wait is not known from past cases."""
    return 0 if known and known.waits else graph.hand_overs[before]
