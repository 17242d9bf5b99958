"""Choose pairs so that the sum of their weights is greatest: the Hungarian method, as shortest augmenting paths.

Given rows i, columns j and whole weights w(i, j) ≥ 0 (0: not to be paired), find a one-to-one choice of
pairs that maximises Σ w(i, j). Whole numbers throughout, so the answer is exact; among choices of equal
weight the order of rows and columns decides, always in the same way. Cost O(n² m) for n ≤ m.

Source: Kuhn (1955), in the form with potentials of Jonker and Volgenant (1987).
"""

from collections.abc import Mapping, Sequence

_ENDLESS = 1 << 62


def best_pairs(
    rows: Sequence[int], columns: Sequence[int], weights: Mapping[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """Return the pairs (row, column) of greatest total weight, by row.

    >>> best_pairs([0, 1], [0, 1], {(0, 0): 9, (0, 1): 8, (1, 0): 8})
    [(0, 1), (1, 0)]
    """
    if len(rows) > len(columns):
        turned = best_pairs(columns, rows, {(j, i): weight for (i, j), weight in weights.items()})
        return sorted((i, j) for j, i in turned)
    costs = [[-weights.get((i, j), 0) for j in columns] for i in rows]
    chosen = [(rows[at], columns[to]) for at, to in enumerate(_columns_of(costs))]
    return sorted(pair for pair in chosen if weights.get(pair, 0) > 0)


def _columns_of(costs: Sequence[Sequence[int]]) -> list[int]:
    """Return the column of each row in a cheapest full choice; no more rows than columns."""
    count, width = len(costs), len(costs[0]) if costs else 0
    row_price, column_price = [0] * (count + 1), [0] * (width + 1)
    holder = [0] * (width + 1)  # holder[j]: the row (from 1) that has column j (from 1)
    for row in range(1, count + 1):
        _augment(costs, row, row_price, column_price, holder)
    found = [0] * count
    for column in range(1, width + 1):
        if holder[column]:
            found[holder[column] - 1] = column - 1
    return found


def _augment(
    costs: Sequence[Sequence[int]], row: int, row_price: list[int], column_price: list[int], holder: list[int]
) -> None:
    """Give one more row a column along the cheapest path of exchanges."""
    width = len(column_price) - 1
    least, before, is_used = [_ENDLESS] * (width + 1), [0] * (width + 1), [False] * (width + 1)
    holder[0], at = row, 0
    while holder[at]:
        is_used[at] = True
        here, delta, following = holder[at], _ENDLESS, 0
        for column in range(1, width + 1):
            if is_used[column]:
                continue
            cost = costs[here - 1][column - 1] - row_price[here] - column_price[column]
            if cost < least[column]:
                least[column], before[column] = cost, at
            if least[column] < delta:
                delta, following = least[column], column
        for column in range(width + 1):
            if is_used[column]:
                row_price[holder[column]] += delta
                column_price[column] -= delta
            else:
                least[column] -= delta
        at = following
    while at:
        holder[at], at = holder[before[at]], before[at]
