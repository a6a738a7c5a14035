"""The week: how demand divides over its days, by category and by item."""

import numpy as np

from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.panel import Indexes

WEEKS = 13
OWN_WEEKS = 8.0


def category_mean(values: Floats, category: Indexes, weights: Floats | None = None) -> Floats:
    """Each series' category mean of `values`, of their shape; the mean of all where there is no category."""
    given = np.ones(len(category)) if weights is None else weights
    code = category + 1
    groups = int(code.max(initial=0)) + 1
    columns = values.reshape(len(values), int(np.prod(values.shape[1:])))
    shares = np.maximum(np.bincount(code, weights=given, minlength=groups), 1e-9)
    total = max(float(given.sum()), 1e-9)
    found = np.empty_like(columns)
    for at in range(columns.shape[1]):
        weighted = columns[:, at] * given
        means = np.bincount(code, weights=weighted, minlength=groups) / shares
        means[0] = weighted.sum() / total
        found[:, at] = means[code]
    return found.reshape(values.shape)


def weekly_index(history: History, category: Indexes, last: int, counts: Floats | None = None) -> Floats:
    """Demand of each weekday over the mean day, shape (n, 7), at the end of column `last`.

    Column k stands for the days k + 1, k + 8, ... after `last`. The item's own weeks count as far as they
    go; the rest is its category's pattern, to which each series adds as many as it stands for, `counts` (n,).
    """
    demand, exposure = history.weekdays(last, WEEKS)
    rate = demand.sum(axis=1) / np.maximum(exposure.sum(axis=1), 1e-9)
    pattern = category_mean(demand, category, counts) / np.maximum(category_mean(exposure, category, counts), 1e-9)
    pattern /= np.maximum(pattern.mean(axis=1, keepdims=True), 1e-12)
    prior = OWN_WEEKS * (1.0 + 1.0 / np.maximum(rate, 0.05))
    own = (demand + (prior * rate)[:, None] * pattern) / (exposure + prior[:, None])
    mean = own.mean(axis=1, keepdims=True)
    return np.where(
        mean > 0,
        own / np.maximum(mean, 1e-12),
        np.where(pattern.sum(axis=1, keepdims=True) > 0, pattern, 1.0),
    )
