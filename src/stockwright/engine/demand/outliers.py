"""Days of bulk orders: found, with what is believed of them and what that means for the forecast."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.demand.history import SLOW, Floats, History, believable, ceilings
from stockwright.engine.demand.panel import Indexes, Panel

AHEAD_DAYS = 28


class Outliers(NamedTuple):
    """Days on which more was sold than is believed, or of which a person said something, k of them.

    `series` and `day` say where. `found` tells that the day is above the series' ceiling, `good_day` what is
    sold on an ordinary good one. `believed` is what counts of `sold`, and `effect` what the forecast of the
    next AHEAD_DAYS days would have more (or less) if the day counted in full, in pieces.
    """

    series: Indexes
    day: Indexes
    sold: Floats
    believed: Floats
    good_day: Floats
    found: NDArray[np.bool_]
    effect: Floats


def outlying(panel: Panel, history: History) -> Outliers:
    """Every outlying or decided day of the panel, by series and day.

    The effect is that on the smoothed level, which is the part of the forecast that a single day moves most:
    its pieces, weighted by their age, over the time in stock weighted alike, for AHEAD_DAYS days.
    """
    listed = np.arange(panel.days) >= panel.first_day[:, None]
    sold = np.where(listed, panel.sold, np.float32(0.0))
    told = sold if panel.ignored is None else np.where(panel.ignored, np.float32(0.0), sold)
    good_day, ceiling = believable(told)
    above = sold > ceiling[:, None].astype(np.float32)
    decided = np.zeros_like(above)
    for flags in (panel.kept, panel.damped, panel.ignored):
        decided |= False if flags is None else flags
    series, day = np.nonzero(above | decided)
    pieces = sold[series, day].astype(np.float64)
    believed = np.minimum(told, ceilings(panel, told))[series, day].astype(np.float64)
    return Outliers(
        series=series,
        day=day,
        sold=pieces,
        believed=believed,
        good_day=np.asarray(good_day[series], dtype=np.float64),
        found=above[series, day],
        effect=AHEAD_DAYS * (pieces - believed) * _weight(panel, history, series, day),
    )


def _weight(panel: Panel, history: History, series: Indexes, day: Indexes) -> Floats:
    """Pieces a day that one more piece on a day adds to the level of today, (k,)."""
    exposure = np.maximum(history.slow[1][-1][series].astype(np.float64), SLOW)
    return np.asarray(SLOW * (1.0 - SLOW) ** (panel.days - 1 - day) / exposure, dtype=np.float64)
