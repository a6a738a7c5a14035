"""Boosted trees, as mlforecast gives them: one pooled model, or one for every item."""

import time
from typing import Any

import numpy as np

from benchmarks.peer_frames import fill_in, future_frame, history_frame, plain_means, seasoned
from benchmarks.told import WIDTHS, Told
from stockwright.engine.demand.panel import Panel

NAME = "peer"
LEAST_DAYS = 120
"""The longest lag, and two windows of 28 days to learn intervals from."""

ITEM_DAYS = 180
SEED = 1


def pooled(panel: Panel, learner: str, threads: int) -> Told:
    """One model of all series, recursive, with conformal intervals."""
    mean, quantiles = plain_means(panel)
    taken = seasoned(panel, LEAST_DAYS)
    if not len(taken):
        return Told(mean, quantiles)
    library = _library(_tweedie(learner, threads), threads)
    priced = panel.planned is not None
    frame = history_frame(panel, taken, price=priced)
    ahead = future_frame(panel, taken) if priced else None
    started = time.perf_counter()
    library.fit(frame, static_features=[], prediction_intervals=_intervals(panel.horizon))
    fitted = time.perf_counter()
    made = library.predict(panel.horizon, level=list(WIDTHS), X_df=ahead)
    done = time.perf_counter()
    fill_in(mean, quantiles, taken, made, NAME)
    return Told(mean, quantiles, train=fitted - started, predict=done - fitted)


def one_per_item(panel: Panel) -> Told:
    """A model of its own for every series, on its last half year."""
    from xgboost import XGBRegressor

    mean, quantiles = plain_means(panel)
    priced = panel.planned is not None
    train = predict = 0.0
    for at in seasoned(panel, LEAST_DAYS):
        chosen = np.array([at])
        frame = history_frame(panel, chosen, price=priced).tail(ITEM_DAYS)
        ahead = future_frame(panel, chosen) if priced else None
        library = _library(XGBRegressor(n_estimators=100, max_depth=6, learning_rate=0.1, n_jobs=1), 1)
        started = time.perf_counter()
        library.fit(frame, static_features=[], prediction_intervals=_intervals(panel.horizon))
        fitted = time.perf_counter()
        made = library.predict(panel.horizon, level=list(WIDTHS), X_df=ahead)
        train, predict = train + fitted - started, predict + time.perf_counter() - fitted
        fill_in(mean, quantiles, chosen, made, NAME)
    return Told(mean, quantiles, train=train, predict=predict)


def _library(learner: Any, threads: int) -> Any:
    from mlforecast import MLForecast
    from mlforecast.lag_transforms import RollingMean

    return MLForecast(
        models={NAME: learner},
        freq="1d",
        lags=[1, 7, 14, 28],
        lag_transforms={1: [RollingMean(7), RollingMean(28)], 7: [RollingMean(28)]},
        date_features=["weekday", "month", "day"],
        num_threads=threads,
    )


def _intervals(horizon: int) -> Any:
    from mlforecast.utils import PredictionIntervals

    return PredictionIntervals(n_windows=2, h=horizon)


def _tweedie(learner: str, threads: int) -> Any:
    if learner == "LightGBM":
        from lightgbm import LGBMRegressor

        return LGBMRegressor(
            objective="tweedie",
            n_estimators=200,
            learning_rate=0.05,
            verbosity=-1,
            random_state=SEED,
            n_jobs=threads,
        )
    from xgboost import XGBRegressor

    return XGBRegressor(
        objective="reg:tweedie", n_estimators=200, learning_rate=0.05, random_state=SEED, n_jobs=threads
    )
