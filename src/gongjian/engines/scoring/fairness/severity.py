"""Estimate how severe each inspector is from the places that several of them saw.

Inspector i gives place p the score      y_ip = t_p + s_i + e_ip,    e_ip independent, mean 0, variance v
where t_p is what the place deserves and s_i the inspector's severity (below 0: severe, above 0: lenient).
Only differences between inspectors who are tied by common places can be known: within each connected
component of the graph inspector - place, the s_i are measured from the component's mean (sum s_i = 0).

Least squares, places eliminated. With k_p inspectors at p, indicator vector a_p and mean score m_p:
    L = sum_p (diag(a_p) - a_p a_p' / k_p)        a weighted graph Laplacian; its kernel is the components
    b_i = sum_{p seen by i} (y_ip - m_p)
    s = L^+ b,   r_ip = (y_ip - m_p) - (s_i - mean of s over p),   v = sum r^2 / df
    df = observations - places - (inspectors - components)
    s_i +- q * sqrt(v * L^+_ii),   q the Student quantile with df degrees of freedom.
An observation's leverage is h = 1/k_p + x' L^+ x with x = (unit vector of i) - a_p / k_p; the residual is judged by
the externally studentised t = z * sqrt((df - 1) / (df - z^2)), z = r / sqrt(v * (1 - h)).
Both judgements, of inspectors and of observations, are corrected by Holm for how many are judged at once; of one
place's scores only the least likely is named, since a wild score drags the others' residuals with it.

An estimate, in binary floats, to be shown beside a score; it decides nothing by itself. Source: Searle,
Linear Models (1971), two-way crossed classification without interaction; Holm (1979), Scand. J. Statist. 6.
Guarantees and limits: docs/algorithms/fairness.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from gongjian.engines.errors import EngineInputError

Floats = NDArray[np.float64]
NOISELESS = 1e-9
"""A variance below this share of the scores' own is rounding: the scores agree exactly."""


@dataclass(frozen=True)
class Observation:
    """The score, in marks, that one inspector gave one place."""

    inspector: str
    place: str
    score: Decimal | Fraction


@dataclass(frozen=True)
class Severity:
    """How far one inspector scores from those he shared places with, in marks; above 0 is lenient.

    `half_width` is of the interval at the stated level, None when too few common places were seen to say.
    `group` numbers the component: inspectors of different groups can't be compared. `is_apart` says that the
    difference from the others is more than chance would leave among so many.
    """

    inspector: str
    estimate: float
    half_width: float | None
    group: int
    group_size: int
    places: int
    is_apart: bool


@dataclass(frozen=True)
class Deviation:
    """A score that disagrees with what the place's other inspectors and this one's severity lead to expect."""

    inspector: str
    place: str
    score: float
    expected: float


@dataclass(frozen=True)
class SeverityFit:
    """All inspectors that can be compared, in the order given; `alone` shared no place with anybody.

    `noise` is the standard deviation of one score, in marks, None without a degree of freedom left.
    """

    severities: tuple[Severity, ...]
    deviations: tuple[Deviation, ...]
    alone: tuple[str, ...]
    noise: float | None
    degrees_of_freedom: int
    level: float


def estimate_severity(
    observations: Iterable[Observation], *, level: float = 0.95, doubt: float = 0.01
) -> SeverityFit:
    """Estimate every inspector's severity with its uncertainty, and the scores that don't fit.

    `level` is the rate at which intervals cover the truth; `doubt` the chance that a judgement `is_apart`, or a
    deviation, is raised anywhere although nothing is wrong. Cost: cubic in the inspectors of one component.
    Raises EngineInputError when an inspector scored the same place twice.

    >>> rows = [Observation(who, place, Decimal(score)) for who, place, score in (
    ...     ("甲", "1", 90), ("乙", "1", 86), ("甲", "2", 80), ("乙", "2", 76), ("甲", "3", 71), ("乙", "3", 67))]
    >>> [(one.inspector, round(one.estimate, 6)) for one in estimate_severity(rows).severities]
    [('甲', 2.0), ('乙', -2.0)]
    """
    rows = list(observations)
    _refuse_repeats(rows)
    seen = defaultdict(list)
    for row in rows:
        seen[row.place].append(row)
    shared = [row for row in rows if len(seen[row.place]) > 1]
    order = tuple(dict.fromkeys(row.inspector for row in shared))
    alone = tuple(dict.fromkeys(row.inspector for row in rows if row.inspector not in set(order)))
    if not shared:
        return SeverityFit((), (), alone, None, 0, level)
    design = _Design.of(shared, order)
    solved = _Solved.of(design)
    return SeverityFit(
        severities=_severities(design, solved, level, doubt),
        deviations=_deviations(design, solved, doubt),
        alone=alone,
        noise=None if solved.variance is None else sqrt(solved.variance),
        degrees_of_freedom=solved.freedom,
        level=level,
    )


