"""What the array core is given, and what it refuses: arrays that don't fit together, numbers and sizes it can't hold."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching import kernels_paths
from gongjian.engines.matching.circulation import MOST, MOST_FLOW, MOST_PLAIN
from gongjian.engines.matching.kernels_paths import Ints

FINENESS = 16
"""The auction's last raise is 1 / FINENESS of a unit of cost: few pairs are then left for the exact search."""
MOST_COST = MOST // FINENESS
"""Penalties and lengths of paths stay below this."""
MOST_SUM = 2**62
BYTES_A_PAIR = 32 + 12 + 4
"""A circulation's arc, the caller's pair, and the pieces in which it is copied."""
BYTES_A_NODE = 200


@dataclass(frozen=True)
class PairArrays:
    """Eligible pairs by need: `starts` int64 [needs + 1], `resources` int32 and `costs` int64 [pairs]; the rest int64."""

    starts: Ints
    resources: NDArray[np.int32]
    costs: Ints
    supplies: Ints
    capacities: Ints
    penalties: Ints


def check_arrays(pairs: PairArrays, memory_bytes: int | None) -> None:
    """Raise EngineInputError with a sentence for whatever `match_arrays` can't take."""
    count_n, count_r, count_p = len(pairs.supplies), len(pairs.capacities), len(pairs.resources)
    _check_memory(count_p, count_n + count_r, memory_bytes)
    if pairs.resources.dtype != np.int32:
        raise EngineInputError(f"resources 要是 32 位整数，现在是 {pairs.resources.dtype}。")
    for name in ("starts", "costs", "supplies", "capacities", "penalties"):
        _check_whole(name, getattr(pairs, name))
    fits = (
        len(pairs.starts) == count_n + 1 and len(pairs.penalties) == count_n and len(pairs.costs) == count_p
    )
    if not fits or pairs.starts[0] != 0 or pairs.starts[-1] != count_p or np.any(np.diff(pairs.starts) < 0):
        raise EngineInputError(
            "数组长度对不上：starts 要比需求多一个，从 0 到配对数；resources 和 costs 一样长。"
        )
    if count_p and (pairs.resources.min() < 0 or pairs.resources.max() >= count_r):
        raise EngineInputError("配对里有不存在的资源编号。请检查 resources。")
    _check_sizes(pairs)
    _check_twice(pairs, count_r)


def _check_whole(name: str, array: NDArray[Any]) -> None:
    if array.dtype != np.int64:
        raise EngineInputError(f"{name} 要是 64 位整数，现在是 {array.dtype}：不收小数和 NaN。")
    if len(array) and array.min() < 0:
        raise EngineInputError(
            f"{name} 第 {int(np.argmin(array)) + 1} 个是负数：{int(array.min())}。要从 0 起。"
        )


def _check_sizes(pairs: PairArrays) -> None:
    """Refuse what 64 bits can't hold: a length of a path, a penalty, or the sum of all costs."""
    for name, array in (("supplies", pairs.supplies), ("capacities", pairs.capacities)):
        if array.max(initial=0) > MOST_FLOW:
            raise EngineInputError(
                f"{name} 第 {int(np.argmax(array)) + 1} 个太大：{int(array.max())}。不能超过 {MOST_FLOW}。"
            )
    dearest, penalty = int(pairs.costs.max(initial=0)), int(pairs.penalties.max(initial=0))
    longest = 2 * (min(len(pairs.supplies), len(pairs.capacities)) + 1) * dearest
    asked = int(pairs.supplies.sum())
    if max(longest, penalty) >= MOST_COST or asked * max(dearest, penalty) >= MOST_SUM:
        raise EngineInputError("费用或不满足的代价太大，64 位算不下。请换小一些的单位。")


def _check_twice(pairs: PairArrays, count_r: int) -> None:
    last_need = np.full(count_r, -1, np.int32)
    if len(pairs.resources) <= MOST_PLAIN:
        views = kernels_paths.plain(pairs.starts, pairs.resources, last_need)
        row = kernels_paths.first_repeat(*views)
    else:
        from gongjian.engines.matching import kernels

        row = int(kernels.first_repeat(pairs.starts, pairs.resources, last_need))
    if row >= 0:
        raise EngineInputError(f"第 {row + 1} 个需求有一个资源写了两次。一对只能写一次。")


def _check_memory(count_p: int, nodes: int, memory_bytes: int | None) -> None:
    wanted = bytes_needed(count_p, nodes)
    if memory_bytes is not None and wanted > memory_bytes:
        raise EngineInputError(
            f"{count_p} 个能配的对要约 {wanted // 10**6} MB 内存，只有 {memory_bytes // 10**6} MB。"
            "请给每个需求只留最近的几十个资源，或者按片区分开算。"
        )
    if count_p >= 2**31 - nodes:
        raise EngineInputError("能配的对超过 21 亿，编号不够用。请按片区分开算。")


def bytes_needed(pairs: int, nodes: int) -> int:
    """Estimate the most memory that solving takes, the caller's arrays included."""
    return pairs * BYTES_A_PAIR + nodes * BYTES_A_NODE
