"""Share T whole units by weights w: q_i = T * w_i / sum(w), each share floor(q_i) or ceil(q_i)."""

from collections.abc import Sequence

from gongjian.engines.errors import EngineInputError


def apportion(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split `total` into one whole share per weight, by largest remainder.

    Shares are in the unit of `total` and the order of `weights`. Equal remainders favour
    the earlier weight, so equal input gives equal output. Cost: O(n log n).

    >>> apportion(100, [1, 1, 1])
    (34, 33, 33)

    Raises EngineInputError if a number is negative or no weight is positive.
    Source: Hamilton's method, in Balinski and Young, Fair Representation (1982).
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise EngineInputError("要分的总数和各方的权重都不能是负数，请改正后再分。")
    weight_sum = sum(weights)
    if weight_sum == 0:
        raise EngineInputError("各方的权重都是 0，没法分，请至少给一方填上权重。")

    quotas = [divmod(total * weight, weight_sum) for weight in weights]
    shares = [whole for whole, _ in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: -quotas[i][1])  # stable
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return tuple(shares)
