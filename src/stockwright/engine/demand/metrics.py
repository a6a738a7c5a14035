"""How good a forecast was. Every function takes arrays of the same shape and gives one number.

No forecast is to be chosen by an absolute error alone: on demand that is mostly zero, it rewards forecasts
that are too low. Bias and pinball loss stand beside it.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stockwright.engine import distributions

Floats = NDArray[np.float64]


def wape(actual: Floats, point: Floats) -> float:
    """Sum of absolute errors over the sum of demand; NaN where nothing was sold."""
    return _over(float(np.abs(actual - point).sum()), float(actual.sum()))


def bias(actual: Floats, point: Floats) -> float:
    """Sum of forecast minus demand, over the sum of demand: above zero is too high."""
    return _over(float((point - actual).sum()), float(actual.sum()))


def rmsse(actual: Floats, point: Floats, scale: Floats, volume: Floats) -> float:
    """Root mean squared scaled error, series weighted by `volume` (n,); arrays (n, H), `scale` (n,).

    `scale` is the mean squared day-to-day change in the history (`naive_scale`); series whose history never
    changed are left out. `volume` is what they sold of late: without it, items that hardly sell decide.
    Source: Makridakis, Spiliotis and Assimakopoulos (2022), The M5 accuracy competition. NaN in `actual`
    marks days not judged.
    """
    judged = np.isfinite(actual)
    used = (scale > 0) & judged.any(axis=1)
    squares = np.where(judged, actual - point, 0.0) ** 2
    mean = squares[used].sum(axis=1) / judged[used].sum(axis=1)
    return _over(float((volume[used] * np.sqrt(mean / scale[used])).sum()), float(volume[used].sum()))


def naive_scale(sold: NDArray[np.float32], first_day: NDArray[np.int64]) -> Floats:
    """Mean squared change of demand from day to day since listing, shape (n,)."""
    change = np.diff(sold.astype(np.float64), axis=1) ** 2
    counted = np.arange(1, sold.shape[1]) > first_day[:, None]
    return np.asarray((change * counted).sum(axis=1) / np.maximum(counted.sum(axis=1), 1), dtype=np.float64)


def pinball(actual: Floats, quantiles: Floats, levels: ArrayLike) -> float:
    """Pinball loss summed over days and averaged over levels, twice, over the sum of demand.

    `actual` (m,), `quantiles` (m, Q). The factor two makes the loss of the median alone equal to WAPE.
    """
    wanted = np.asarray(levels, dtype=np.float64)
    above = actual[:, None] - quantiles
    loss = np.maximum(wanted * above, (wanted - 1.0) * above).sum(axis=0).mean()
    return _over(2.0 * float(loss), float(actual.sum()))


def rank(actual: Floats, mean: Floats, variance: Floats, uniform: Floats) -> Floats:
    """Randomised probability integral transform: uniform on 0..1 where the forecast law is right.

    The point of a count's step in the distribution function is drawn by `uniform`, so that an exact 80%
    interval holds 80% and not more. Source: Czado, Gneiting and Held (2009), Predictive model assessment
    for count data.
    """
    below = distributions.cdf(actual - 1.0, mean, variance)
    return below + uniform * (distributions.cdf(actual, mean, variance) - below)


def held(rank_of_actual: Floats, level: float) -> float:
    """Share of outcomes at or below the `level` quantile; equals `level` when calibrated."""
    return float(np.mean(rank_of_actual <= level)) if len(rank_of_actual) else float("nan")


def coverage(rank_of_actual: Floats, low: float = 0.1, high: float = 0.9) -> float:
    """Share of outcomes between two quantile levels; equals `high - low` when calibrated."""
    return held(rank_of_actual, high) - held(rank_of_actual, low)


def tied_rank(actual: Floats, quantiles: Floats, levels: ArrayLike, uniform: Floats) -> Floats:
    """Rank of demand among quantiles alone: `actual` (m,), `quantiles` (m, Q) rising.

    Between two quantiles the rank is drawn between their levels; demand equal to several quantiles, as zero
    often is, is drawn over all of them.
    """
    edges = np.concatenate([[0.0], np.asarray(levels, dtype=np.float64), [1.0]])
    at = actual[:, None]
    low = (quantiles < at).sum(axis=1)
    high = (quantiles <= at).sum(axis=1) + 1
    return np.asarray(edges[low] + uniform * (edges[high] - edges[low]), dtype=np.float64)


def _over(amount: float, demand: float) -> float:
    return amount / demand if demand > 0 else float("nan")
