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

_POISSON = 1.0 + 1e-6


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


def _parameters(
    value: ArrayLike, mean: ArrayLike, variance: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    """Size r and success chance p of the law (r infinite for Poisson), with the value and mean broadcast."""
    wide: tuple[NDArray[Any], ...] = np.broadcast_arrays(
        np.asarray(value, dtype=np.float64),
        np.maximum(np.asarray(mean, dtype=np.float64), 0.0),
        np.asarray(variance, dtype=np.float64),
    )
    given, expected, spread = wide
    over = spread > expected * _POISSON
    with np.errstate(invalid="ignore", divide="ignore"):
        size = np.where(over, expected**2 / (spread - expected), np.inf)
        chance = np.where(over, expected / spread, 1.0)
    return size, chance, given, expected


def _cdf(count: Floats, mean: Floats, size: Floats, chance: Floats) -> Floats:
    whole = np.floor(count)
    inside = np.maximum(whole, 0.0)
    finite = np.where(np.isinf(size), 1.0, size)
    over = special.betainc(np.maximum(finite, 1e-12), inside + 1.0, chance)
    poisson = special.gammaincc(inside + 1.0, mean)
    found = np.where(np.isinf(size), poisson, over)
    found = np.where(mean > 0, found, 1.0)
    return np.where(whole < 0, 0.0, found)
