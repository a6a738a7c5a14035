"""Demand as a count: the negative binomial law told by its mean and variance.

Every function broadcasts its arguments. `mean` and `variance` are in pieces and pieces squared; a variance
at or below the mean (times a hair) is read as the Poisson law, which is the limit of the negative binomial.
Sources: Johnson, Kemp and Kotz, Univariate Discrete Distributions, 3rd ed., chapter 5; the loss function
follows from k f(k; r) = mean f(k - 1; r + 1).
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

Floats = NDArray[np.float64]

WITHIN = 0.30
"""How near to its median demand has to be for a forecast to be called right."""

_POISSON = 1.0 + 1e-6
_FAR = 192.0


def cdf(count: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """Probability that demand is at most `count` pieces (values below zero give 0)."""
    size, chance, counted, expected = _parameters(count, mean, variance)
    return _cdf(counted, expected, size, chance)


def quantile(level: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """Smallest whole number of pieces that covers demand with probability `level` (0 < level < 1)."""
    size, chance, wanted, expected = _parameters(level, mean, variance)
    with np.errstate(invalid="ignore", divide="ignore"):
        over = np.asarray(stats.nbinom.ppf(wanted, size, chance), dtype=np.float64)
        poisson = np.asarray(stats.poisson.ppf(wanted, expected), dtype=np.float64)
    found = np.where(np.isinf(size), poisson, over)
    return np.where(expected > 0, found, 0.0)


def decimal_quantile(level: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """Quantile of demand in decimal pieces, never below zero (0 < level < 1).

    The chance of k pieces is spread evenly over k - 1/2 .. k + 1/2, so that quantiles move with the mean and
    not in whole pieces; zero stays zero. Far from zero the law is read as a Pearson III (shifted gamma)
    with the same mean, variance and skewness. Made for millions of values: it walks up the counts with all
    of them at once.
    """
    wanted, expected, spread = _broadcast(level, mean, variance)
    shape = wanted.shape
    flat = wanted.ravel(), expected.ravel(), spread.ravel()
    near = flat[1] + 2.5 * np.sqrt(np.maximum(flat[2], flat[1])) < _FAR
    found = np.zeros(len(flat[0]))
    for part, law in ((near, _walked), (~near, _pearson)):
        found[part] = law(*(values[part] for values in flat))
    return np.maximum(found, 0.0).reshape(shape)


def _walked(level: Floats, mean: Floats, variance: Floats) -> Floats:
    """Decimal quantiles by adding up chances from zero, f(k + 1) = f(k) (r + k) (1 - p) / (k + 1)."""
    ratio = np.maximum(variance / np.maximum(mean, 1e-12), _POISSON)
    size, rest = mean / (ratio - 1.0), 1.0 - 1.0 / ratio
    chance = np.exp(-size * np.log(ratio))
    found = np.zeros(len(level))
    at = np.arange(len(level))
    total, count = chance.copy(), 0
    while len(at):
        done = total >= level
        if count:
            below = total[done] - chance[done]
            found[at[done]] = count - 0.5 + (level[done] - below) / np.maximum(chance[done], 1e-300)
        left = ~done
        at, level, size, rest = at[left], level[left], size[left], rest[left]
        chance = chance[left] * (size + count) * rest / (count + 1)
        total = total[left] + chance
        count += 1
    return found


def _pearson(level: Floats, mean: Floats, variance: Floats) -> Floats:
    ratio = np.maximum(variance / mean, _POISSON)
    skewness = (2.0 * ratio - 1.0) / np.sqrt(ratio * mean)
    shape = 4.0 / skewness**2
    deviation = np.sqrt(ratio * mean)
    standard = (np.asarray(special.gammaincinv(shape, level), dtype=np.float64) - shape) / np.sqrt(shape)
    return mean + deviation * standard


def near_median(mean: ArrayLike, variance: ArrayLike, within: float = WITHIN) -> tuple[Floats, Floats]:
    """Fewest and most whole pieces that are within `within` x median of the median."""
    median = quantile(0.5, mean, variance)
    return np.ceil(median * (1.0 - within) - 1e-9), np.floor(median * (1.0 + within) + 1e-9)


def confidence(mean: ArrayLike, variance: ArrayLike, within: float = WITHIN) -> Floats:
    """Probability (0..1) that demand is within `within` x median of its median."""
    low, high = near_median(mean, variance, within)
    return cdf(high, mean, variance) - cdf(low - 1.0, mean, variance)


def expected_shortage(stock: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """Pieces of demand that `stock` pieces are expected not to cover, E[(D - stock)+].

    Stock below zero is a backlog: it is missing in full, so the result is mean - stock.
    """
    size, chance, held, expected = _parameters(stock, mean, variance)
    whole = np.floor(np.maximum(held, 0.0))
    beyond = 1.0 - _cdf(whole, expected, size, chance)
    tail = expected * (1.0 - _cdf(whole - 1.0, expected, size + 1.0, chance))
    at_whole = np.maximum(tail - whole * beyond, 0.0)
    between = np.maximum(at_whole - (np.maximum(held, 0.0) - whole) * beyond, 0.0)
    return between + np.maximum(-held, 0.0)


def _parameters(value: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> tuple[Floats, Floats, Floats, Floats]:
    """Size r and success chance p of the law (r infinite for Poisson), with the value and mean broadcast."""
    given, expected, spread = _broadcast(value, mean, variance)
    over = spread > expected * _POISSON
    with np.errstate(invalid="ignore", divide="ignore"):
        size = np.where(over, expected**2 / (spread - expected), np.inf)
        chance = np.where(over, expected / spread, 1.0)
    return size, chance, given, expected


def _broadcast(value: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> tuple[Floats, Floats, Floats]:
    wide: tuple[NDArray[Any], ...] = np.broadcast_arrays(
        np.asarray(value, dtype=np.float64),
        np.maximum(np.asarray(mean, dtype=np.float64), 0.0),
        np.asarray(variance, dtype=np.float64),
    )
    given, expected, spread = wide
    return given, expected, spread


def _cdf(count: Floats, mean: Floats, size: Floats, chance: Floats) -> Floats:
    whole = np.floor(count)
    inside = np.maximum(whole, 0.0)
    finite = np.where(np.isinf(size), 1.0, size)
    over = special.betainc(np.maximum(finite, 1e-12), inside + 1.0, chance)
    poisson = special.gammaincc(inside + 1.0, mean)
    found = np.where(np.isinf(size), poisson, over)
    found = np.where(mean > 0, found, 1.0)
    return np.where(whole < 0, 0.0, found)
