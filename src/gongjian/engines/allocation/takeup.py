"""Whether an offered home will be accepted, learned from past offers: a logit model by maximum likelihood.

    P(accepted | x) = 1 / (1 + exp(-(b0 + b1 x1 + … + bk xk)))      x: commute minutes, facilities near, rent share …
    log L(b)        = sum over rows of a log p + (n - a) log(1 - p)  n offered, a accepted

log L is concave; Newton's method finds its one maximum. Intervals are Wald's: estimate ± z * standard error, with standard
errors from the inverse of the observed information sum n p (1 - p) x x' at the maximum (McFadden 1974; Cox and Snell 1989).

Where offers are few, `profile` has intervals that keep their rate better.
At the maximum the expected number accepted over the past offers is the number that was accepted (the equation of b0).

The forecast for offers n at x: sum n p, with two variances, chance sum n p (1 - p) and estimation g' V g, g = sum n p (1 - p) x.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from gongjian.engines.allocation.logit import Floats, log_likelihood, logistic, maximise, with_constant
from gongjian.engines.errors import EngineInputError

CONSTANT = "常数"
LEVEL = 0.95
_CLOSE = 1e-9


@dataclass(frozen=True)
class OfferRow:
    """Past offers under like conditions: how many homes were offered and how many of them accepted."""

    conditions: tuple[float, ...]
    offered: int
    accepted: int


@dataclass(frozen=True)
class Estimate:
    """A coefficient with its interval; `is_clear` when 0 lies outside."""

    name: str
    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether its sign is beyond the doubt of the stated level."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class TakeUpModel:
    """The fitted model: coefficients (the constant first), their covariance, what it was learned from.

    `ranges` holds the least and greatest value of each condition seen; beyond them a forecast is a guess.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    ranges: tuple[tuple[float, float], ...]
    offered: int
    accepted: int
    log_likelihood: float

    def estimates(self, level: float = LEVEL) -> tuple[Estimate, ...]:
        """State each coefficient with its Wald interval."""
        reach = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(np.diag(self.covariance))
        rows = zip((CONSTANT, *self.names), self.coefficients.tolist(), reach.tolist(), strict=True)
        return tuple(Estimate(name, value, value - r, value + r) for name, value, r in rows)

    def probabilities(self, conditions: Floats) -> Floats:
        """Give the probability that an offer is accepted, for each row of conditions."""
        return logistic(with_constant(conditions) @ self.coefficients)

    def outside(self, conditions: Floats) -> tuple[str, ...]:
        """Name the conditions that lie outside what the model was learned from."""
        least, most = np.array(self.ranges).T
        is_out = ((conditions < least - _CLOSE) | (conditions > most + _CLOSE)).any(axis=0)
        return tuple(name for name, out in zip(self.names, is_out.tolist(), strict=True) if out)


@dataclass(frozen=True)
class Forecast:
    """How many of `offered` homes will be accepted: expected, the interval, and the two standard deviations in it."""

    offered: int
    expected: float
    low: float
    high: float
    chance_sd: float
    estimation_sd: float


def calibrate(names: Sequence[str], rows: Sequence[OfferRow]) -> TakeUpModel:
    """Fit the model to past offers.

    Raises EngineInputError for counts that can't be, conditions that say nothing or repeat one another, and offers
    that the conditions part without an exception (then no maximum exists: Albert and Anderson 1984).
    """
    x, offered, accepted = checked(names, rows)
    middle, scale = x[:, 1:].mean(axis=0), x[:, 1:].std(axis=0)
    z = x.copy()
    z[:, 1:] = (x[:, 1:] - middle) / scale
    _refuse_separation(z, offered, accepted)
    found = maximise(z, offered, accepted)
    back = _back(middle, scale)
    p = logistic(z @ found)
    information = z.T @ (z * (offered * p * (1 - p))[:, None])
    covariance = back @ np.linalg.inv(information) @ back.T
    ranges = tuple(zip(x[:, 1:].min(axis=0).tolist(), x[:, 1:].max(axis=0).tolist(), strict=True))
    return TakeUpModel(
        tuple(names),
        back @ found,
        (covariance + covariance.T) / 2,
        ranges,
        int(offered.sum()),
        int(accepted.sum()),
        log_likelihood(z @ found, offered, accepted),
    )


def forecast(
    model: TakeUpModel, conditions: Floats, offered: Sequence[int], level: float = LEVEL
) -> Forecast:
    """Forecast how many of the offered homes are accepted, a row of conditions for each number offered."""
    counts, x = np.asarray(offered, dtype=np.float64), with_constant(conditions)
    p = logistic(x @ model.coefficients)
    expected, spread = float(counts @ p), counts * p * (1 - p)
    gradient = spread @ x
    chance, estimation = float(spread.sum()), float(gradient @ model.covariance @ gradient)
    reach = NormalDist().inv_cdf((1 + level) / 2) * (chance + estimation) ** 0.5
    total = int(counts.sum())
    low, high = max(expected - reach, 0.0), min(expected + reach, float(total))
    return Forecast(total, expected, low, high, chance**0.5, estimation**0.5)


def checked(names: Sequence[str], rows: Sequence[OfferRow]) -> tuple[Floats, Floats, Floats]:
    """Return the conditions with a constant before them, how many were offered and accepted; refuse what can't be learned from."""
    if not names or not rows:
        raise EngineInputError("要有过去的配租记录和至少一个条件，才能估计接受的可能。")
    for number, row in enumerate(rows, start=1):
        if len(row.conditions) != len(names) or not np.isfinite(row.conditions).all():
            raise EngineInputError(f"第 {number} 条记录的条件不全或不是数，请补上。")
        if not 0 <= row.accepted <= row.offered:
            raise EngineInputError(f"第 {number} 条记录的接受数要在 0 和推出数之间，请核对。")
    kept = [row for row in rows if row.offered]
    if not kept:
        raise EngineInputError("每条记录都没有推出房源，看不出影响。请多加记录。")
    x = with_constant(np.array([row.conditions for row in kept], dtype=np.float64))
    still = [name for name, column in zip(names, x[:, 1:].T, strict=True) if np.ptp(column) <= _CLOSE]
    if still:
        raise EngineInputError(f"“{still[0]}”在每条记录里都一样，看不出影响。请换条件或多加记录。")
    if np.linalg.matrix_rank((x[:, 1:] - x[:, 1:].mean(axis=0)) / x[:, 1:].std(axis=0)) < len(names):
        raise EngineInputError(
            "有的条件可以由别的条件算出来，分不清是谁的影响。请去掉重复的条件，或多加记录。"
        )
    counts = np.array([(row.offered, row.accepted) for row in kept], dtype=np.float64)
    return x, counts[:, 0], counts[:, 1]


def _refuse_separation(z: Floats, offered: Floats, accepted: Floats) -> None:
    """Look for a direction that has every acceptance on one side; a linear programme (Konis 2007)."""
    from scipy.optimize import linprog

    yes, no = z[accepted > 0], z[accepted < offered]
    signed = np.concatenate([yes, -no])
    found = linprog(
        -signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1), method="highs"
    )
    if -found.fun > _CLOSE * len(signed):
        raise EngineInputError("按这些条件，接受和不接受的能截然分开，估不出可能性。请多加记录，或减少条件。")


def _back(middle: Floats, scale: Floats) -> Floats:
    """The matrix from coefficients of standardised conditions to those of the conditions as they are."""
    back = np.diag(np.concatenate([[1.0], 1 / scale]))
    back[0, 1:] = -middle / scale
    return back
