"""How far the weeks of an item usually stray from its rate, which a change has to stand out from."""

from typing import NamedTuple

import numpy as np

from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.panel import Flags, Indexes

LONG, WEEK, MONTH = 364, 7, 28
PRIOR_WEEKS = 13.0
"""Weeks of its own that weigh as much as what an item's single days say of its weeks."""
PRIOR_MONTHS = 13.0
PRIOR_PIECES = 5.0
LEAST_MONTHS = 3
USUAL_DRIFT = 0.02
CALM, RESTLESS = 0.02, 0.95
LEVEL_SPREAD = 0.05


class Past(NamedTuple):
    """Running sums over the days, (T + 1, n): what is counted (pieces or orders, damped), usual time in stock,
    squares of a day's count, days with a sale, and pieces as they are told; `new` (n,) were listed lately."""

    pieces: Floats
    exposed: Floats
    squares: Floats
    sales: Floats
    told: Floats
    new: Flags

    @property
    def days(self) -> int:
        return len(self.pieces) - 1

    def between(self, sums: Floats, start: Indexes, end: Indexes) -> Floats:
        """What the days start..end-1 of each series add up to, (n,)."""
        rows = np.arange(len(self.new))
        return np.asarray(sums[end, rows] - sums[start, rows], dtype=np.float64)

    def rate(self, start: Indexes, end: Indexes) -> Floats:
        """Pieces per usual day in stock over the days start..end-1 of each series, (n,)."""
        time = self.between(self.exposed, start, end)
        return np.asarray(self.between(self.told, start, end) / np.maximum(time, 1e-9), dtype=np.float64)


class _Blocks(NamedTuple):
    """Squares of the differences, expected pieces and their squares, summed over spans of equal length, (n,)."""

    squares: Floats
    expected: Floats
    expected_squares: Floats
    number: Floats


def scatter(past: Past, split: int) -> Floats:
    """Variance over mean of the weeks of the year before day `split`, (n,), at least 1.

    The weeks of an item are few; they are drawn to what the scatter of its single days, which are many, says,
    times what in this shop weeks scatter beyond days.
    """
    weeks = _blocks(past, split, WEEK)
    first = max(split - LONG, 0)
    first += (split - first) % WEEK
    time = np.maximum(past.exposed[split] - past.exposed[first], 1e-9)
    rate = weeks.expected / time
    excess = past.squares[split] - past.squares[first] - rate**2 * time
    usual = float(excess.sum()) / max(float(weeks.expected.sum()), 1e-9)
    own = np.maximum(excess, 0.5 * weeks.expected) + PRIOR_PIECES * usual
    day = own / (weeks.expected + PRIOR_PIECES)
    beyond = max(float(weeks.squares.sum()) / max(float((day * weeks.expected).sum()), 1e-9), 0.5)
    prior = PRIOR_WEEKS * weeks.expected / weeks.number
    found = (weeks.squares + beyond * day * prior) / np.maximum(weeks.expected + prior, 1e-9)
    return np.asarray(np.maximum(found, 1.0), dtype=np.float64)


def drift(past: Past, split: int, dispersion: Floats) -> Floats:
    """Squared relative size by which the level of each item moves from month to month anyway, (n,).

    By the method of moments over four-week spans of the year before day `split`, drawn to the shop's: the mean of
    all but the calmest and most restless items, weighted by how well it can be seen in each.
    """
    months = _blocks(past, split, MONTH)
    if split < LEAST_MONTHS * MONTH:
        return np.full(len(dispersion), USUAL_DRIFT)
    excess = months.squares - dispersion * months.expected
    seen = np.maximum(months.expected_squares, 1e-9)
    ratio = excess / seen
    weight = (seen / (dispersion * months.expected + LEVEL_SPREAD * seen + 1e-9)) ** 2
    low, high = np.quantile(ratio, (CALM, RESTLESS)) if len(ratio) else (0.0, 0.0)
    weight = np.where((ratio >= low) & (ratio <= high), weight, 0.0)
    usual = max(float((weight * ratio).sum()) / max(float(weight.sum()), 1e-9), 0.0)
    prior = PRIOR_MONTHS * seen / months.number
    return np.asarray((np.maximum(excess, 0.0) + usual * prior) / (seen + prior), dtype=np.float64)


def _blocks(past: Past, split: int, length: int) -> _Blocks:
    ends = np.arange(split, max(split - LONG, 0) - 1, -length)
    pieces, time = -np.diff(past.pieces[ends], axis=0), -np.diff(past.exposed[ends], axis=0)
    rate = pieces.sum(axis=0) / np.maximum(time.sum(axis=0), 1e-9)
    expected = rate * time
    number = np.maximum((time > 0).sum(axis=0), 2).astype(np.float64)
    squares = ((pieces - expected) ** 2).sum(axis=0) * number / (number - 1.0)
    return _Blocks(squares, expected.sum(axis=0), (expected**2).sum(axis=0), number)
