"""Up to which day history counts, and when a measured accuracy is too old."""

from datetime import date, timedelta

import polars as pl

from stockwright.engine.demand.backtest import ENGINE as OURS
from stockwright.engine.demand.backtest import Backtest
from stockwright.kit.problems import NotYet

ENGINE = "stable-1"
HORIZON_DAYS = 28
HISTORY_DAYS = 730
FRESH_DAYS = 7
LEAST_BACKTEST_DAYS = 84
JUDGED_DAYS = 14


class NoSalesYet(NotYet):
    """There is nothing to forecast from."""

    message = "There are no sales yet. Import a sales file, and the forecast follows by itself."


def last_full_day(*, today: date, last_sale_on: date) -> date:
    """The day up to which sales are complete.

    That is yesterday while sales keep coming in. When the newest sale is older than a week, the data ends
    there: what follows is not known to be zero.
    """
    yesterday = today - timedelta(days=1)
    if yesterday - last_sale_on > timedelta(days=FRESH_DAYS):
        return last_sale_on
    return yesterday


def planning_day(*, today: date, as_of: date) -> date:
    """The morning a plan is made for: today, or the day after old data ends."""
    after = as_of + timedelta(days=1)
    return today if today - after <= timedelta(days=FRESH_DAYS) else after


def accuracy_figures(measured: Backtest) -> dict[str, object]:
    """A back-test as it is kept: the figures of the front page and the tables behind them, ready for JSON.

    The front page speaks of demand summed over JUDGED_DAYS, which is what an order has to cover.
    """
    of_sums = measured.accuracy.filter(pl.col("days") == JUDGED_DAYS)
    ours = of_sums.filter(pl.col("method") == OURS).fill_nan(None).to_dicts()[0]
    held = measured.calibration.filter((pl.col("days") == JUDGED_DAYS) & (pl.col("demand_class") == "all"))
    at_90 = held.filter((pl.col("level") - 0.9).abs() < 1e-6)["held"].fill_nan(None)
    return {
        "days": JUDGED_DAYS,
        "wape": ours["wape"],
        "bias": ours["bias"],
        "rmsse": ours["rmsse"],
        "pinball": ours["pinball"],
        "coverage_80": ours["coverage_80"],
        "held_90": at_90[0] if len(at_90) else None,
        "table": _plain(measured.accuracy),
        "calibration": _plain(measured.calibration),
    }


def _plain(table: pl.DataFrame) -> list[dict[str, object]]:
    """Rows without NaN, which JSON does not know."""
    return table.fill_nan(None).to_dicts()
