"""Prophet, one model for every series."""

import logging
import time

import numpy as np
import polars as pl

from benchmarks.peer_frames import history_frame, plain_means
from benchmarks.told import LEVELS, Told
from stockwright.engine.demand.panel import Panel

LEAST_DAYS = 14


def prophet(panel: Panel) -> Told:
    """The library's own settings; quantiles of the paths that it draws."""
    from prophet import Prophet

    logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
    mean, quantiles = plain_means(panel)
    ahead = pl.DataFrame({"ds": panel.calendar()[panel.days :]}).to_pandas()
    train = predict = 0.0
    for at in np.flatnonzero(panel.days - panel.first_day >= LEAST_DAYS):
        frame = history_frame(panel, np.array([at])).select("ds", "y").to_pandas()
        np.random.seed(int(at))  # the library draws from this generator
        started = time.perf_counter()
        model = Prophet().fit(frame)
        fitted = time.perf_counter()
        paths = np.maximum(model.predictive_samples(ahead)["yhat"], 0.0)
        mean[at] = np.maximum(model.predict(ahead)["yhat"].to_numpy(), 0.0)
        quantiles[at] = np.quantile(paths, LEVELS, axis=1).T
        train, predict = train + fitted - started, predict + time.perf_counter() - fitted
    return Told(mean, quantiles, train=train, predict=predict)
