"""What would have been sold with stock all day: an estimate, kept apart from what was sold."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.panel import Block, Indexes, Panel

MEMORY = 0.97
"""Weight of a day beside the next one nearer to the day that is estimated."""
CATEGORY_MEMORY = 0.8
CATEGORY_TRUST = 2.0
"""Pieces near a day that weigh as much as how all categories together moved."""
PRIOR_DAYS = 3.0
LEAST_RATE = 1e-6


def estimated_demand(panel: Panel, history: History) -> Block:
    """Demand of every series on every day, (n, T), never below `panel.sold`; equal to it where in stock all day.

    Looks to both sides of a day, so it says what was, and is no input of a forecast. What was missed is

        missing share of the day x rate x week x category + what was wanted beyond the last piece

    `rate` is the pieces sold over the time in stock, near days weighing more (MEMORY). Pieces over exposure is
    unbiased although stock ends on days of high demand: pieces less rate x exposure is a martingale, whichever
    moment stops it. Over weeks without stock, which follow weeks of high demand, the rates before and after
    meet. `category` is how the sales of all items of the category moved at the time.
    """
    sold = np.where(_listed(panel), panel.sold, np.float32(0.0))
    rows = np.flatnonzero(((history.exposure < 1.0) & _told(panel)).any(axis=1) | history.unmet.any(axis=1))
    if not len(rows):
        return np.asarray(sold, dtype=np.float32)
    index = category_moves(panel, history)[panel.category[rows] + 1]
    demand, exposed = history.demand[rows], history.exposure[rows] * index
    prior = _usual_rate(demand, exposed, panel.counts[rows])
    pieces, time = _near(demand), _near(exposed)
    rate = (pieces + PRIOR_DAYS * prior[:, None]) / (time + PRIOR_DAYS)
    missing = (1.0 - history.exposure[rows]) * _told(panel)[rows]
    sold[rows] += (missing * index * rate + history.unmet[rows]).astype(np.float32)
    return np.asarray(sold, dtype=np.float32)


def _listed(panel: Panel) -> NDArray[np.bool_]:
    return np.asarray(np.arange(panel.days) >= panel.first_day[:, None])


def _told(panel: Panel) -> NDArray[np.bool_]:
    """Days on which time out of stock counts as such; a day that a person left out says nothing of it."""
    return _listed(panel) if panel.ignored is None else _listed(panel) & ~panel.ignored


def _usual_rate(demand: Block, exposed: Floats, counts: Floats) -> Floats:
    """Pieces per day in stock over all days, (m,); what is usual counts for half a piece."""
    pieces, time = demand.sum(axis=1, dtype=np.float64), exposed.sum(axis=1, dtype=np.float64)
    usual = max(float((pieces * counts).sum()) / max(float((time * counts).sum()), 1e-9), LEAST_RATE)
    return np.asarray((pieces + 0.5) / (time + 0.5 / usual), dtype=np.float64)


def _near(days: Block | Floats) -> Floats:
    """Sums over the days before, at and after each day, weighted by MEMORY to the power of their distance."""
    return _two_sided(np.asarray(days, dtype=np.float32), MEMORY)


def _two_sided(days: Block, memory: float) -> Floats:
    ahead, back = np.array([1.0], np.float32), np.array([1.0, -memory], np.float32)
    before = lfilter(ahead, back, days, axis=1)
    after = lfilter(ahead, back, days[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(before + after - days, dtype=np.float64)


def category_moves(panel: Panel, history: History) -> Floats:
    """Demand of each category and day over what is usual for its items that were in stock, (groups + 1, T).

    Row 0 stands for series without a category: all series together, to which small categories are drawn. The
    week of all series is in it.
    """
    rate = _usual_rate(history.demand, history.exposure.astype(np.float64), panel.counts)
    sold, expected = (
        panel.weighed(history.demand),
        panel.weighed(history.exposure * rate[:, None].astype(np.float32)),
    )
    week = _week(sold.sum(axis=0), expected.sum(axis=0))
    pieces, usual = (_by_category(days, panel.category) for days in (sold, expected))
    near, then = (_two_sided(each.astype(np.float32), CATEGORY_MEMORY) for each in (pieces, usual * week))
    everyone = (near[:1] + 1.0) / (then[:1] + 1.0)
    found = (near + CATEGORY_TRUST * everyone) / (then + CATEGORY_TRUST)
    return np.asarray(week * np.concatenate([everyone, found[1:]]), dtype=np.float64)


def _by_category(days: Block, category: Indexes) -> Floats:
    """Sums of the series of each category, (groups + 1, T); row 0 holds the sum of all."""
    found = np.zeros((int(category.max(initial=-1)) + 2, days.shape[1]))
    order = np.argsort(category, kind="stable")
    codes, starts = np.unique(category[order], return_index=True)
    if len(codes):
        found[codes + 1] = np.add.reduceat(days[order], starts, axis=0, dtype=np.float64)
    found[0] = days.sum(axis=0, dtype=np.float64)
    return found


def _week(pieces: Floats | Block, usual: Floats | Block) -> Floats:
    """Factor of each day's weekday, (T,), with a mean of 1 over the week."""
    weekday = np.arange(len(pieces)) % 7
    sums = [np.bincount(weekday, weights=each, minlength=7) for each in (pieces, usual)]
    factor = np.where(sums[1] > 0, sums[0] / np.maximum(sums[1], 1e-9), 1.0)
    return np.asarray((factor / max(float(factor.mean()), 1e-9))[weekday], dtype=np.float64)
