"""The forecast on shops whose true demand is known."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from stockwright.engine.demand import metrics
from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.predicting import forecast
from stockwright.engine.demand.settings import STABLE
from stockwright.engine.demand.storing import from_frame, to_frame

from .shops import QUICK, panel_of, shop

DAYS = 272


@pytest.fixture(scope="module")
def made() -> tuple[Panel, NDArray[np.float64], Forecast]:
    """A shop of 300 items, its true means, and its forecast from 28 days before the end."""
    panel, mean = shop(n=300, days=DAYS + 28)
    return panel, mean, forecast(panel.until(DAYS - 1), settings=QUICK, seed=1)


def test_the_shapes_are_series_by_days_by_levels(made: tuple[Panel, NDArray[np.float64], Forecast]) -> None:
    panel, _, found = made
    assert found.mean.shape == found.variance.shape == (panel.size, 28)
    assert found.quantiles.shape == (panel.size, 28, 7)
    assert found.as_of == panel.day(DAYS - 1)
    assert set(found.method) <= set(STABLE)


def test_the_mean_is_near_the_truth(made: tuple[Panel, NDArray[np.float64], Forecast]) -> None:
    _, mean, found = made
    truth = mean[:, DAYS:]
    assert metrics.bias(truth, found.mean) == pytest.approx(0.0, abs=0.05)
    assert metrics.wape(truth, found.mean) < 0.25


def test_a_day_on_which_the_shop_is_closed_expects_almost_nothing(
    made: tuple[Panel, NDArray[np.float64], Forecast],
) -> None:
    _, mean, found = made
    closed = mean[0, DAYS:] == 0
    assert closed.sum() == 4
    assert found.mean[:, closed].mean() < 0.05 * found.mean[:, ~closed].mean()


@pytest.mark.parametrize("days", [1, 7, 14, 28])
def test_what_is_called_eighty_percent_holds_about_eighty(
    made: tuple[Panel, NDArray[np.float64], Forecast], days: int
) -> None:
    panel, _, found = made
    uniform = np.random.default_rng(2).random((panel.size, 28 if days == 1 else 1))
    sold = panel.sold[:, DAYS:].astype(np.float64)
    if days == 1:
        rank = metrics.rank(sold, found.mean, found.variance, uniform)
    else:
        mean, variance = found.window_moments(np.full((panel.size, 1), days))
        rank = metrics.rank(sold[:, :days].sum(axis=1, keepdims=True), mean, variance, uniform)
    assert metrics.coverage(rank) == pytest.approx(0.8, abs=0.1)


def test_the_same_seed_gives_the_same_forecast() -> None:
    panel, _ = shop(n=60, days=200)
    first, again = (forecast(panel, settings=QUICK, seed=3) for _ in range(2))
    assert np.array_equal(first.mean, again.mean)
    assert np.array_equal(first.quantiles, again.quantiles)


def test_a_forecast_made_earlier_knows_nothing_of_later_days() -> None:
    panel, _ = shop(n=60, days=230)
    sold = panel.sold.copy()
    sold[:, 200:] *= 9
    before, after = (
        forecast(each.until(199), settings=QUICK, seed=3) for each in (panel, replace(panel, sold=sold))
    )
    assert np.array_equal(before.mean, after.mean)
    assert np.array_equal(before.variance, after.variance)


def test_quantiles_rise_and_are_decimal(made: tuple[Panel, NDArray[np.float64], Forecast]) -> None:
    _, _, found = made
    assert (np.diff(found.quantiles, axis=2) >= -1e-9).all()
    assert (found.quantiles >= 0).all()
    assert (found.quantiles % 1 != 0).mean() > 0.3


def test_a_window_adds_up_the_days_and_repeats_the_last_week(
    made: tuple[Panel, NDArray[np.float64], Forecast],
) -> None:
    _, _, found = made
    windows = np.tile([1.0, 10.0, 28.0, 33.0, 40.5], (len(found.mean), 1))
    mean, _ = found.window_moments(windows)
    for item in (0, 17):
        daily = list(found.mean[item])
        while len(daily) < 41:
            daily.append(daily[-7])
        expected = [sum(daily[:1]), sum(daily[:10]), sum(daily[:28]), sum(daily[:33])]
        assert mean[item, :4] == pytest.approx(expected)
        assert mean[item, 4] == pytest.approx(sum(daily[:40]) + 0.5 * daily[40])


def test_windows_take_one_length_for_each_series(made: tuple[Panel, NDArray[np.float64], Forecast]) -> None:
    _, _, found = made
    lengths = np.arange(len(found.mean)) % 30 + 1.0
    mean, variance = found.window_moments(lengths)
    wide = found.window_moments(lengths[:, None])
    assert mean.shape == variance.shape == lengths.shape
    assert np.array_equal(mean, wide[0][:, 0])
    assert found.window_quantile(0.95, lengths).shape == lengths.shape


def test_the_spread_of_a_sum_lies_between_independent_days_and_one_fate(
    made: tuple[Panel, NDArray[np.float64], Forecast],
) -> None:
    _, _, found = made
    _, variance = found.window_moments(np.full(len(found.mean), 28))
    independent = found.variance.sum(axis=1)
    one_fate = np.sqrt(found.variance).sum(axis=1) ** 2
    assert np.median(variance / independent) > 0.9
    assert (variance < one_fate).all()


def test_variance_never_falls_with_a_longer_window(
    made: tuple[Panel, NDArray[np.float64], Forecast],
) -> None:
    _, _, found = made
    _, variance = found.window_moments(np.tile([28.0, 35.0, 60.0, 120.0], (len(found.mean), 1)))
    assert (np.diff(variance, axis=1) >= 0).all()


def test_confidence_is_the_chance_of_being_near_the_median(
    made: tuple[Panel, NDArray[np.float64], Forecast],
) -> None:
    panel, _, found = made
    windows = np.full(panel.size, 28.0)
    stated = found.confidence(windows)
    low, high = found.near_median(windows)
    total = panel.sold[:, DAYS:].sum(axis=1)
    assert ((stated >= 0) & (stated <= 1)).all()
    assert ((total >= low) & (total <= high)).mean() == pytest.approx(stated.mean(), abs=0.08)
    assert (found.confidence(windows, within=0.6) >= stated).all()


def test_a_stored_row_tells_the_forecast_again(made: tuple[Panel, NDArray[np.float64], Forecast]) -> None:
    _, _, found = made
    frame = to_frame(found)
    again = from_frame(frame[::3], as_of=found.as_of, levels=found.levels)
    windows = np.full(len(again.mean), 40.5)
    assert frame["series"].to_list() == list(range(300))
    assert again.window_moments(windows)[1] == pytest.approx(
        found.window_moments(np.full(300, 40.5))[1][::3], rel=1e-4
    )
    assert again.quantiles == pytest.approx(found.quantiles[::3], rel=2e-3, abs=1e-5)
    assert list(again.demand_class) == list(found.demand_class[::3])


def test_velocity_counts_days_in_stock() -> None:
    sold, in_stock = np.full((1, 100), 2.0), np.ones((1, 100))
    sold[0, 95:], in_stock[0, 95:] = 0.0, 0.0
    found = forecast(panel_of(sold, in_stock=in_stock), settings=QUICK, seed=1)
    assert found.velocity_7[0] == pytest.approx(2.0, rel=1e-4)
    assert found.velocity_30[0] == pytest.approx(2.0, rel=1e-4)
    assert found.velocity_90[0] == pytest.approx(2.0, rel=1e-4)


def test_stockouts_do_not_sink_the_forecast_and_lost_demand_is_told_apart() -> None:
    panel, mean = shop(n=200, days=200)
    chance = np.random.default_rng(8)
    out = np.zeros((200, 200), np.bool_)
    for item in range(200):
        out[item, (start := chance.integers(176, 186)) : start + 10] = True
    censored = replace(
        panel, sold=np.where(out, 0, panel.sold).astype(np.float32), in_stock=(~out).astype(np.float32)
    )
    blind = replace(censored, in_stock=panel.in_stock)
    found, naive = (forecast(each, settings=QUICK, seed=1) for each in (censored, blind))
    truth = mean[:, -28:].sum()
    assert found.mean.sum() == pytest.approx(truth, rel=0.06)
    assert naive.mean.sum() < 0.9 * truth
    unmet = np.where(out, mean, 0.0)[:, -28:].sum()
    assert found.lost_estimate.sum() == pytest.approx(unmet, rel=0.1)
    assert naive.lost_estimate.sum() == 0.0


def test_a_new_item_follows_its_category_with_a_wide_interval() -> None:
    panel, _ = shop(n=120, days=250, categories=2)
    sold, first = panel.sold.copy(), np.zeros(120, np.int64)
    sold[::2] *= 8
    first[40:80] = np.random.default_rng(1).integers(60, 150, 40)
    first[:4] = 247
    sold[np.arange(250) < first[:, None]] = 0
    sold[:4, -3:] = 0
    found = forecast(replace(panel, sold=sold, first_day=first), settings=QUICK, seed=1)
    assert found.demand_class[:4].tolist() == ["new"] * 4
    assert found.mean[[0, 2]].mean() > 3 * found.mean[[1, 3]].mean()
    mean, variance = found.window_moments(np.full(120, 28.0))
    spread = np.sqrt(variance) / mean
    assert spread[:4].min() > np.median(spread[80:])


def test_a_dormant_item_expects_a_small_part_of_what_it_was() -> None:
    panel, _ = shop(n=100, days=250)
    sold = panel.sold.copy()
    sold[:10, 100:] = 0.0
    found = forecast(replace(panel, sold=sold), settings=QUICK, seed=1)
    assert set(found.demand_class[:10]) == {"dormant"}
    before = panel.sold[:10, :100].mean(axis=1)
    assert (found.mean[:10].mean(axis=1) < 0.05 * before).all()
    assert "dormant" not in found.demand_class[10:]


def test_an_item_out_of_stock_for_months_is_not_dormant() -> None:
    panel, mean = shop(n=100, days=250)
    sold, in_stock = panel.sold.copy(), panel.in_stock.copy()
    sold[:10, 180:], in_stock[:10, 180:] = 0.0, 0.0
    found = forecast(replace(panel, sold=sold, in_stock=in_stock), settings=QUICK, seed=1)
    assert "dormant" not in found.demand_class[:10]
    assert found.mean[:10].sum() == pytest.approx(mean[:10, -28:].sum(), rel=0.35)


@pytest.mark.parametrize(("n", "days"), [(1, 60), (3, 45), (40, 60)])
def test_a_small_shop_gets_a_smoothed_forecast(n: int, days: int) -> None:
    panel, mean = shop(n=n, days=days)
    found = forecast(panel, settings=QUICK, seed=1)
    assert set(found.method) == {"smoothing"}
    assert found.mean.sum() == pytest.approx(mean[:, -28:].sum(), rel=0.5)


@pytest.mark.parametrize(("n", "days", "rate"), [(1, 1, 1.0), (2, 5, 0.0), (30, 200, 0.0), (20, 150, 900.0)])
def test_no_history_is_too_strange(n: int, days: int, rate: float) -> None:
    sold = np.random.default_rng(1).poisson(rate, (n, days)) * 1.0
    found = forecast(panel_of(sold), settings=QUICK, seed=1)
    for values in (found.mean, found.variance, found.quantiles, found.confidence(np.full(n, 14.0))):
        assert np.isfinite(values).all()
        assert (values >= 0).all()


def test_no_series_is_no_error() -> None:
    found = forecast(panel_of(np.zeros((0, 50))), settings=QUICK, seed=1)
    assert to_frame(found).is_empty()
    assert len(from_frame(to_frame(found), as_of=found.as_of, levels=found.levels).mean) == 0


def test_a_promotion_ahead_raises_the_forecast() -> None:
    panel, _ = shop(n=150, days=300)
    chance = np.random.default_rng(4)
    promo = np.where(chance.random((150, 328)) < 0.08, 0.3, 0.0).astype(np.float32)
    sold = np.where(promo[:, :300] > 0, panel.sold * 3, panel.sold).astype(np.float32)
    promo[:, 300:] = 0.0
    plain = forecast(replace(panel, sold=sold, promo=promo), settings=QUICK, seed=1)
    promo = promo.copy()
    promo[:, 310:313] = 0.3
    raised = forecast(replace(panel, sold=sold, promo=promo), settings=QUICK, seed=1)
    assert raised.mean[:, 10:13].sum() > 1.6 * plain.mean[:, 10:13].sum()
    assert np.array_equal(raised.mean[:, 20:], plain.mean[:, 20:])


def test_rows_are_ready_to_be_stored(made: tuple[Panel, NDArray[np.float64], Forecast]) -> None:
    schema = to_frame(made[2]).schema
    assert schema["series"] == pl.Int32
    assert schema["mean"] == schema["plain"] == schema["dispersion"] == pl.List(pl.Float32)
    assert schema["demand_class"] == schema["method"] == schema["quantiles"] == pl.String
