"""The plain way with the field's library: one LightGBM on lags, fitted per run, recursive."""

import lightgbm
import numpy as np
import polars as pl
from mlforecast import MLForecast
from mlforecast.lag_transforms import RollingMean
from mlforecast.utils import PredictionIntervals
from numpy.typing import NDArray

from stockwright.engine.demand.backtest import Prediction
from stockwright.engine.demand.panel import Panel

NAME = "mlforecast LightGBM"
LEAST_DAYS = 120


def peer_predictions(panel: Panel, levels: NDArray[np.float64]) -> list[Prediction]:
    """Forecast by day, and its sums over 14 and 28 days; items it cannot take get the 28-day mean.

    Its conformal intervals are by day only, so the sums are judged by their point alone.
    """
    point = np.repeat(panel.sold[:, -28:].mean(axis=1)[:, None], panel.horizon, axis=1).astype(np.float64)
    quantiles = np.repeat(point[:, :, None], len(levels), axis=2)
    taken = np.flatnonzero(panel.days - panel.first_day >= LEAST_DAYS)
    made = _fitted(panel, taken, levels)
    point[taken] = made[NAME].to_numpy().reshape(len(taken), -1).clip(0)
    for at, level in enumerate(levels):
        quantiles[taken, :, at] = made[_column(float(level))].to_numpy().reshape(len(taken), -1).clip(0)
    sums = [
        Prediction(
            NAME,
            days,
            total := point[:, :days].sum(axis=1, keepdims=True),
            np.full((*total.shape, len(levels)), np.nan),
        )
        for days in (14, 28)
    ]
    return [Prediction(NAME, 1, point, quantiles), *sums]


def _fitted(panel: Panel, taken: NDArray[np.int64], levels: NDArray[np.float64]) -> pl.DataFrame:
    calendar = panel.calendar()[: panel.days]
    frame = pl.DataFrame(
        {
            "unique_id": np.repeat(taken, panel.days),
            "ds": np.tile(calendar, len(taken)),
            "y": panel.sold[taken].reshape(-1).astype(np.float64),
        }
    )
    listed = np.tile(np.arange(panel.days), len(taken)) >= np.repeat(panel.first_day[taken], panel.days)
    learner = lightgbm.LGBMRegressor(n_estimators=200, learning_rate=0.05, verbosity=-1, random_state=1)
    peer = MLForecast(
        models={NAME: learner},
        freq="1d",
        lags=[1, 7, 14, 28],
        lag_transforms={1: [RollingMean(7), RollingMean(28)], 7: [RollingMean(28)]},
        date_features=["weekday", "month", "day"],
    )
    peer.fit(frame.filter(listed), prediction_intervals=PredictionIntervals(n_windows=2, h=panel.horizon))
    widths: list[int | float] = sorted({round(abs(2 * float(level) - 1) * 100) for level in levels if level != 0.5})
    return peer.predict(panel.horizon, level=sorted(widths))


def _column(level: float) -> str:
    if level == 0.5:
        return NAME
    width = round(abs(2 * level - 1) * 100)
    return f"{NAME}-{'lo' if level < 0.5 else 'hi'}-{width}"
