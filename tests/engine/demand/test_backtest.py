"""The back-test: what it reports, and that it cannot cheat."""

import numpy as np
import polars as pl
import pytest

from stockwright.engine.demand.backtest import Backtest, backtest, judged_after
from stockwright.engine.demand.baselines import BASELINES, baseline_quantiles, mean_28, seasonal_naive

from .shops import QUICK, panel_of, shop


@pytest.fixture(scope="module")
def found() -> Backtest:
    panel, _ = shop(n=150, days=290)
    return backtest(panel, origins=2, settings=QUICK, seed=1)


def _row(found: Backtest, method: str, days: int) -> dict[str, float]:
    return found.accuracy.filter((pl.col("method") == method) & (pl.col("days") == days)).row(0, named=True)


def test_every_method_is_judged_by_day_and_by_sums(found: Backtest) -> None:
    asked = {(method, days) for method in ("stockwright", *BASELINES) for days in (1, 14, 28)}
    assert set(found.accuracy.select("method", "days").rows()) == asked
    assert _row(found, "stockwright", 1)["judged"] == 2 * 150 * 28
    assert _row(found, "seasonal naive", 28)["judged"] == 2 * 150


@pytest.mark.parametrize("days", [1, 14, 28])
@pytest.mark.parametrize("baseline", list(BASELINES))
def test_the_engine_is_better_than_what_anybody_can_do_by_hand(found: Backtest, baseline: str, days: int) -> None:
    ours, theirs = _row(found, "stockwright", days), _row(found, baseline, days)
    assert ours["wape"] < theirs["wape"]
    assert ours["pinball"] < theirs["pinball"]
    assert abs(ours["bias"]) < 0.05
    assert 0.7 < ours["coverage_80"] < 0.88


def test_calibration_tells_how_often_each_level_held(found: Backtest) -> None:
    everyone = found.calibration.filter((pl.col("demand_class") == "all") & (pl.col("days") == 28))
    assert everyone["level"].to_list() == [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]
    assert everyone["held"].is_sorted()
    by_class = found.calibration.filter((pl.col("demand_class") != "all") & (pl.col("level") == 0.9))
    total = by_class.group_by("days").agg(pl.col("judged").sum())
    assert dict(total.rows()) == {1: 2 * 150 * 28, 14: 300, 28: 300}


def test_confidence_is_set_against_how_often_it_held(found: Backtest) -> None:
    table = found.confidence.filter(pl.col("days") == 28)
    assert table["judged"].sum() == 300
    gap = (table["stated"] - table["held"]).abs() * table["judged"]
    assert gap.sum() / 300 < 0.15


def test_days_out_of_stock_and_items_not_listed_are_not_judged() -> None:
    in_stock = np.ones((3, 100))
    in_stock[0, 80] = 0.5
    judged = judged_after(panel_of(np.ones((3, 100)), in_stock=in_stock, first_day=np.array([0, 90, 0])), 71)
    assert np.isnan(judged.actual[0]).sum() == 1
    assert np.isnan(judged.actual[1]).all()
    assert np.isnan(judged.window(28)[:, 0]).tolist() == [True, True, False]


def test_an_origin_sees_nothing_of_what_it_is_judged_by() -> None:
    judged = judged_after(panel_of(np.arange(200.0).reshape(2, 100)), 71)
    assert judged.before.days == 72
    assert judged.actual[0].tolist() == list(range(72, 100))


def test_the_history_must_hold_every_origin() -> None:
    with pytest.raises(ValueError, match="too short"):
        backtest(panel_of(np.ones((3, 100))), origins=3, seed=1)


def test_the_naive_methods() -> None:
    sold = np.arange(40, dtype=np.float32)[None, :]
    assert seasonal_naive(sold, 39, 10)[0].tolist() == [33, 34, 35, 36, 37, 38, 39, 33, 34, 35]
    assert mean_28(sold, 39, 3)[0].tolist() == pytest.approx([np.mean(np.arange(12, 40))] * 3)


def test_baseline_quantiles_spread_by_past_errors() -> None:
    panel, _ = shop(n=20, days=200)
    by_day = baseline_quantiles(mean_28, panel, np.array([0.1, 0.9]), 1)
    by_sum = baseline_quantiles(mean_28, panel, np.array([0.1, 0.9]), 14)
    assert by_day.shape == (20, 28, 2)
    assert by_sum.shape == (20, 2)
    assert (by_day[..., 0] <= by_day[..., 1]).all()
    assert (by_sum[:, 1] > by_sum[:, 0]).mean() > 0.9
