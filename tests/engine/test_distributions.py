"""The negative binomial law: what its functions promise, beside slow obvious twins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from stockwright.engine import distributions
from stockwright.engine.distributions import cdf, decimal_quantile, expected_shortage, quantile

means = st.floats(0.01, 300.0)
ratios = st.floats(1.0, 60.0)
levels = st.floats(0.01, 0.99)


def _chances(mean: float, variance: float, most: int = 20_000) -> np.ndarray:
    counts = np.arange(most)
    if variance <= mean * 1.000001:
        return np.asarray(stats.poisson.pmf(counts, mean))
    return np.asarray(stats.nbinom.pmf(counts, mean**2 / (variance - mean), mean / variance))


@settings(deadline=None)
@given(means, ratios)
def test_the_law_has_the_mean_and_variance_it_is_told_by(mean: float, ratio: float) -> None:
    chances = _chances(mean, mean * ratio)
    counts = np.arange(len(chances))
    found = cdf(counts, mean, mean * ratio)
    steps = np.diff(found, prepend=0.0)
    assert np.sum(steps * counts) == pytest.approx(mean, rel=1e-4)
    assert np.sum(steps * (counts - mean) ** 2) == pytest.approx(mean * ratio, rel=1e-3)


@settings(deadline=None)
@given(levels, means, ratios)
def test_a_quantile_is_the_smallest_count_that_covers(level: float, mean: float, ratio: float) -> None:
    found = quantile(level, mean, mean * ratio)
    assert cdf(found, mean, mean * ratio) >= level - 1e-9
    assert cdf(found - 1.0, mean, mean * ratio) < level + 1e-9


@settings(deadline=None)
@given(levels, st.floats(0.01, 30.0), st.floats(1.001, 20.0))
def test_a_decimal_quantile_spreads_each_count_evenly_around_itself(
    level: float, mean: float, ratio: float
) -> None:
    total, count = 0.0, 0
    for chance in _chances(mean, mean * ratio):
        if total + chance >= level:
            expected = count - 0.5 + (level - total) / chance if count else 0.0
            break
        total, count = total + chance, count + 1
    assert decimal_quantile(level, mean, mean * ratio) == pytest.approx(expected, abs=1e-3)


@settings(deadline=None)
@given(levels, st.floats(200.0, 5_000.0), ratios)
def test_far_from_zero_a_decimal_quantile_is_within_a_piece_or_half_a_percent(
    level: float, mean: float, ratio: float
) -> None:
    exact = float(quantile(level, mean, mean * ratio))
    found = float(decimal_quantile(level, mean, mean * ratio))
    assert found == pytest.approx(exact, abs=1.0, rel=0.005)


@settings(deadline=None)
@given(st.lists(levels, min_size=2, max_size=2), means, ratios)
def test_decimal_quantiles_rise_with_their_level(pair: list[float], mean: float, ratio: float) -> None:
    low, high = sorted(pair)
    assert decimal_quantile(low, mean, mean * ratio) <= decimal_quantile(high, mean, mean * ratio) + 1e-9


def test_a_slow_movers_decimal_quantiles_move_with_its_mean() -> None:
    means = np.array([0.05, 0.12, 0.15, 0.20])
    found = decimal_quantile(0.9, means, means)
    assert found[0] == 0.0
    assert (np.diff(found) > 0).all()
    assert (found < 1.5).all()


def test_decimal_quantiles_of_nothing_are_zero() -> None:
    assert decimal_quantile(0.975, 0.0, 0.0) == 0.0
    assert decimal_quantile(0.025, 2.0, 2.0) >= 0.0


def test_decimal_quantiles_take_any_shape() -> None:
    mean = np.full((3, 4, 1), 2.0)
    assert decimal_quantile(np.array([0.1, 0.5, 0.9]), mean, mean * 2).shape == (3, 4, 3)
    assert decimal_quantile(0.5, np.zeros((0, 2)), np.zeros((0, 2))).shape == (0, 2)


@settings(deadline=None)
@given(st.floats(-20.0, 60.0), st.floats(0.1, 30.0), st.floats(1.0, 10.0))
def test_expected_shortage_is_the_sum_over_every_demand(stock: float, mean: float, ratio: float) -> None:
    chances = _chances(mean, mean * ratio, most=4_000)
    missing = np.maximum(np.arange(len(chances)) - stock, 0.0)
    assert expected_shortage(stock, mean, mean * ratio) == pytest.approx(float(np.sum(chances * missing)), abs=1e-4)


def test_a_variance_below_the_mean_is_read_as_poisson() -> None:
    assert cdf(3, 2.0, 0.5) == pytest.approx(stats.poisson.cdf(3, 2.0))


def test_demand_is_never_below_zero() -> None:
    assert distributions.cdf(-1, 2.0, 3.0) == 0.0


@given(mean=st.floats(0.1, 300.0), ratio=st.floats(1.0, 8.0), within=st.sampled_from([0.1, 0.3, 0.5]))
def test_confidence_is_the_chance_of_every_count_near_the_median(mean: float, ratio: float, within: float) -> None:
    median = float(distributions.quantile(0.5, mean, ratio * mean))
    counts = np.arange(0, int(3 * median) + 2)
    near = counts[np.abs(counts - median) <= within * median + 1e-9]
    chances = distributions.cdf(near, mean, ratio * mean) - distributions.cdf(near - 1.0, mean, ratio * mean)
    found = float(distributions.confidence(mean, ratio * mean, within))
    assert found == pytest.approx(float(chances.sum()), abs=1e-9)
