"""Intervals of the take-up model by profile likelihood, which keep their rate on few offers better than Wald's.

    { v : 2 (log L(b^) - max over b with b_j = v of log L(b)) <= chi2 }       chi2: the level's quantile, one degree of freedom
The set is an interval, since the profile of a concave function is concave. It needn't lie evenly about the estimate: where offers are
few, it reaches farther to the side on which less is known (Venzon and Moolgavkar 1988; Cox and Snell 1989).
"""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from gongjian.engines.allocation.logit import Floats, log_likelihood, logistic, maximise
from gongjian.engines.allocation.takeup import CONSTANT, LEVEL, Estimate, OfferRow, calibrate, checked

_DOUBLINGS, _TURNS, _CLOSE = 12, 100, 1e-9


def profile_estimates(
    names: Sequence[str], rows: Sequence[OfferRow], level: float = LEVEL
) -> tuple[Estimate, ...]:
    """State each coefficient with its interval by profile likelihood, the constant first; equal offers give equal intervals.

    An end that the offers don't fix is infinite. Raises EngineInputError as `calibrate` does.
    """
    wald = calibrate(names, rows).estimates(level)
    x, offered, accepted = checked(names, rows)
    scale = x[:, 1:].std(axis=0)
    plain = np.column_stack([x[:, :1], x[:, 1:] / scale])
    middled = np.column_stack([x[:, :1], (x[:, 1:] - x[:, 1:].mean(axis=0)) / scale])
    most = NormalDist().inv_cdf((1 + level) / 2) ** 2
    found = []
    for number, one in enumerate(wald):
        design, unit = (plain, 1.0) if number == 0 else (middled, float(scale[number - 1]))
        profile = _Profile(design, number, offered, accepted)
        low, high = (
            profile.end(one.value * unit, (end - one.value) * unit, most) / unit
            for end in (one.low, one.high)
        )
        found.append(Estimate(one.name if number else CONSTANT, one.value, low, high))
    return tuple(found)


class _Profile:
    """Twice what log L loses when one coefficient is held and the others are chosen anew."""

    def __init__(self, design: Floats, number: int, offered: Floats, accepted: Floats) -> None:
        self._own, self._others = design[:, number], np.delete(design, number, axis=1)
        self._offered, self._accepted = offered, accepted
        best = maximise(design, offered, accepted)
        self._top = log_likelihood(design @ best, offered, accepted)
        self._at = float(best[number]), np.delete(best, number)

    def end(self, start: float, step: float, most: float) -> float:
        """Find where `most` is lost: by doubled steps from the estimate, then between two values.

        The root of the loss is nearly a straight line, so a line through both values leads close; every third step halves.
        """
        near, at, loss = start, self._at, 0.0
        for _ in range(_DOUBLINGS):
            far = near + step
            far_loss, there = self._loss(far, at)
            if far_loss > most:
                break
            near, at, loss, step = far, there, far_loss, 2 * step
        else:
            return float(np.copysign(np.inf, step))
        for turn in range(1, _TURNS):
            share = (most**0.5 - loss**0.5) / (far_loss**0.5 - loss**0.5) if turn % 3 else 0.5
            middle = near + share * (far - near)
            found, there = self._loss(middle, at)
            if abs(found - most) < _CLOSE * most:
                return middle
            if found > most:
                far, far_loss = middle, found
            else:
                near, at, loss = middle, there, found
        return near

    def _loss(self, value: float, near: tuple[float, Floats]) -> tuple[float, tuple[float, Floats]]:
        """Return what is lost at a value, and where; the search begins where the slope at a value near by leads."""
        before, others = near
        p = logistic(self._own * before + self._others @ others)
        weighed = self._others * (self._offered * p * (1 - p))[:, None]
        slope = np.linalg.lstsq(weighed.T @ self._others, weighed.T @ self._own)[0]
        offset, start = self._own * value, others - slope * (value - before)
        best = maximise(self._others, self._offered, self._accepted, offset, start)
        top = log_likelihood(offset + self._others @ best, self._offered, self._accepted)
        return max(2 * (self._top - top), 0.0), (value, best)
