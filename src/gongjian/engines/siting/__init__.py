"""Siting: which places to choose so that people are near, covered or kept apart, and how good the choice is."""

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
