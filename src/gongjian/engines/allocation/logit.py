"""The log likelihood of a logit model over counts, and its maximum.

log L(eta) = sum over rows of a eta - n log(1 + e^eta)        n offered, a accepted, eta = offset + z b
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_STEPS = 100
_CLOSE = 1e-9
_RIDGE = 1e-10
"""Keeps the curvature above 0 far from the maximum, where every p is 0 or 1; the maximum is not moved by it."""


def log_likelihood(eta: Floats, offered: Floats, accepted: Floats) -> float:
    """Return log L, without the term that no coefficient changes."""
    return float(accepted @ eta - offered @ np.logaddexp(0.0, eta))


def maximise(
    z: Floats,
    offered: Floats,
    accepted: Floats,
    offset: Floats | None = None,
    start: Floats | None = None,
) -> Floats:
    """Find the coefficients of the greatest log L, which is concave: Newton's method with halved steps, from `start` or 0."""
    fixed = np.zeros(len(z)) if offset is None else offset
    at = np.zeros(z.shape[1]) if start is None else start
    ridge = _RIDGE * np.eye(z.shape[1])
    for _ in range(_STEPS):
        p = logistic(fixed + z @ at)
        gradient = z.T @ (accepted - offered * p)
        curvature = z.T @ (z * (offered * p * (1 - p))[:, None]) + ridge
        step = np.asarray(np.linalg.solve(curvature, gradient), dtype=np.float64)
        rise = float(gradient @ step)
        if rise < _CLOSE**2:
            break
        at = at + step * (1.0 if rise < _CLOSE else _fraction(z, fixed, at, step, offered, accepted))
    return at


def _fraction(z: Floats, fixed: Floats, at: Floats, step: Floats, offered: Floats, accepted: Floats) -> float:
    """Halve a step until it makes log L no smaller."""
    value, size = log_likelihood(fixed + z @ at, offered, accepted), 1.0
    while log_likelihood(fixed + z @ (at + size * step), offered, accepted) < value and size > _CLOSE:
        size /= 2
    return size


def with_constant(conditions: Floats) -> Floats:
    """Put a column of ones before the conditions."""
    return np.column_stack([np.ones(len(conditions)), conditions])


def logistic(eta: Floats) -> Floats:
    """Return 1 / (1 + e^-eta)."""
    return np.exp(-np.logaddexp(0.0, -eta))
