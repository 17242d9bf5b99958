"""How severe an inspector is, from the places that several saw."""

from decimal import Decimal
from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.fairness import Observation, SeverityFit, estimate_severity


def simulate(
    rng: np.random.Generator, inspectors: int, places: int, k: int, noise: float
) -> tuple[list, np.ndarray]:
    truth = rng.normal(0, 2, inspectors)
    rows = []
    for place in range(places):
        deserved = rng.normal(85, 6)
        for who in rng.choice(inspectors, k, replace=False):
            score = deserved + truth[who] + rng.normal(0, noise)
            rows.append(
                Observation(str(who), str(place), Decimal(round(float(score), 2)).quantize(Decimal("0.01")))
            )
    return rows, truth


def of(fit: SeverityFit, inspector: str):
    return next(one for one in fit.severities if one.inspector == inspector)


def test_two_inspectors_of_three_places_by_hand():
    scores = {
        ("甲", "1"): 90,
        ("乙", "1"): 85,
        ("甲", "2"): 80,
        ("乙", "2"): 76,
        ("甲", "3"): 71,
        ("乙", "3"): 68,
    }
    fit = estimate_severity([Observation(who, place, Decimal(n)) for (who, place), n in scores.items()])

    # differences 5, 4, 3: mean 4, so ±2; the variance of one score is half that of a difference: 1/2
    assert isclose(of(fit, "甲").estimate, 2) and isclose(of(fit, "乙").estimate, -2)
    assert fit.degrees_of_freedom == 2
    assert isclose(fit.noise**2, 0.5)
    assert isclose(of(fit, "甲").half_width, 4.302653 * (0.5 * (1 / 6)) ** 0.5, rel_tol=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 7), st.integers(2, 3))
def test_estimates_and_errors_are_those_of_least_squares_with_all_places_as_unknowns(seed, inspectors, k):
    rows, _ = simulate(np.random.default_rng(seed), inspectors, 9, k, 1.5)

    fit = estimate_severity(rows)

    keys = [one.inspector for one in fit.severities]
    for group in {one.group for one in fit.severities}:
        here = [one for one in fit.severities if one.group == group]
        assert isclose(sum(one.estimate for one in here), 0, abs_tol=1e-9)
    places = sorted({row.place for row in rows})
    design = np.zeros((len(rows), len(keys) + len(places)))
    for number, row in enumerate(rows):
        design[number, keys.index(row.inspector)] = 1
        design[number, len(keys) + places.index(row.place)] = 1
    solution, _, rank, _ = np.linalg.lstsq(design, [float(row.score) for row in rows], rcond=None)
    residual = np.array([float(row.score) for row in rows]) - design @ solution
    variance = residual @ residual / (len(rows) - rank)
    inverse = np.linalg.pinv(design.T @ design)
    for one in fit.severities:
        mates = [keys.index(other.inspector) for other in fit.severities if other.group == one.group]
        contrast = np.zeros(design.shape[1])
        contrast[keys.index(one.inspector)] = 1
        contrast[mates] -= 1 / len(mates)
        assert isclose(one.estimate, contrast @ solution, abs_tol=1e-7)
        assert fit.degrees_of_freedom == len(rows) - rank
        error = (variance * contrast @ inverse @ contrast) ** 0.5
        assert isclose(fit.noise, variance**0.5, rel_tol=1e-7)
        assert isclose(one.half_width, stdtrit(fit.degrees_of_freedom, 0.975) * error, rel_tol=1e-7)


def test_error_bars_cover_the_truth_at_their_rate_over_many_simulations():
    rng = np.random.default_rng(20261125)
    covered = total = false_alarms = 0
    for _ in range(300):
        rows, truth = simulate(rng, 8, 24, 3, 2.0)
        fit = estimate_severity(rows)
        middle = truth.mean()
        for one in fit.severities:
            total += 1
            covered += abs(one.estimate - (truth[int(one.inspector)] - middle)) <= one.half_width
        false_alarms += bool(fit.deviations)

    assert total == 2400
    assert 0.935 < covered / total < 0.965
    assert false_alarms / 300 < 0.03, "at most one round in a hundred names a score although nothing is wrong"


def test_nobody_is_called_apart_when_all_are_alike():
    rng = np.random.default_rng(7)
    named = 0
    for _ in range(150):
        rows = []
        for place in range(20):
            for who in rng.choice(6, 3, replace=False):
                rows.append(Observation(str(who), str(place), Decimal(str(round(85 + rng.normal(0, 2), 2)))))
        named += any(one.is_apart for one in estimate_severity(rows).severities)

    assert named / 150 < 0.04


def test_a_severe_inspector_is_called_apart_and_a_wild_score_is_named():
    rng = np.random.default_rng(3)
    rows = []
    for place in range(30):
        deserved = rng.normal(85, 5)
        for who in rng.choice(5, 3, replace=False):
            score = deserved + (-5 if who == 0 else 0) + rng.normal(0, 1)
            rows.append(Observation(str(who), str(place), Decimal(str(round(score, 2)))))
    wild = rows[40]
    rows[40] = Observation(wild.inspector, wild.place, wild.score - 15)

    fit = estimate_severity(rows)

    assert [one.inspector for one in fit.severities if one.is_apart and one.estimate < -2] == ["0"]
    assert [(one.inspector, one.place) for one in fit.deviations] == [(wild.inspector, wild.place)]
    assert fit.deviations[0].expected - fit.deviations[0].score > 10


def test_inspectors_without_a_tie_are_not_compared():
    rows = [
        Observation("甲", "1", Decimal(90)),
        Observation("乙", "1", Decimal(80)),
        Observation("丙", "2", Decimal(70)),
        Observation("丁", "2", Decimal(72)),
        Observation("戊", "3", Decimal(60)),
    ]

    fit = estimate_severity(rows)

    assert fit.alone == ("戊",)
    assert [(one.inspector, one.group) for one in fit.severities] == [
        ("甲", 0),
        ("乙", 0),
        ("丙", 1),
        ("丁", 1),
    ]
    assert fit.noise is None
    assert all(one.half_width is None and not one.is_apart for one in fit.severities)


def test_a_round_without_common_places_says_nothing():
    fit = estimate_severity([Observation("甲", "1", Decimal(90)), Observation("乙", "2", Decimal(80))])

    assert (fit.severities, fit.deviations, fit.alone) == ((), (), ("甲", "乙"))


def test_the_same_place_scored_twice_by_one_inspector_is_refused():
    with pytest.raises(EngineInputError, match="评了两次分"):
        estimate_severity([Observation("甲", "1", Decimal(90)), Observation("甲", "1", Decimal(91))])


def test_scores_that_agree_exactly_leave_no_noise():
    rows = [Observation(who, str(p), Decimal(80 + p)) for who in "甲乙丙" for p in range(4)]

    fit = estimate_severity(rows)

    assert fit.noise == 0
    assert all(one.estimate == 0 and one.half_width == 0 and not one.is_apart for one in fit.severities)
