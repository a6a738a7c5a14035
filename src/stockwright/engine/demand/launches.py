"""What to expect of an item that has hardly been sold: how others of its category began."""

from typing import NamedTuple

import numpy as np

from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.seasons import category_mean

LAUNCH_DAYS = 56
LEAST_LAUNCHES = 5.0


class Start(NamedTuple):
    """Mean daily demand (n,) and its relative variance (n,): how unsure the level itself is."""

    level: Floats
    doubt: Floats


def new_item_level(panel: Panel, history: History, dispersion: Floats, last: int) -> Start:
    """Level of each series as if it were new at the end of day `last`: its category's usual start, updated
    by its own sales.

    The levels of a category are taken as gamma distributed (fitted by moments), demand as a count with
    variance `dispersion` x mean; own sales then enter as in any gamma-Poisson model, each piece counting
    1 / dispersion.
    """
    end = last + 1
    usual, spread = _category_start(panel, history, end)
    shape = 1.0 / spread
    sold = history.pieces(end, end) / dispersion
    exposed = history.exposed(end, end) / dispersion
    level = (shape + sold) / (shape / np.maximum(usual, 1e-6) + exposed)
    return Start(level, 1.0 / (shape + sold))


def _category_start(panel: Panel, history: History, end: int) -> tuple[Floats, Floats]:
    """Mean of the daily demand in the first weeks of a category's items, and its relative variance."""
    rate, counted = _first_weeks(panel, history, end)
    launches = category_mean(counted, panel.category) > 0
    everyone = np.full(panel.size, -1)
    enough = launches & (_members(panel, counted) >= LEAST_LAUNCHES)
    mean = np.where(enough, category_mean(rate, panel.category, counted), category_mean(rate, everyone, counted))
    square = np.where(
        enough, category_mean(rate**2, panel.category, counted), category_mean(rate**2, everyone, counted)
    )
    spread = square / np.maximum(mean, 1e-9) ** 2 - 1.0
    return mean, np.clip(spread, 0.5, 4.0)


def _members(panel: Panel, counted: Floats) -> Floats:
    code = panel.category + 1
    found = np.bincount(code, weights=counted)[code]
    return np.where(panel.category >= 0, found, 0.0)


def _first_weeks(panel: Panel, history: History, end: int) -> tuple[Floats, Floats]:
    """Daily demand after each launch seen before column `end`, and for how many it counts; else recent rates."""
    start = np.minimum(panel.first_day, end)
    stop = np.minimum(start + LAUNCH_DAYS, end)
    rows = np.arange(panel.size)
    exposed = history.exposure_sums[stop, rows] - history.exposure_sums[start, rows]
    pieces = history.demand_sums[stop, rows] - history.demand_sums[start, rows]
    launched = ((panel.first_day > 0) & (exposed >= LAUNCH_DAYS / 2)) * panel.counts
    if launched.sum() >= LEAST_LAUNCHES:
        return pieces / np.maximum(exposed, 1.0), launched
    return history.rate(end, 91), (history.exposed(end, 91) > 0) * panel.counts
