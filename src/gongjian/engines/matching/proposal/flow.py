"""The flow of least cost of a whole district, and the prices that prove it."""

import numpy as np

from gongjian.engines.matching.kernels_paths import ROOT
from gongjian.engines.matching.proposal.columns import Ints
from gongjian.engines.matching.proposal.standing import Standing


def settle_anew(standing: Standing) -> None:
    """Find the flow of least cost at the standing level, and its prices."""
    standing.lay_out(_cheapest(standing))
    if not standing.net.find_prices():
        raise ArithmeticError("the flow is not of least cost")


def _cheapest(standing: Standing) -> Ints:
    """Let OR-Tools find what each pair carries (cost scaling: Goldberg and Tarjan 1990)."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    tails, heads = standing.ends()
    caps, costs = standing.arc_caps(), standing.costs()
    sink = int(max(tails.max(), heads.max())) + 1
    heads = np.where(heads == ROOT, sink, heads)
    total = int(standing.caps()[0].sum())
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.append(tails, ROOT).astype(np.int32),
        np.append(heads, sink).astype(np.int32),
        np.append(caps, total).astype(np.int64),
        np.append(costs, 0).astype(np.int64),
    )
    flow.set_node_supply(ROOT, total)
    flow.set_node_supply(sink, -total)
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("OR-Tools found no flow")
    found: Ints = flow.flows(arcs[: len(standing.pairs)]).astype(np.int64)
    return found
