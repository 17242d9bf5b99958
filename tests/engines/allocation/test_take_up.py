"""Take-up: the fit is the maximum, its intervals keep their rate, and 669 flats with 87 households are reproduced."""

import numpy as np
import pytest
from scipy.optimize import minimize

from gongjian.engines.allocation import OfferRow, calibrate, forecast, place_homes, profile_estimates
from gongjian.engines.allocation.example_669 import CONDITIONS, GROUPS, SITES, past_offers, site_conditions
from gongjian.engines.errors import EngineInputError

TRUTH = np.array([0.4, -0.05, 0.3])
NAMES = ("通勤", "设施")


def simulate(rng, rows=60, each=12):
    """Draw offers from known parameters."""
    x = np.column_stack([rng.uniform(10, 90, rows), rng.integers(0, 10, rows)])
    p = 1 / (1 + np.exp(-(TRUTH[0] + x @ TRUTH[1:])))
    taken = rng.binomial(each, p)
    return [OfferRow(tuple(row), each, int(a)) for row, a in zip(x, taken, strict=True)], x, p


def test_the_fit_is_the_maximum_that_another_method_finds():
    rows, x, _ = simulate(np.random.default_rng(3))
    offered = np.array([row.offered for row in rows])
    accepted = np.array([row.accepted for row in rows])
    design = np.column_stack([np.ones(len(x)), x])

    def minus_log_likelihood(b):
        return -(accepted @ (design @ b) - offered @ np.logaddexp(0, design @ b))

    other = minimize(
        minus_log_likelihood, np.zeros(3), method="Nelder-Mead", options={"maxiter": 5000, "fatol": 1e-12}
    )
    model = calibrate(NAMES, rows)

    assert model.coefficients == pytest.approx(other.x, abs=1e-3)
    assert model.log_likelihood == pytest.approx(-other.fun, abs=1e-6)
    assert model.log_likelihood >= -other.fun - 1e-9


def test_parameters_are_recovered_within_their_intervals_at_the_stated_rate():
    """1,000 simulations: with 95 % intervals, 92.5 to 97.5 % is within 3.6 standard errors of the rate."""
    rng, held, sums = np.random.default_rng(20261126), np.zeros(3), 0
    for _ in range(1000):
        rows, x, p = simulate(rng)
        model = calibrate(NAMES, rows)
        held += [one.low <= true <= one.high for one, true in zip(model.estimates(), TRUTH, strict=True)]
        future = rng.binomial(12, p).sum()
        predicted = forecast(model, x, [12] * len(x))
        sums += predicted.low <= future <= predicted.high

    assert (held / 1000 >= 0.925).all() and (held / 1000 <= 0.975).all()
    assert 0.925 <= sums / 1000 <= 0.975


def test_on_few_offers_profile_intervals_keep_their_rate_on_both_sides():
    """200 simulations of 8 rows of 2 offers; Wald's miss on one side only."""
    rng, names, truth = np.random.default_rng(5), ("通勤",), (1.0, -0.06)
    wald, profile, fitted = np.zeros((2, 2)), np.zeros((2, 2)), 0
    for _ in range(200):
        x = rng.uniform(10, 90, 8)
        taken = rng.binomial(2, 1 / (1 + np.exp(-(truth[0] + truth[1] * x))))
        rows = [OfferRow((float(minutes),), 2, int(a)) for minutes, a in zip(x, taken, strict=True)]
        try:
            model = calibrate(names, rows)
        except EngineInputError:
            continue  # the offers are parted: no maximum
        fitted += 1
        for missed, found in ((wald, model.estimates()), (profile, profile_estimates(names, rows))):
            missed += [[true < one.low, true > one.high] for one, true in zip(found, truth, strict=True)]

    assert fitted > 140
    assert (abs(1 - profile.sum(axis=1) / fitted - 0.95) < 0.05).all()
    assert profile.min() > 0 and wald.min() == 0


