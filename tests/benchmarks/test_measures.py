"""Every measure beside a slow twin that says in loops what it is."""

import numpy as np
import pytest
from benchmarks.told import LEVELS, M5_LEVELS, TENTHS, WIDTHS

from benchmarks import measures

CHANCE = np.random.default_rng(3)
N, DAYS, HISTORY = 7, 28, 90
ACTUAL = CHANCE.poisson(1.3, (N, DAYS)).astype(np.float64)
POINT = CHANCE.gamma(1.0, 1.3, (N, DAYS))
LISTED = np.arange(HISTORY) >= 5 * np.arange(N)[:, None]
PAST = np.where(LISTED, CHANCE.poisson(0.8, (N, HISTORY)), 0).astype(np.float64)
WEIGHT = CHANCE.random(N)
QUANTILES = np.sort(CHANCE.gamma(1.0, 1.5, (N, DAYS, len(M5_LEVELS))), axis=-1)


def slow_changes(series: list[float], power: int) -> float:
    """Mean change to the power, from the first sale on."""
    first = next((at for at, sold in enumerate(series) if sold > 0), len(series))
    changes = [abs(series[at] - series[at - 1]) ** power for at in range(first + 1, len(series))]
    return sum(changes) / len(changes) if changes else 0.0


def slow_pinball(actual: float, quantile: float, level: float) -> float:
    return level * (actual - quantile) if actual >= quantile else (1 - level) * (quantile - actual)


def test_wape_is_the_sum_of_errors_over_the_sum_of_demand() -> None:
    errors = sum(abs(ACTUAL[i, t] - POINT[i, t]) for i in range(N) for t in range(DAYS))
    assert measures.wape(ACTUAL, POINT) == pytest.approx(errors / sum(sum(row) for row in ACTUAL.tolist()))


@pytest.mark.parametrize("days", [7, 28])
def test_wape_of_sums_adds_up_before_it_compares(days: int) -> None:
    errors = sum(
        abs(sum(ACTUAL[i, t : t + days]) - sum(POINT[i, t : t + days]))
        for i in range(N)
        for t in range(0, DAYS, days)
    )
    assert measures.wape_of_sums(ACTUAL, POINT, days) == pytest.approx(errors / ACTUAL.sum())


def test_bias_is_above_zero_where_the_forecast_is_too_high() -> None:
    assert measures.bias(ACTUAL, ACTUAL * 1.1) == pytest.approx(0.1)
    assert measures.bias(ACTUAL, POINT) == pytest.approx(sum((POINT - ACTUAL).ravel().tolist()) / ACTUAL.sum())


def test_scales_count_changes_from_the_first_sale_on() -> None:
    for scale, power in ((measures.squared_scale, 2), (measures.absolute_scale, 1)):
        assert scale(PAST) == pytest.approx([slow_changes(row, power) for row in PAST.tolist()])


def test_the_zeros_before_the_first_sale_change_no_scale() -> None:
    padded = np.concatenate([np.zeros((N, 40)), PAST], axis=1)
    assert measures.squared_scale(padded) == pytest.approx(measures.squared_scale(PAST))


def test_a_series_that_never_sold_has_no_scale_and_is_left_out() -> None:
    past = np.concatenate([PAST, np.zeros((1, HISTORY))])
    actual, point = np.concatenate([ACTUAL, ACTUAL[:1]]), np.concatenate([POINT, POINT[:1] + 50])
    weight = np.append(WEIGHT, 9.0)
    found = measures.weighted_rmsse(actual, point, measures.squared_scale(past), weight)
    assert measures.squared_scale(past)[-1] == 0
    assert found == measures.weighted_rmsse(ACTUAL, POINT, measures.squared_scale(PAST), WEIGHT)


def test_weighted_rmsse_is_each_series_error_in_its_own_scale() -> None:
    total = 0.0
    for i in range(N):
        mean = sum((ACTUAL[i, t] - POINT[i, t]) ** 2 for t in range(DAYS)) / DAYS
        total += WEIGHT[i] / sum(WEIGHT) * (mean / slow_changes(PAST[i].tolist(), 2)) ** 0.5
    assert measures.weighted_rmsse(ACTUAL, POINT, measures.squared_scale(PAST), WEIGHT) == pytest.approx(total)


