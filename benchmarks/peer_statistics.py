"""The statistical peers, as statsforecast gives them."""

import time
from collections.abc import Callable
from typing import Any

from benchmarks.peer_frames import fill_in, history_frame, plain_means, seasoned
from benchmarks.told import WIDTHS, Told
from stockwright.engine.demand.panel import Panel

LEAST_DAYS = 90
"""Two windows of 28 days to learn intervals from, and some weeks before them."""

SEASON = 7
NAME = "peer"
OWN_INTERVALS = ("seasonal naive", "AutoETS")


def statistical(panel: Panel, method: str) -> Told:
    """A method of statsforecast with its own intervals, or conformal ones where it has none."""
    from statsforecast import StatsForecast
    from statsforecast.utils import ConformalIntervals

    mean, quantiles = plain_means(panel)
    taken = seasoned(panel, LEAST_DAYS)
    if not len(taken):
        return Told(mean, quantiles)
    frame = history_frame(panel, taken)
    intervals = None if method in OWN_INTERVALS else ConformalIntervals(h=panel.horizon, n_windows=2)
    started = time.perf_counter()
    library = StatsForecast(models=[_model(method)], freq="1d", n_jobs=1)
    library.fit(frame, prediction_intervals=intervals)
    fitted = time.perf_counter()
    made = library.predict(h=panel.horizon, level=list(WIDTHS))
    done = time.perf_counter()
    fill_in(mean, quantiles, taken, made, NAME)
    return Told(mean, quantiles, train=fitted - started, predict=done - fitted)


def _model(method: str) -> Any:
    from statsforecast import models

    made: dict[str, Callable[[], Any]] = {
        "seasonal naive": lambda: models.SeasonalNaive(season_length=SEASON, alias=NAME),
        "28-day mean": lambda: models.WindowAverage(window_size=28, alias=NAME),
        "Croston": lambda: models.CrostonClassic(alias=NAME),
        "SBA": lambda: models.CrostonSBA(alias=NAME),
        "TSB": lambda: models.TSB(alpha_d=0.2, alpha_p=0.2, alias=NAME),
        "AutoETS": lambda: models.AutoETS(season_length=SEASON, alias=NAME),
    }
    return made[method]()