def test_profile_ends_lose_what_the_level_says_and_the_estimate_nothing():
    """The ends, put back, against a maximum over the others by another method."""
    rows, x, _ = simulate(np.random.default_rng(4), rows=10, each=3)
    offered, accepted = (np.array([getattr(row, name) for row in rows]) for name in ("offered", "accepted"))
    design, model = np.column_stack([np.ones(len(x)), x]), calibrate(NAMES, rows)

    for number, one in enumerate(profile_estimates(NAMES, rows)):
        others = np.delete(design, number, axis=1)
        for end in (one.low, one.high):

            def loss(b, end=end, number=number, others=others):
                eta = design[:, number] * end + others @ b
                return -(accepted @ eta - offered @ np.logaddexp(0, eta))

            start = np.delete(model.coefficients, number)
            best = minimize(
                loss,
                start,
                method="Nelder-Mead",
                options={"maxiter": 9000, "maxfev": 9000, "fatol": 1e-11, "xatol": 1e-9},
            )
            assert 2 * (model.log_likelihood + best.fun) == pytest.approx(1.959964**2, abs=1e-3)


def test_669_offers_and_87_acceptances_are_reproduced():
    rows = past_offers()
    model = calibrate(CONDITIONS, rows)

    told = forecast(model, np.array([row.conditions for row in rows]), [row.offered for row in rows])

    assert (told.offered, round(told.expected, 6)) == (669, 87)
    assert 60 < told.low < 87 < told.high < 115
    commute, facilities, _ = model.estimates()[1:]
    assert commute.high < 0 and commute.is_clear and facilities.value > 0


def test_a_better_placement_of_the_669_homes_is_proved_best():
    model = calibrate(CONDITIONS, past_offers())
    chances = np.array([model.probabilities(rows) for rows in site_conditions()])

    best = place_homes(669, [count for _, count in GROUPS], [site[-1] for site in SITES], chances)

    assert sum(best.homes) == 669 and best.gap_millionths == 0
    assert all(count <= site[-1] for count, site in zip(best.homes, SITES, strict=True))
    assert best.expected > 2 * 87
    assert best.homes[0] < 300 * 0.6


def test_equal_conditions_in_one_row_or_many_give_the_same_model():
    many = [
        OfferRow((c,), 1, int(n < a))
        for c, o, a in ((10.0, 9, 6), (50.0, 9, 3), (90.0, 9, 1))
        for n in range(o)
    ]
    few = [OfferRow((10.0,), 9, 6), OfferRow((50.0,), 9, 3), OfferRow((90.0,), 9, 1)]

    one, other = calibrate(("通勤",), many), calibrate(("通勤",), few)

    assert one.coefficients == pytest.approx(other.coefficients)
    assert one.covariance == pytest.approx(other.covariance)


def test_what_lies_beyond_the_past_is_named():
    model = calibrate(CONDITIONS, past_offers())

    assert model.outside(np.array([[150.0, 5, 12]])) == ("通勤分钟",)
    assert model.outside(site_conditions().reshape(-1, 3)) == ()


@pytest.mark.parametrize(
    ("names", "rows", "words"),
    [
        (("通勤",), [], "要有过去的配租记录"),
        ((), [OfferRow((), 1, 1)], "要有过去的配租记录"),
        (("通勤",), [OfferRow((float("nan"),), 5, 1)], "第 1 条记录的条件不全或不是数"),
        (("通勤",), [OfferRow((1.0, 2.0), 5, 1)], "第 1 条记录的条件不全"),
        (("通勤",), [OfferRow((1.0,), 5, 6)], "接受数要在 0 和推出数之间"),
        (("通勤",), [OfferRow((1.0,), 5, -1)], "接受数要在 0 和推出数之间"),
        (("通勤",), [OfferRow((1.0,), 0, 0)], "看不出影响"),
        (("通勤",), [OfferRow((1.0,), 5, 1), OfferRow((1.0,), 5, 2)], "“通勤”在每条记录里都一样"),
        (("a", "b"), [OfferRow((n, 2.0 * n), 5, 1 + n) for n in (0, 1, 2)], "可以由别的条件算出来"),
        (("通勤",), [OfferRow((10.0,), 5, 5), OfferRow((90.0,), 5, 0)], "能截然分开"),
        (("通勤",), [OfferRow((10.0,), 5, 0), OfferRow((90.0,), 5, 0)], "能截然分开"),
        (
            ("通勤",),
            [OfferRow((10.0,), 5, 5), OfferRow((50.0,), 5, 3), OfferRow((90.0,), 5, 0)],
            "能截然分开",
        ),
    ],
)
def test_rubbish_is_refused_with_a_sentence(names, rows, words):
    with pytest.raises(EngineInputError, match=words):
        calibrate(names, rows)
