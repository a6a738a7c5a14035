"""How good a forecast was, by the measures of the field. Pure: numbers in, numbers out.

`actual` and `point` are (n, H): n series on H days. `history` is (n, T), what was sold before. `weight` (n,)
needs no scale: its share counts. A sum over nothing sold gives NaN.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

WEEK = 7


def wape(actual: Floats, point: Floats) -> float:
    """Sum of absolute errors by day over the sum of demand."""
    return _over(float(np.abs(actual - point).sum()), float(actual.sum()))


def wape_of_sums(actual: Floats, point: Floats, days: int) -> float:
    """WAPE of the sums over every `days` days in a row; days left over at the end are not judged."""
    return wape(sums(actual, days), sums(point, days))


def bias(actual: Floats, point: Floats) -> float:
    """Sum of forecast minus demand, over the sum of demand: above zero is too high."""
    return _over(float((point - actual).sum()), float(actual.sum()))


def weighted_rmsse(actual: Floats, point: Floats, scale: Floats, weight: Floats) -> float:
    """Root mean squared error over `horizon` days in units of `squared_scale` (n,), weighted over series.

    Series whose scale is zero (they never sold, or on their last day only) are left out, with their weight.
    Source: Makridakis, Spiliotis and Assimakopoulos (2022), The M5 accuracy competition.
    """
    used = scale > 0
    errors = np.sqrt(((actual - point) ** 2).mean(axis=1)[used] / scale[used])
    return _over(float((weight[used] * errors).sum()), float(weight[used].sum()))


def scaled_pinball(actual: Floats, quantiles: Floats, levels: ArrayLike, scale: Floats, weight: Floats) -> float:
    """Mean pinball loss over days and levels in units of `absolute_scale` (n,), weighted over series.

    `quantiles` is (n, H, Q). Source: Makridakis and others (2022), The M5 uncertainty competition.
    """
    used = scale > 0
    losses = pinball(actual, quantiles, levels).mean(axis=(1, 2))[used] / scale[used]
    return _over(float((weight[used] * losses).sum()), float(weight[used].sum()))


def weighted_quantile_loss(actual: Floats, quantiles: Floats, levels: ArrayLike) -> float:
    """WQL: twice the sum of the pinball losses over the sum of demand, averaged over levels."""
    by_level = 2.0 * pinball(actual, quantiles, levels).sum(axis=(0, 1))
    return _over(float(by_level.mean()), float(actual.sum()))


def pinball(actual: Floats, quantiles: Floats, levels: ArrayLike) -> Floats:
    """Pinball loss of every series, day and level, (n, H, Q)."""
    wanted = np.asarray(levels, dtype=np.float64)
    above = actual[..., None] - quantiles
    return np.maximum(wanted * above, (wanted - 1.0) * above)


def squared_scale(history: Floats) -> Floats:
    """Mean squared change from day to day since the first sale, (n,); 0 where there is none."""
    return _mean_change(np.diff(history, axis=1) ** 2, history)


def absolute_scale(history: Floats) -> Floats:
    """Mean absolute change from day to day since the first sale, (n,); 0 where there is none."""
    return _mean_change(np.abs(np.diff(history, axis=1)), history)


def sums(days: Floats, length: int) -> Floats:
    """Sums over every `length` days in a row, (n, H // length)."""
    whole = days.shape[1] // length
    parts = days[:, : whole * length].reshape(len(days), whole, length)
    return np.asarray(parts.sum(axis=2), dtype=np.float64)


def rank_in_steps(actual: Floats, quantiles: Floats, levels: ArrayLike, uniform: Floats) -> Floats:
    """Randomised rank of demand (n, ...) among `quantiles` (n, ..., Q), rising; `uniform` decides inside a step.

    Between two quantiles the rank is drawn between their levels. Demand that equals several quantiles, as
    zero often does, is drawn over all of them, so that an exact interval holds what it states and not more.
    """
    edges = np.concatenate([[0.0], np.asarray(levels, dtype=np.float64), [1.0]])
    at = actual[..., None]
    low = (quantiles < at).sum(axis=-1)
    high = (quantiles <= at).sum(axis=-1) + 1
    return np.asarray(edges[low] + uniform * (edges[high] - edges[low]), dtype=np.float64)


def inside(actual: Floats, low: Floats, high: Floats) -> float:
    """Share of demand between two quantiles, both counted in: more than is stated where demand is a count."""
    return float(((actual >= low) & (actual <= high)).mean())


def within(rank: Floats, coverage: float) -> int:
    """How many ranks lie in the central interval that states `coverage`."""
    tail = (1.0 - coverage) / 2.0
    return int(((rank > tail) & (rank <= 1.0 - tail)).sum())


def at_most(rank: Floats, level: float) -> int:
    """How many ranks lie at or below the quantile that states `level`."""
    return int((rank <= level).sum())


def _mean_change(change: Floats, history: Floats) -> Floats:
    sold = history > 0
    first = np.where(sold.any(axis=1), sold.argmax(axis=1), history.shape[1])
    counted = np.arange(1, history.shape[1]) > first[:, None]
    return np.asarray((change * counted).sum(axis=1) / np.maximum(counted.sum(axis=1), 1), dtype=np.float64)


def _over(amount: float, demand: float) -> float:
    return amount / demand if demand > 0 else float("nan")