def _refuse_repeats(rows: Sequence[Observation]) -> None:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.inspector, row.place) in seen:
            raise EngineInputError("同一名检查员给同一个地方评了两次分，看不出尺度。请先作废一份。")
        seen.add((row.inspector, row.place))


@dataclass(frozen=True)
class _Design:
    """The shared observations as arrays: who, where, and the score less its place's mean."""

    rows: list[Observation]
    inspectors: tuple[str, ...]
    who: NDArray[np.int64]
    where: NDArray[np.int64]
    sizes: Floats
    means: Floats
    centred: Floats

    @classmethod
    def of(cls, rows: list[Observation], inspectors: tuple[str, ...]) -> "_Design":
        number = {key: index for index, key in enumerate(inspectors)}
        places = {key: index for index, key in enumerate(dict.fromkeys(row.place for row in rows))}
        who = np.array([number[row.inspector] for row in rows], dtype=np.int64)
        where = np.array([places[row.place] for row in rows], dtype=np.int64)
        scores = np.array([float(row.score) for row in rows])
        sizes = np.bincount(where).astype(np.float64)
        means = np.bincount(where, weights=scores) / sizes
        return cls(rows, inspectors, who, where, sizes, means, scores - means[where])

    def members(self) -> list[list[int]]:
        """List, by place, the numbers of the inspectors who saw it."""
        found: list[list[int]] = [[] for _ in self.sizes]
        for who, where in zip(self.who.tolist(), self.where.tolist(), strict=True):
            found[where].append(who)
        return found


@dataclass(frozen=True)
class _Solved:
    """The least-squares solution: by inspector severity and component, by observation the residual."""

    members: list[list[int]]
    groups: NDArray[np.int64]
    inverse: Floats
    severity: Floats
    residuals: Floats
    freedom: int
    variance: float | None

    @classmethod
    def of(cls, design: _Design) -> "_Solved":
        count, members = len(design.inspectors), design.members()
        groups = _components(count, members)
        inverse = _pseudo_inverse(_laplacian(count, members), groups)
        severity = inverse @ np.bincount(design.who, weights=design.centred, minlength=count)
        at_place = np.bincount(design.where, weights=severity[design.who]) / design.sizes
        residuals = design.centred - (severity[design.who] - at_place[design.where])
        freedom = len(design.rows) - len(design.sizes) - (count - int(groups.max()) - 1)
        variance = _variance(residuals, design.centred, freedom)
        return cls(members, groups, inverse, severity, residuals, freedom, variance)


def _variance(residuals: Floats, centred: Floats, freedom: int) -> float | None:
    if freedom <= 0:
        return None
    found = float(residuals @ residuals) / freedom
    return found if found > NOISELESS * float(centred @ centred) / len(centred) else 0.0


def _laplacian(count: int, members: Sequence[Sequence[int]]) -> Floats:
    found = np.zeros((count, count))
    for seen in members:
        found[np.ix_(seen, seen)] -= 1 / len(seen)
        found[seen, seen] += 1
    return found


def _components(count: int, members: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """Number the connected components in the order of their first inspectors."""
    leader = list(range(count))

    def root(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for seen in members:
        for one in seen[1:]:
            first, second = sorted((root(seen[0]), root(one)))
            leader[second] = first
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(root(one), len(numbers)) for one in range(count)], dtype=np.int64)


