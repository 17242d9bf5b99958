"""Rubbish is refused by every problem in a sentence that says where, not by a crash."""

import numpy as np
import pytest

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import (
    CapacitatedProblem,
    CoverProblem,
    DispersionProblem,
    Distances,
    Matrix,
    MedianProblem,
    Points,
    SetCoverProblem,
    solve_capacitated,
    solve_cover,
    solve_dispersion,
    solve_median,
    solve_set_cover,
)

NAMES = ("a", "b", "c")
TABLE = [[0, 3, 4], [3, 0, 5], [4, 5, 0]]


def ask(
    kind: str, distances: Distances, names=NAMES, weights=(1, 2, 3), count=2, radius_m=4, keep=()
) -> object:
    """Put one of the problems, its places being clients and sites."""
    people = names, weights, names
    match kind:
        case "median":
            return solve_median(MedianProblem(*people, distances, count, keep))
        case "capacitated":
            return solve_capacitated(CapacitatedProblem(*people, [9] * len(names), distances, count, keep))
        case "cover":
            return solve_cover(CoverProblem(*people, distances, radius_m, count, keep))
        case "set cover":
            return solve_set_cover(SetCoverProblem(names, names, distances, radius_m, weights, keep))
        case _:
            return solve_dispersion(DispersionProblem(names, distances, count, keep))


ALL = ("median", "capacitated", "cover", "set cover", "dispersion")
COUNTED = ("median", "capacitated", "cover", "dispersion")
WEIGHED = ("median", "capacitated", "cover", "set cover")
REACHING = ("cover", "set cover")


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    ("names", "keep", "words"),
    [
        (("a", "b", "a"), (), "“a”出现了两次"),
        (("a", "", "c"), (), "没有编号"),
        (NAMES, ("x",), "“x”不在候选点里"),
    ],
)
def test_names_that_are_none(kind, names, keep, words):
    with pytest.raises(EngineInputError, match=words):
        ask(kind, Matrix(TABLE), names=names, keep=keep)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(("far", "words"), [(np.nan, "NaN"), (-1, "负数"), (1e300, "21 亿")])
def test_distances_that_are_none(kind, far, words):
    table = np.array(TABLE, dtype=float)
    table[0, 2] = table[2, 0] = far

    with pytest.raises(EngineInputError, match=words):
        ask(kind, Matrix(table))


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("degrees", [np.nan, np.inf, 91])
def test_coordinates_that_are_none(kind, degrees):
    places = [[30, 105], [degrees, 105], [30, 106]]

    with pytest.raises(EngineInputError, match="第 2 个需求点的坐标"):
        ask(kind, Points(places, places))


@pytest.mark.parametrize("kind", WEIGHED)
@pytest.mark.parametrize("weight", [-1, 0.5, np.nan, np.inf])
def test_weights_that_are_none(kind, weight):
    with pytest.raises(EngineInputError, match="“b”"):
        ask(kind, Matrix(TABLE), weights=[1, weight, 1])


@pytest.mark.parametrize("kind", COUNTED)
@pytest.mark.parametrize(("count", "words"), [(0, "至少"), (-3, "至少"), (1.5, "整数"), ("2", "整数")])
def test_counts_that_are_none(kind, count, words):
    with pytest.raises(EngineInputError, match=words):
        ask(kind, Matrix(TABLE), count=count)


@pytest.mark.parametrize("kind", REACHING)
@pytest.mark.parametrize(("radius_m", "words"), [(-1, "0 以上"), (np.nan, "整数"), (2.5, "整数")])
def test_radii_that_are_none(kind, radius_m, words):
    with pytest.raises(EngineInputError, match=words):
        ask(kind, Matrix(TABLE), radius_m=radius_m)
