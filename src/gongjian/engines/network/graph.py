"""Check a chain and lay it out for counting: who waits for whom, by position, and an order that respects it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network.model import Step
from gongjian.engines.worktime import LimitUnit


@dataclass(frozen=True)
class Graph:
    """The chain by position in `steps`.

    `before[i]` and `then[i]` are the positions that step i waits for and that wait for it; `order` lists every step
    after all it waits for, equal ones as they were given. `days`, `hand_overs` and `is_natural` repeat the steps.
    """

    steps: tuple[Step, ...]
    before: list[list[int]]
    then: list[list[int]]
    order: list[int]
    days: list[int]
    hand_overs: list[int]
    is_natural: list[bool]


def build(steps: Sequence[Step]) -> Graph:
    """Lay out a chain. Cost: O(steps + arcs).

    Raises EngineInputError for an empty chain, keys given twice, unknown predecessors and circles, which are named.
    """
    if not steps:
        raise EngineInputError("一个环节也没有，请至少填一个。")
    places = {step.key: place for place, step in enumerate(steps)}
    if len(places) < len(steps):
        twice, times = Counter(step.key for step in steps).most_common(1)[0]
        raise EngineInputError(f"环节编号“{twice}”用了 {times} 次，每个环节的编号要不同。")
    try:
        before = [[places[key] for key in step.after] for step in steps]
    except KeyError as missing:
        raise EngineInputError(_unknown(steps, str(missing.args[0]))) from None
    if doubled := next((step for step in steps if len(set(step.after)) < len(step.after)), None):
        raise EngineInputError(f"环节{doubled.label}的前置环节写了两遍，请删去一个。")
    then: list[list[int]] = [[] for _ in steps]
    for place, waits in enumerate(before):
        for one in waits:
            then[one].append(place)
    return Graph(
        tuple(steps),
        before,
        then,
        _order(steps, before, then),
        [step.days for step in steps],
        [step.hand_over_days for step in steps],
        [step.unit is LimitUnit.NATURAL_DAYS for step in steps],
    )


def _unknown(steps: Sequence[Step], key: str) -> str:
    waiting = next(step for step in steps if key in step.after)
    return f"环节{waiting.label}的前置环节“{key}”不在表里，请补上或改正。"


def _order(steps: Sequence[Step], before: list[list[int]], then: list[list[int]]) -> list[int]:
    """Kahn's order. Source: Kahn, Communications of the ACM 5 (1962)."""
    left = [len(waits) for waits in before]
    order = [place for place, count in enumerate(left) if not count]
    for place in order:  # grows while it is read
        for after in then[place]:
            left[after] -= 1
            if not left[after]:
                order.append(after)
    if len(order) < len(steps):
        circle = " → ".join(steps[place].label for place in _circle(before, left))
        raise EngineInputError(f"环节互相等待，谁也开不了头：{circle}。请去掉其中一个前置环节。")
    return order


def _circle(before: list[list[int]], left: list[int]) -> list[int]:
    """Find a circle among the steps that never came free, in the order of work from the first of the table and back to it."""
    place = next(place for place, count in enumerate(left) if count)
    seen: dict[int, int] = {}
    path: list[int] = []
    while place not in seen:
        seen[place] = len(path)
        path.append(place)
        place = next(one for one in before[place] if left[one])
    circle = path[seen[place] :][::-1]
    first = circle.index(min(circle))
    return [*circle[first:], *circle[: first + 1]]
