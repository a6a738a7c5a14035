"""Every metric beside a twin so slow that it is obviously right."""

import numpy as np
import pytest
from numpy.typing import NDArray

from stockwright.engine.demand import metrics
from stockwright.engine.distributions import cdf

Floats = NDArray[np.float64]


@pytest.fixture
def cells() -> tuple[Floats, Floats]:
    chance = np.random.default_rng(3)
    return chance.poisson(2.0, (20, 15)).astype(np.float64), chance.gamma(2.0, 1.0, (20, 15))


def test_wape_is_all_errors_over_all_demand(cells: tuple[Floats, Floats]) -> None:
    actual, point = cells
    errors = sum(abs(a - p) for a, p in zip(actual.flat, point.flat, strict=True))
    assert metrics.wape(actual, point) == pytest.approx(errors / sum(actual.flat))


def test_bias_is_above_zero_when_the_forecast_is_too_high() -> None:
    assert metrics.bias(np.array([1.0, 3.0]), np.array([2.0, 4.0])) == pytest.approx(0.5)


def test_nothing_sold_has_no_relative_error() -> None:
    assert np.isnan(metrics.wape(np.zeros(3), np.ones(3)))


def test_pinball_is_twice_the_mean_over_levels(cells: tuple[Floats, Floats]) -> None:
    actual, quantiles = cells[0][:, 0], np.sort(cells[1][:, :3], axis=1)
    levels = (0.1, 0.5, 0.9)
    total = 0.0
    for row, sold in enumerate(actual):
        for at, level in enumerate(levels):
            gap = sold - quantiles[row, at]
            total += level * gap if gap >= 0 else (level - 1) * gap
    assert metrics.pinball(actual, quantiles, levels) == pytest.approx(2 * total / 3 / actual.sum())


def test_pinball_of_the_median_alone_is_wape(cells: tuple[Floats, Floats]) -> None:
    actual, point = cells[0].ravel(), cells[1].ravel()
    assert metrics.pinball(actual, point[:, None], [0.5]) == pytest.approx(metrics.wape(actual, point))


def test_rmsse_weighs_series_by_their_volume_and_skips_what_was_not_judged(
    cells: tuple[Floats, Floats],
) -> None:
    actual, point = cells[0].copy(), cells[1]
    actual[2, 4:] = np.nan
    actual[5] = np.nan
    scale, volume = np.linspace(0.0, 3.0, 20), np.arange(20.0)
    total, weights = 0.0, 0.0
    for row in range(20):
        errors = [(a - p) ** 2 for a, p in zip(actual[row], point[row], strict=True) if not np.isnan(a)]
        if errors and scale[row] > 0:
            total += volume[row] * (sum(errors) / len(errors) / scale[row]) ** 0.5
            weights += volume[row]
    assert metrics.rmsse(actual, point, scale, volume) == pytest.approx(total / weights)


def test_the_naive_scale_counts_changes_since_listing() -> None:
    sold = np.array([[0, 0, 4, 1, 1], [2, 2, 2, 2, 2]], dtype=np.float32)
    assert metrics.naive_scale(sold, np.array([2, 0])).tolist() == [(9 + 0) / 2, 0.0]


def test_a_rank_lies_on_the_step_of_its_count() -> None:
    actual, mean, variance = np.array([0.0, 3.0]), np.array([1.0, 2.0]), np.array([1.5, 2.0])
    low = metrics.rank(actual, mean, variance, np.zeros(2))
    high = metrics.rank(actual, mean, variance, np.ones(2))
    assert low == pytest.approx(cdf(actual - 1, mean, variance))
    assert high == pytest.approx(cdf(actual, mean, variance))


def test_exact_forecasts_have_exact_coverage_though_demand_is_a_count() -> None:
    chance = np.random.default_rng(11)
    mean = chance.gamma(1.0, 1.0, 40_000) + 0.05
    actual = chance.negative_binomial(mean / 0.8, 1.0 / 1.8).astype(np.float64)
    rank = metrics.rank(actual, mean, mean * 1.8, chance.random(len(mean)))
    assert metrics.coverage(rank) == pytest.approx(0.8, abs=0.01)
    assert metrics.held(rank, 0.9) == pytest.approx(0.9, abs=0.01)


def test_a_rank_among_quantiles_is_drawn_between_its_neighbours() -> None:
    quantiles = np.array([[1.0, 2.0, 4.0], [0.0, 0.0, 3.0], [1.0, 2.0, 4.0]])
    actual = np.array([3.0, 0.0, 9.0])
    low = metrics.tied_rank(actual, quantiles, [0.1, 0.5, 0.9], np.zeros(3))
    high = metrics.tied_rank(actual, quantiles, [0.1, 0.5, 0.9], np.ones(3))
    assert low.tolist() == [0.5, 0.0, 0.9]
    assert high.tolist() == [0.9, 0.9, 1.0]


def test_a_forecast_of_zero_wins_by_absolute_error_and_loses_by_bias_and_pinball() -> None:
    chance = np.random.default_rng(5)
    actual = np.where(chance.random(5_000) < 0.3, 1.0, 0.0)
    levels = np.array([0.5, 0.9, 0.975])
    zero, right = np.zeros(5_000), np.full(5_000, 0.3)
    assert metrics.wape(actual, zero) < metrics.wape(actual, right)
    assert metrics.bias(actual, zero) == -1.0
    assert metrics.pinball(actual, np.zeros((5_000, 3)), levels) > metrics.pinball(
        actual, np.broadcast_to([0.0, 1.0, 1.0], (5_000, 3)), levels
    )
