"""What anybody can do by hand; a forecast that is not better is not worth its run."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.panel import Block, Panel

Point = Callable[[Block, int, int], Floats]

ERROR_DAYS = 120
ERROR_STRIDE = 4


def seasonal_naive(sold: Block, last: int, horizon: int) -> Floats:
    """The last week again, shape (n, horizon)."""
    week = sold[:, last - 6 : last + 1].astype(np.float64)
    return week[:, np.arange(horizon) % 7]


def mean_28(sold: Block, last: int, horizon: int) -> Floats:
    """Mean of the last 28 days for every day, shape (n, horizon)."""
    mean = sold[:, max(last - 27, 0) : last + 1].mean(axis=1, dtype=np.float64)
    return np.repeat(mean[:, None], horizon, axis=1)


BASELINES: dict[str, Point] = {"seasonal naive": seasonal_naive, "28-day mean": mean_28}


def baseline_quantiles(point: Point, panel: Panel, levels: NDArray[np.float64], days: int) -> Floats:
    """Quantiles of demand: forecast plus each series' own past errors of the same method.

    By day for `days` = 1, shape (n, H, Q); else of the sum over the first `days` days, shape (n, Q).
    """
    last, horizon = panel.days - 1, panel.horizon
    origins = range(last - horizon, max(last - horizon - ERROR_DAYS, 28), -ERROR_STRIDE)
    errors = [
        _summed(panel.sold[:, at + 1 : at + 1 + horizon] - point(panel.sold, at, horizon), days) for at in origins
    ]
    past = np.concatenate(errors, axis=1) if errors else np.zeros((panel.size, 1))
    spread = np.quantile(past, levels, axis=1).T
    ahead = point(panel.sold, last, horizon)
    if days == 1:
        return np.asarray(np.maximum(ahead[:, :, None] + spread[:, None, :], 0.0), dtype=np.float64)
    return np.asarray(np.maximum(ahead[:, :days].sum(axis=1)[:, None] + spread, 0.0), dtype=np.float64)


def _summed(errors: Floats, days: int) -> Floats:
    return errors if days == 1 else errors[:, :days].sum(axis=1, keepdims=True)
