"""How far demand strays from its mean, by day and summed over windows.

The variance of demand over a window of L days with mean M is

    variance(L) = dispersion(L) M + drift(L) M^2

The first part is the scatter of single orders, each item's own, by the method of moments on its
walk-forward residuals, shrunk to items of its size. The second is the doubt about the level, which does
not average out over days; it is what makes a sum of daily quantiles wrong. Both are set, for each demand
class and at four window lengths, so that 80% intervals held 80% on days that the model had not seen.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.demand.features import origin_at
from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.panel import Panel
from stockwright.engine.distributions import cdf

NODES = (1, 7, 14, 28)
BLOCK = 28
BLOCKS = 9
PRIOR_PIECES = 12.0
BANDS = 12
TARGET = 0.8
LARGEST_SAMPLE = 4_000
LEAST_SAMPLE = 200


@dataclass(frozen=True)
class Spread:
    """`dispersion` and `drift` of each series at the window lengths `NODES`, each (n, 4)."""

    dispersion: Floats
    drift: Floats

    def variance(self, mean: Floats, days: Floats) -> Floats:
        """Variance of demand summed over `days` days (n, k) with mean `mean` (n, k)."""
        return at_length(self.dispersion, days) * mean + at_length(self.drift, days) * mean**2


@dataclass(frozen=True)
class Trial:
    """Forecasts made for days that were then seen: `mean`, `demand`, `exposure`, each (n, H)."""

    mean: Floats
    demand: Floats
    exposure: Floats


def at_length(nodes: Floats, days: Floats) -> Floats:
    """Read node values (n, 4) at window lengths (n, k): linear between nodes, carried on beyond the last."""
    lengths = np.asarray(NODES, dtype=np.float64)
    right = np.clip(np.searchsorted(lengths, days, side="left"), 1, len(lengths) - 1)
    left = right - 1
    share = np.maximum((days - lengths[left]) / (lengths[right] - lengths[left]), 0.0)
    rows = np.arange(len(nodes))[:, None]
    low, high = nodes[rows, left], nodes[rows, right]
    return np.maximum(low + share * (high - low), np.where(share > 1.0, high, 0.0))


def own_dispersion(panel: Panel, history: History) -> Floats:
    """Variance over mean of each series' daily demand around its walk-forward statistical forecast, (n,)."""
    squares, means = np.zeros(panel.size), np.zeros(panel.size)
    for last in range(panel.days - 1 - BLOCK, max(panel.days - 1 - BLOCK * BLOCKS, BLOCK), -BLOCK):
        expected = origin_at(panel, history, last).statistical(BLOCK)
        exposure = history.exposure[:, last + 1 : last + 1 + BLOCK]
        expected *= exposure
        squares += ((history.demand[:, last + 1 : last + 1 + BLOCK] - expected) ** 2).sum(axis=1)
        means += expected.sum(axis=1)
    usual = _usual_dispersion(squares, means)
    return np.maximum((squares + PRIOR_PIECES * usual) / (means + PRIOR_PIECES), 1.0)


def _usual_dispersion(squares: Floats, means: Floats) -> Floats:
    """Dispersion of series of about the same size, (n,): pooled within bands of size, joined by lines."""
    if not means.any():
        return np.full(len(means), 1.5)
    edges = np.quantile(means, np.linspace(0.0, 1.0, BANDS + 1))
    band = np.clip(np.searchsorted(edges, means, side="right") - 1, 0, BANDS - 1)
    count = np.maximum(np.bincount(band, minlength=BANDS), 1)
    total = np.bincount(band, weights=means, minlength=BANDS)
    pooled = np.bincount(band, weights=squares, minlength=BANDS) / np.maximum(total, 1e-9)
    size = total / count
    used = size > 0
    return np.maximum(np.interp(means, size[used], pooled[used]), 1.0)


def calibrated(own: Floats, trials: list[Trial], groups: NDArray[np.int64], *, seed: int) -> Spread:
    """Spread of each series whose 80% intervals hold 80% of the trials, by group, at each window length."""
    chance = np.random.default_rng(seed)
    dispersion = np.repeat(own[:, None], len(NODES), axis=1)
    drift = np.full_like(dispersion, 0.02)
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        day_scale = 1.0
        for at, length in enumerate(NODES):
            mean, demand, rows = _sums(trials, members, length, chance)
            if len(mean) < LEAST_SAMPLE:
                mean, demand, rows = _sums(trials, np.arange(len(own)), length, chance)
            if len(mean) < LEAST_SAMPLE:
                continue
            scale, wander = _fit(mean, demand, own[rows] * day_scale, chance.random(len(mean)), daily=length == 1)
            day_scale = scale if length == 1 else day_scale
            dispersion[members, at] *= day_scale if length == 1 else day_scale * scale
            drift[members, at] = wander
    return Spread(np.maximum(dispersion, 1.0), drift)


def _sums(
    trials: list[Trial], members: NDArray[np.int64], length: int, chance: np.random.Generator
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Mean and demand summed over windows of `length` fully exposed days, and their series."""
    means, demands, rows = [], [], []
    for trial in trials:
        reach = trial.mean.shape[1] // length if length == 1 else 1
        for start in range(reach):
            window = slice(start, start + length)
            seen = members[trial.exposure[members, window].min(axis=1) > 0.99]
            means.append(trial.mean[seen, window].sum(axis=1))
            demands.append(trial.demand[seen, window].sum(axis=1))
            rows.append(seen)
    mean, demand, row = np.concatenate(means), np.concatenate(demands), np.concatenate(rows)
    if len(mean) > LARGEST_SAMPLE:
        kept = chance.choice(len(mean), LARGEST_SAMPLE, replace=False)
        return mean[kept], demand[kept], row[kept]
    return mean, demand, row


def _fit(mean: Floats, demand: Floats, own: Floats, uniform: Floats, *, daily: bool) -> tuple[float, float]:
    """Scale of the dispersion and drift at which the randomised 80% interval holds 80%.

    Days are fitted by the scale alone. Sums keep the scale of days and add drift; only where they stray
    less than days do, the scale is lowered instead.
    """

    def held(scale: float, wander: float) -> float:
        variance = np.maximum(own * scale, 1.0) * mean + wander * mean**2
        below = cdf(demand - 1.0, mean, variance)
        rank = below + uniform * (cdf(demand, mean, variance) - below)
        return float(np.mean((rank > 0.1) & (rank < 0.9)))

    if daily or held(1.0, 0.0) > TARGET:
        log = _bisected(lambda log: held(float(np.exp(log)), 0.0), -2.0, 2.0 if daily else 0.0)
        return float(np.exp(log)), 0.0
    return 1.0, _bisected(lambda root: held(1.0, root**2), 0.0, 2.0) ** 2


def _bisected(held: Callable[[float], float], low: float, high: float) -> float:
    """Argument between `low` and `high` at which the growing function `held` reaches the target."""
    for _ in range(10):
        middle = (low + high) / 2
        low, high = (low, middle) if held(middle) > TARGET else (middle, high)
    return (low + high) / 2