def test_scaled_pinball_is_the_loss_of_the_uncertainty_competition() -> None:
    total = 0.0
    for i in range(N):
        scale, losses = slow_changes(PAST[i].tolist(), 1), 0.0
        for at, level in enumerate(M5_LEVELS):
            losses += (
                sum(slow_pinball(ACTUAL[i, t], QUANTILES[i, t, at], level) for t in range(DAYS)) / DAYS / scale
            )
        total += WEIGHT[i] / sum(WEIGHT) * losses / len(M5_LEVELS)
    found = measures.scaled_pinball(ACTUAL, QUANTILES, M5_LEVELS, measures.absolute_scale(PAST), WEIGHT)
    assert found == pytest.approx(total)


def test_wql_is_twice_the_pinball_over_demand_for_each_level_and_then_their_mean() -> None:
    quantiles = np.sort(CHANCE.gamma(1.0, 1.5, (N, DAYS, len(TENTHS))), axis=-1)
    each = [
        2 * sum(slow_pinball(ACTUAL[i, t], quantiles[i, t, at], level) for i in range(N) for t in range(DAYS))
        for at, level in enumerate(TENTHS)
    ]
    wanted = sum(loss / ACTUAL.sum() for loss in each) / len(each)
    assert measures.weighted_quantile_loss(ACTUAL, quantiles, TENTHS) == pytest.approx(wanted)


def test_wql_of_the_median_alone_is_wape() -> None:
    assert measures.weighted_quantile_loss(ACTUAL, POINT[..., None], [0.5]) == pytest.approx(
        measures.wape(ACTUAL, POINT)
    )


def test_ranks_in_steps_lie_between_the_levels_around_demand() -> None:
    uniform = CHANCE.random((N, DAYS))
    found = measures.rank_in_steps(ACTUAL, QUANTILES, M5_LEVELS, uniform)
    for i in range(N):
        for t in range(DAYS):
            below = max([0.0, *(lv for lv, q in zip(M5_LEVELS, QUANTILES[i, t], strict=True) if q < ACTUAL[i, t])])
            above = min([1.0, *(lv for lv, q in zip(M5_LEVELS, QUANTILES[i, t], strict=True) if q > ACTUAL[i, t])])
            assert found[i, t] == pytest.approx(below + uniform[i, t] * (above - below))


def test_an_exact_forecast_of_a_count_holds_what_it_states_by_its_rank_and_more_by_its_ends() -> None:
    """Why ranks are drawn inside the steps: an interval that counts both its ends in holds too much."""
    count = 40_000
    actual = CHANCE.poisson(0.7, count).astype(np.float64)
    drawn = CHANCE.poisson(0.7, 400_000).astype(np.float64)
    exact = np.arange(1, 200) / 200
    quantiles = np.broadcast_to(np.quantile(drawn, exact, method="inverted_cdf"), (count, len(exact)))
    ranks = measures.rank_in_steps(actual, quantiles, exact, CHANCE.random(count))
    assert measures.within(ranks, 0.8) / count == pytest.approx(0.8, abs=0.01)
    assert measures.at_most(ranks, 0.9) / count == pytest.approx(0.9, abs=0.01)
    assert measures.inside(actual, quantiles[:, 19], quantiles[:, 179]) > 0.9


def test_nothing_sold_has_no_error_to_speak_of() -> None:
    nothing = np.zeros((2, DAYS))
    assert np.isnan(measures.wape(nothing, nothing + 1))
    assert np.isnan(measures.weighted_rmsse(nothing, nothing, np.zeros(2), np.zeros(2)))


def test_the_intervals_that_are_asked_of_libraries_end_at_all_levels() -> None:
    ends = {round(0.5 - width / 200, 3) for width in WIDTHS} | {round(0.5 + width / 200, 3) for width in WIDTHS}
    assert ends | {0.5} == set(LEVELS)
