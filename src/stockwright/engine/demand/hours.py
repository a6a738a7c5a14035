"""At which hours of the day customers buy, and how much of a day's demand could therefore be met."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HOURS = 24
HOUR_MINUTES = 60
TRUST = 200.0
"""Lines of sales that weigh as much as what is known without them."""


def hour_profile(lines: Floats) -> Floats:
    """Share of a day's demand that comes in each hour, shape (g, 2, 24); each row of 24 adds up to 1.

    `lines` (g, 2, 24) counts lines of sales by place, by working day and weekend, and by hour; a line without
    a time of day counts as a 24th in every hour. A weekend is drawn to its place, a place to all places
    together, and these to a day on which every hour is alike, each by TRUST lines.
    """
    flat = np.full(HOURS, 1.0 / HOURS)
    everywhere = _drawn(lines.sum(axis=(0, 1)), flat)
    places = _drawn(lines.sum(axis=1), everywhere)
    return _drawn(lines, places[:, None, :])


def _drawn(lines: Floats, usual: Floats) -> Floats:
    return np.asarray((lines + TRUST * usual) / (lines.sum(axis=-1, keepdims=True) + TRUST), dtype=np.float64)


def met_share(minutes: Floats, profile: Floats) -> Floats:
    """Share of a day's demand that came while there was stock, (k,), from the minutes in stock in each hour.

    `minutes` (k, 24) and `profile` (k, 24) belong together row by row; demand is even within an hour.
    """
    share = (np.minimum(minutes, HOUR_MINUTES) / HOUR_MINUTES * profile).sum(axis=1)
    return np.asarray(np.clip(share, 0.0, 1.0), dtype=np.float64)
