"""Siting: which places to choose so that people are near, covered or kept apart, and how good the choice is.

A part is loaded when it is first asked for: numba and the kernels take longer to load than a small case to solve.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongjian.engines.siting.capacitated import (
        CapacitatedMedian,
        CapacitatedProblem,
        Loaded,
        solve_capacitated,
    )
    from gongjian.engines.siting.covering import Cover, CoverProblem, solve_cover
    from gongjian.engines.siting.dispersed import site_dispersed
    from gongjian.engines.siting.dispersion import Apart, Dispersion, DispersionProblem, solve_dispersion
    from gongjian.engines.siting.distances import UNREACHABLE, Distances, Lists, Matrix, Points, Roads
    from gongjian.engines.siting.front import site_each, steadiness, trace_front
    from gongjian.engines.siting.median import Median, MedianProblem, solve_median
    from gongjian.engines.siting.model import Chosen, Infeasible, Proof, Served
    from gongjian.engines.siting.set_covering import SetCover, SetCoverProblem, solve_set_cover

__all__ = [
    "UNREACHABLE",
    "Apart",
    "CapacitatedMedian",
    "CapacitatedProblem",
    "Chosen",
    "Cover",
    "CoverProblem",
    "Dispersion",
    "DispersionProblem",
    "Distances",
    "Infeasible",
    "Lists",
    "Loaded",
    "Matrix",
    "Median",
    "MedianProblem",
    "Points",
    "Proof",
    "Roads",
    "Served",
    "SetCover",
    "SetCoverProblem",
    "site_dispersed",
    "site_each",
    "solve_capacitated",
    "solve_cover",
    "solve_dispersion",
    "solve_median",
    "solve_set_cover",
    "steadiness",
    "trace_front",
]

_PARTS = {
    "capacitated": ("CapacitatedMedian", "CapacitatedProblem", "Loaded", "solve_capacitated"),
    "covering": ("Cover", "CoverProblem", "solve_cover"),
    "dispersed": ("site_dispersed",),
    "dispersion": ("Apart", "Dispersion", "DispersionProblem", "solve_dispersion"),
    "distances": ("Distances", "Lists", "Matrix", "Points", "Roads", "UNREACHABLE"),
    "front": ("site_each", "steadiness", "trace_front"),
    "median": ("Median", "MedianProblem", "solve_median"),
    "model": ("Chosen", "Infeasible", "Proof", "Served"),
    "set_covering": ("SetCover", "SetCoverProblem", "solve_set_cover"),
}
_PART_OF = {name: part for part, names in _PARTS.items() for name in names}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the part that a public name lives in."""
        if name not in _PART_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_PART_OF[name]}"), name)
