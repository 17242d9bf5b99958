"""The flow network over some of the pairs, solved to the optimum by cost scaling (OR-tools).

    place p --1, 0--> (p, group) --1, c[p,i]--> inspector i --1, balance_m (2j-1)--> sink     j = 1st, 2nd, ... place
    place p --n, same_group_m--> (p, group)        more than one of a group at one place
    place p --n, overflow--> sink                  visits that nobody can make

A group node stands only where it can matter: two candidates of one group, or one beside a fixed visit of his group.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.roster.instance import Instance, Pairs

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """Arcs as columns: tail, head, capacity, cost. The first `pairs` arcs are the pairs, in their order."""

    arcs: Ints
    pairs: Pairs
    nodes: int
    sink: int
    overflow: slice


@dataclass(frozen=True)
class Flow:
    """An optimal flow: its cost, and the flow of every arc."""

    network: Network
    amounts: Ints
    cost: int

    @property
    def used(self) -> Pairs:
        """The pairs that were chosen."""
        count = self.network.pairs.shape[1]
        return self.network.pairs[:, self.amounts[:count] > 0]

    @property
    def missing(self) -> Ints:
        """How many visits each place lacks."""
        return self.amounts[self.network.overflow]


def build_network(instance: Instance, pairs: Pairs, overflow_m: int) -> Network:
    """Build the network over the given pairs."""
    count_p, count_i = len(instance.places), len(instance.inspectors)
    sink = count_p + count_i
    group_of, group_arcs = _group_nodes(instance, pairs, sink + 1)
    pair_arcs = np.stack(
        [
            np.where(group_of >= 0, group_of, pairs[0]),
            count_p + pairs[1],
            np.ones(pairs.shape[1], dtype=np.int64),
            instance.cost_of(pairs),
        ]
    )
    places = np.arange(count_p, dtype=np.int64)
    overflow = np.stack(
        [places, np.full(count_p, sink), instance.demand, np.full(count_p, overflow_m)]
    ).astype(np.int64)
    parts = [pair_arcs, group_arcs, _load_arcs(instance, sink), overflow]
    arcs = np.concatenate(parts, axis=1)
    nodes = max(sink, int(group_of.max(initial=sink))) + 1
    return Network(arcs, pairs, nodes, sink, slice(arcs.shape[1] - count_p, arcs.shape[1]))


def _group_nodes(instance: Instance, pairs: Pairs, first: int) -> tuple[Ints, Ints]:
    """Number the (place, group) nodes of each pair (-1: none) and make their arcs."""
    groups = instance.group[pairs[1]]
    width = int(instance.group.max(initial=-1)) + 2
    keys = pairs[0] * width + groups + 1  # 0: no group
    known, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    met = np.array(
        [instance.met.get((k // width, k % width - 1), 0) > 0 for k in known.tolist()], dtype=np.bool_
    )
    chosen = (known % width > 0) & ((counts > 1) | met)
    numbers = np.where(chosen, first + np.cumsum(chosen) - 1, -1)
    of_pair = numbers[inverse]
    places, heads, free = known[chosen] // width, numbers[chosen], ~met[chosen]
    ones = np.ones(len(heads), dtype=np.int64)
    first_one = np.stack([places, heads, ones * free, ones * 0])
    more = np.stack([places, heads, instance.demand[places], ones * instance.weights.same_group_m])
    return of_pair.astype(np.int64), np.concatenate([first_one, more], axis=1).astype(np.int64)


def _load_arcs(instance: Instance, sink: int) -> Ints:
    count_p = len(instance.places)
    tails = np.repeat(np.arange(len(instance.inspectors)), instance.capacity)
    starts = np.repeat(np.cumsum(instance.capacity) - instance.capacity, instance.capacity)
    nth = instance.had[tails] + np.arange(len(tails)) - starts + 1
    ones = np.ones(len(tails), dtype=np.int64)
    costs = instance.weights.balance_m * (2 * nth - 1)
    return np.stack([count_p + tails, ones * sink, ones, costs]).astype(np.int64)


def solve(instance: Instance, network: Network) -> Flow:
    """Find a flow of least cost. Raises EngineInputError when the weights are beyond 64 bits."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # half a second to import

    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(*network.arcs)
    supplies = np.zeros(network.nodes, dtype=np.int64)
    supplies[: len(instance.places)] = instance.demand
    supplies[network.sink] = -instance.demand.sum()
    solver.set_nodes_supplies(np.arange(network.nodes), supplies)
    if solver.solve() != solver.OPTIMAL:
        raise EngineInputError("权重太大，算不了。请把均衡、重复、同组的权重改小。")
    amounts = np.asarray(solver.flows(arcs), dtype=np.int64)
    return Flow(network, amounts, int((amounts * network.arcs[3]).sum()))
