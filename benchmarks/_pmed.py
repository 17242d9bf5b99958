"""The p-median instances of OR-Library as distances: shortest paths, an edge's last cost counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.siting import Roads

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "bench" / "pmed"
"""Where the instances lie beside this repository; they are not part of it."""


@dataclass(frozen=True)
class Pmed:
    """One instance: the whole distances between its vertices, how many to open, and the published optimum."""

    name: str
    metres: NDArray[np.int32]
    count: int
    optimum: int


def read(name: str, folder: Path = FOLDER) -> Pmed:
    """Read one instance by its name, such as `pmed6`."""
    numbers = [int(word) for word in (folder / f"{name}.txt").read_text(encoding="ascii").split()]
    vertices, _, count = numbers[:3]
    cost: dict[tuple[int, int], int] = {}
    for one, other, metres in zip(*[iter(numbers[3:])] * 3, strict=True):
        cost[min(one, other) - 1, max(one, other) - 1] = metres
    every = np.arange(vertices)
    roads = Roads(vertices, list(cost), list(cost.values()), every, every)
    return Pmed(name, roads.columns(every), count, _optima(folder)[name])


def read_all(folder: Path = FOLDER) -> Iterator[Pmed]:
    """Read every instance, in order."""
    for number in range(1, 21):
        yield read(f"pmed{number}", folder)


def _optima(folder: Path) -> dict[str, int]:
    lines = (folder / "optima.txt").read_text(encoding="ascii").split("\n")[1:]
    return {name: int(value) for name, value in (line.split() for line in lines if line)}
