"""Aims one after the other over whole numbers, where counting undertakings is beyond a flow: SciPy's HiGHS.

Each aim is maximised with all earlier ones held. Values are read off the whole solution in integers, so no float is part of
an answer; HiGHS's dual bound, rounded to the whole number it allows, is the proof.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

TIME_IS_UP = 1
SLACK = 1e-6
"""How far a float bound may miss a whole number."""


@dataclass
class Staged:
    """Whole variables from 0 to `uppers`, rows added one by one; `values` is the last solution
    found, `was_cut` tells that the last search ran out of time."""

    uppers: list[int]
    time_limit_s: float
    values: list[int] = field(default_factory=list)
    was_cut: bool = False
    _rows: list[tuple[Mapping[int, int], float, float]] = field(default_factory=list)

    def add_row(self, terms: Mapping[int, int], least: float = -math.inf, most: float = math.inf) -> None:
        """Ask for least <= sum of coefficient × variable <= most."""
        if terms:
            self._rows.append((terms, least, most))

    def drop_rows(self, keep: int) -> None:
        """Forget the rows after the first `keep`."""
        del self._rows[keep:]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def maximise(self, terms: Mapping[int, int]) -> tuple[int, int] | None:
        """Return the best value found and its bound; None when nothing fits or nothing was found in time."""
        from scipy.optimize import (
            Bounds,
            milp,
        )  # takes longer to load than most problems, which don't come here, to solve

        weights = np.zeros(len(self.uppers))
        for variable, weight in terms.items():
            weights[variable] = -weight
        options = {"time_limit": self.time_limit_s, "mip_rel_gap": 0.0}
        bounds = Bounds(np.zeros(len(self.uppers)), np.array(self.uppers, float))
        found: Any = milp(
            weights,
            integrality=np.ones(len(self.uppers)),
            bounds=bounds,
            constraints=self._matrix(),
            options=options,
        )
        self.was_cut = found.status == TIME_IS_UP
        if found.x is None:
            return None
        self.values = [round(value) for value in found.x.tolist()]
        value = sum(weight * self.values[variable] for variable, weight in terms.items())
        bound = -found.mip_dual_bound if found.mip_dual_bound is not None else found.fun
        return value, max(value, math.floor(bound + SLACK + abs(bound) * 1e-9))

    def hold(self, terms: Mapping[int, int], value: int) -> None:
        """Ask that an aim doesn't fall below what was reached."""
        self.add_row(terms, least=value)

    def _matrix(self) -> list[Any]:
        from scipy.optimize import LinearConstraint
        from scipy.sparse import coo_array

        if not self._rows:
            return []
        entries = [(row, v, c) for row, (terms, _, _) in enumerate(self._rows) for v, c in terms.items()]
        rows, columns, values = zip(*entries, strict=True)
        matrix = coo_array((values, (rows, columns)), (len(self._rows), len(self.uppers))).tocsr()
        return [
            LinearConstraint(
                matrix, [least for _, least, _ in self._rows], [most for _, _, most in self._rows]
            )
        ]
