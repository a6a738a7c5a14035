"""How far demand strays from its mean, by day and summed over windows.

The variance of demand over a window of L days with mean M is

    variance(L) = dispersion(L) M + drift(L) M^2

The first part is the scatter of single orders, which averages out over the days. The second is the doubt
about the level itself, which does not: it is what makes a sum of daily quantiles wrong.
"""

from dataclasses import dataclass

import numpy as np

from stockwright.engine.demand.features import origin_at
from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.panel import Panel

NODES = (1, 7, 14, 28)
BLOCK = 28
BLOCKS = 9
PRIOR_SALES = 20.0
BANDS = 12


@dataclass(frozen=True)
class Spread:
    """`dispersion` and `drift` of each series at the window lengths `NODES` in days, each (n, 4)."""

    dispersion: Floats
    drift: Floats

    def variance(self, mean: Floats, days: Floats) -> Floats:
        """Variance of demand summed over `days` days (n, k) with mean `mean` (n, k)."""
        return at_length(self.dispersion, days) * mean + at_length(self.drift, days) * mean**2

    def by_day(self, mean: Floats) -> Floats:
        """Variance of the demand of single days with mean `mean` (n, k)."""
        return self.variance(mean, np.ones_like(mean))


def at_length(nodes: Floats, days: Floats) -> Floats:
    """Read node values (n, 4) at window lengths (n, k): lines between, never falling beyond."""
    lengths = np.asarray(NODES, dtype=np.float64)
    right = np.clip(np.searchsorted(lengths, days, side="left"), 1, len(lengths) - 1)
    left = right - 1
    share = np.maximum((days - lengths[left]) / (lengths[right] - lengths[left]), 0.0)
    rows = np.arange(len(nodes))[:, None]
    low, high = nodes[rows, left], nodes[rows, right]
    found = low + share * (high - low)
    return np.where(share > 1.0, np.maximum(found, high), found)


def own_dispersion(panel: Panel, history: History) -> Floats:
    """Variance over mean of each series' daily demand around its walk-forward statistical forecast, (n,).

    By the method of moments over the latest nine times four weeks. Twenty selling days of the item weigh as
    much as what is usual for items whose orders are of its size, because the size of an order is what
    makes demand lumpy.
    """
    squares, means, sales = np.zeros(panel.size), np.zeros(panel.size), np.zeros(panel.size)
    newest = panel.days - 1 - BLOCK
    for last in range(newest, max(newest - BLOCK * BLOCKS, BLOCK), -BLOCK):
        window = slice(last + 1, last + 1 + BLOCK)
        demand = history.demand[:, window]
        expected = origin_at(panel, history, last).statistical(BLOCK) * history.exposure[:, window]
        squares += ((demand - expected) ** 2).sum(axis=1)
        means += expected.sum(axis=1)
        sales += (demand > 0).sum(axis=1)
    usual = _usual_dispersion(squares, means, _order_size(panel, history), panel.counts)
    trust = sales / (sales + PRIOR_SALES)
    own = squares / np.maximum(means, 1e-9)
    return np.maximum(np.where(sales > 0, trust * own, 0.0) + (1.0 - trust) * usual, 1.0)


def _order_size(panel: Panel, history: History) -> Floats:
    """Mean demand on a selling day, (n,), one day of the mean of all series added."""
    total, sales = history.demand_sums[-1], history.sale_sums[-1]
    usual = float((total * panel.counts).sum()) / max(float((sales * panel.counts).sum()), 1.0)
    return np.asarray((total + usual) / (sales + 1.0), dtype=np.float64)


def _usual_dispersion(squares: Floats, means: Floats, size: Floats, counts: Floats) -> Floats:
    """Dispersion of series of about the same order size, (n,): pooled within bands, joined by lines."""
    if not means.any():
        return np.maximum(size, 1.0)
    edges = np.quantile(size, np.linspace(0.0, 1.0, BANDS + 1))
    band = np.clip(np.searchsorted(edges, size, side="right") - 1, 0, BANDS - 1)
    total, summed, sizes, members = (
        np.bincount(band, weights=each * counts, minlength=BANDS)
        for each in (means, squares, size, np.ones_like(size))
    )
    pooled, middle = summed / np.maximum(total, 1e-9), sizes / np.maximum(members, 1.0)
    used = total > 0
    return np.maximum(np.interp(size, middle[used], pooled[used]), 1.0)
