"""Node prices of an optimal flow: shortest distances from the sink over the residual arcs.

pi[v] <= pi[u] + cost(u, v) for every residual arc; then every arc that is free has cost + pi[tail] - pi[head] >= 0.
"""

import numpy as np

from gongjian.engines.roster.network import Flow, Ints

FAR = np.int64(2**61)


def prices(flow: Flow) -> Ints:
    """Compute the price of every node (Bellman and Ford, all arcs at once); FAR where nothing leads.

    Cost: arcs times the longest shortest path in arcs. Optimal flows have no negative cycle, so it ends.
    """
    tails, heads, capacities, costs = flow.network.arcs
    free, used = flow.amounts < capacities, flow.amounts > 0
    sources = np.concatenate([tails[free], heads[used]])
    targets = np.concatenate([heads[free], tails[used]])
    lengths = np.concatenate([costs[free], -costs[used]])
    order = np.argsort(targets, kind="stable")
    sources, targets, lengths = sources[order], targets[order], lengths[order]
    reached, starts = np.unique(targets, return_index=True)
    found = np.full(flow.network.nodes, FAR, dtype=np.int64)
    found[flow.network.sink] = 0
    while True:
        offered = np.where(found[sources] < FAR, found[sources] + lengths, FAR)
        nearest = np.minimum(found[reached], np.minimum.reduceat(offered, starts))
        if np.array_equal(nearest, found[reached]):
            return found
        found[reached] = nearest