def _pseudo_inverse(laplacian: Floats, groups: NDArray[np.int64]) -> Floats:
    """Invert on each component beside its constant vector: (L + J/m)^-1 - J/m."""
    found = np.zeros_like(laplacian)
    for group in range(int(groups.max()) + 1):
        here = np.flatnonzero(groups == group)
        constant = np.full((len(here), len(here)), 1 / len(here))
        block = np.ix_(here, here)
        found[block] = np.linalg.inv(laplacian[block] + constant) - constant
    return found


def _severities(design: _Design, solved: _Solved, level: float, doubt: float) -> tuple[Severity, ...]:
    sizes = np.bincount(solved.groups)
    places = np.bincount(design.who, minlength=len(design.inspectors))
    errors = None
    if solved.variance is not None:
        errors = np.sqrt(solved.variance * np.clip(np.diag(solved.inverse), 0, None))
    quantile = float(stdtrit(solved.freedom, (1 + level) / 2)) if errors is not None else 0.0
    apart = _holm(_two_sided(solved.severity, errors, solved.freedom), doubt)
    return tuple(
        Severity(
            inspector=key,
            estimate=float(solved.severity[one]),
            half_width=None if errors is None else quantile * float(errors[one]),
            group=int(solved.groups[one]),
            group_size=int(sizes[solved.groups[one]]),
            places=int(places[one]),
            is_apart=one in apart,
        )
        for one, key in enumerate(design.inspectors)
    )


def _deviations(design: _Design, solved: _Solved, doubt: float) -> tuple[Deviation, ...]:
    if not solved.variance or solved.freedom < 2:
        return ()
    chances = _chances(solved.residuals, _room(design, solved) * solved.variance, solved.freedom)
    least = np.ones(len(solved.members))
    np.minimum.at(least, design.where, chances)
    found = _holm(chances.tolist(), doubt)
    return tuple(
        Deviation(row.inspector, row.place, float(row.score), float(row.score) - float(solved.residuals[one]))
        for one, row in enumerate(design.rows)
        if one in found and chances[one] <= least[design.where[one]]
    )


def _room(design: _Design, solved: _Solved) -> Floats:
    """Return 1 - h for each observation: the share of its variance that the design leaves to its residual."""
    found = np.empty(len(design.rows))
    order = np.argsort(design.where, kind="stable")
    start = 0
    for seen in solved.members:
        block = solved.inverse[np.ix_(seen, seen)]
        spread = np.diag(block) - 2 * block.mean(axis=1) + block.mean()
        found[order[start : start + len(seen)]] = 1 - 1 / len(seen) - spread
        start += len(seen)
    return found


def _chances(residuals: Floats, variances: Floats, freedom: int) -> Floats:
    """Return how likely residuals of this size or more are; 1 where the design leaves no room, 0 where none is left."""
    roomy = variances > NOISELESS
    square = np.where(roomy, residuals**2 / np.where(roomy, variances, 1), 0)
    within = square < freedom
    studentised = np.sqrt(square * (freedom - 1) / np.where(within, freedom - square, 1))
    found: Floats = np.where(within, 2 * stdtr(freedom - 1, -studentised), 0)
    return found


def _two_sided(values: Floats, errors: Floats | None, freedom: int) -> list[float]:
    if errors is None:
        return [1.0] * len(values)
    size = np.where(np.abs(values) > NOISELESS, np.abs(values), 0)
    ratio = np.divide(size, errors, out=np.where(size > 0, inf, 0), where=errors > 0)
    found: list[float] = (2 * stdtr(freedom, -ratio)).tolist()
    return found


def _holm(chances: Sequence[float], doubt: float) -> set[int]:
    """Return which of many judgements stand when the chance of any false one is at most `doubt`."""
    ordered = sorted(range(len(chances)), key=lambda one: chances[one])
    found: set[int] = set()
    for step, one in enumerate(ordered):
        if chances[one] > doubt / (len(chances) - step):
            break
        found.add(one)
    return found
