"""A start from OR-Tools' cost-scaling flow, for large cases where an auction would become a war: too little for too many.

OR-Tools gives the amounts; the least prices that prove them are found here (`kernels.raise_prices`), and whoever takes this start
checks it as any other: value and bound are equal, or the rest is mended. So nothing rests on the other solver being right.
"""

import numpy as np

from gongjian.engines.matching.arrays_check import PairArrays
from gongjian.engines.matching.kernels_paths import Ints, Links

BYTES_A_PAIR = 150
"""What OR-Tools and the prices take beside the caller's pair."""


def flow_start(pairs: PairArrays) -> tuple[Links, Ints, Ints] | None:
    """Return the amount of each pair and the prices of needs and resources; None where OR-Tools refuses the costs."""
    amounts = _least_cost(pairs)
    return None if amounts is None else (amounts, *_prices(pairs, amounts))


def _least_cost(pairs: PairArrays) -> Links | None:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    count_n, count_r = len(pairs.supplies), len(pairs.capacities)
    sink = count_n + count_r
    needs, resources = np.arange(count_n, dtype=np.int32), np.arange(count_n, sink, dtype=np.int32)
    solver = SimpleMinCostFlow()
    owner = np.repeat(needs, np.diff(pairs.starts))
    heads = pairs.resources + np.int32(count_n)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(owner, heads, pairs.supplies[owner], pairs.costs)
    del owner, heads
    none = np.zeros(count_r, np.int64)
    ends = np.full(sink, sink, np.int32)
    solver.add_arcs_with_capacity_and_unit_cost(resources, ends[:count_r], pairs.capacities, none)
    solver.add_arcs_with_capacity_and_unit_cost(needs, ends[count_r:], pairs.supplies, pairs.penalties)
    solver.set_nodes_supplies(needs, pairs.supplies)
    solver.set_node_supply(sink, -int(pairs.supplies.sum()))
    if solver.solve() != solver.OPTIMAL:
        return None
    amounts: Links = solver.flows(arcs).astype(np.int32)
    return amounts


def _prices(pairs: PairArrays, amounts: Links) -> tuple[Ints, Ints]:
    from gongjian.engines.matching import kernels

    count_n, count_r, count_p = len(pairs.supplies), len(pairs.capacities), len(pairs.resources)
    ask, price = np.zeros(count_n, np.int64), np.zeros(count_r, np.int64)
    kernels.raise_prices(
        pairs.starts, pairs.resources, pairs.costs, pairs.supplies, pairs.penalties, amounts, ask, price,
        np.full(count_r, -1, np.int32), np.empty(count_p, np.int32), np.empty(count_n, np.int32), np.zeros(count_n, np.uint8),
    )  # fmt: skip
    return -ask, -price
