"""Families that have nothing to learn: what they tell follows from the past at once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stockwright.engine.demand.families.family import Family, Learnt, Schooling
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.standing import Standing

TREND_DAYS = 91
LARGEST_TREND = 2.0


@dataclass(frozen=True)
class Plain:
    """A family that knows all it needs."""

    tells: Callable[[Standing], Floats]

    def mean(self, now: Standing) -> Floats:
        """Mean demand of each series on each day of the horizon, shape (m, H), pieces."""
        return self.tells(now)

    def to_bytes(self) -> bytes:
        """Nothing."""
        return b""


def smoothed(now: Standing) -> Floats:
    """Exponentially smoothed level over time in stock, times the weekly index."""
    return now.level[:, None] * now.week


def launched(now: Standing) -> Floats:
    """How items of the category began, updated by the item's own sales, times the weekly index."""
    return now.start.level[now.series, None] * now.week


def trending(now: Standing) -> Floats:
    """A straight line through the weeks of the last quarter (least squares, weighted by time in stock).

    At most doubled and at least halved within the horizon: a line knows no end.
    """
    history, end = now.past.history, now.origin.last + 1
    weeks = min(TREND_DAYS // 7, end // 7)
    if weeks < 4:
        return smoothed(now)
    edges = [end - 7 * at for at in range(weeks, -1, -1)]
    pieces = np.stack([history.pieces(edge, 7) for edge in edges[1:]], axis=1)[now.series]
    exposed = np.stack([history.exposed(edge, 7) for edge in edges[1:]], axis=1)[now.series]
    at = np.arange(weeks) - (weeks - 1) / 2
    total = np.maximum(exposed.sum(axis=1), 1e-9)
    middle = (exposed * at).sum(axis=1) / total
    rate = pieces.sum(axis=1) / total
    bend = ((at - middle[:, None]) ** 2 * exposed).sum(axis=1)
    # One piece a week of doubt keeps the line of a slow mover flat.
    slope = ((at - middle[:, None]) * pieces).sum(axis=1) / (bend + 7.0 * weeks / np.maximum(rate, 1e-3))
    ahead = (np.arange(now.past.panel.horizon) + 0.5) / 7 + weeks / 2 - middle[:, None]
    line = rate[:, None] + slope[:, None] * ahead
    level = np.clip(line, rate[:, None] / LARGEST_TREND, rate[:, None] * LARGEST_TREND)
    return np.asarray(level * now.week, dtype=np.float64)


def _plain(name: str, tells: Callable[[Standing], Floats]) -> Family:
    known = Plain(tells)

    def learn(_: Schooling) -> Learnt:
        return known

    def read(_: bytes) -> Learnt:
        return known

    return Family(name, learn, read)


SMOOTHING = _plain("smoothing", smoothed)
LAUNCH = _plain("launch", launched)
TREND = _plain("trend", trending)
