"""What pooled families learn from: moments of the past, and the demand of a day that followed."""

from dataclasses import dataclass, replace

import numpy as np

from stockwright.engine.demand.features import Origin, Pairs, Rows, feature_rows, origin_at
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.panel import Flags, Indexes
from stockwright.engine.demand.past import Past
from stockwright.engine.demand.settings import DemandSettings

ORIGIN_STRIDE = 5  # prime to 7, so that every weekday is an origin
WARM_UP = 14
LEAST_LISTED = 7
LEAST_EXPOSURE = 0.1
USUAL_DRIFT = 0.3
LARGEST_RATIO = 60.0


@dataclass(frozen=True)
class Lessons:
    """Training rows, each (m,): features, demand over the level at the origin, weight, day of the demand.

    `weight` is the geometric mean of two: the inverse variance of the ratio, where demand varies by dispersion
    x mean + drift x mean squared, from which most is learnt, and the volume, by which mistakes cost. `pieces`
    is the level at the origin, weighted by recency: `ratio` x `pieces` adds up to volume.
    """

    rows: Rows
    ratio: Floats
    weight: Floats
    pieces: Floats
    day: Indexes

    def until(self, last: int) -> "Lessons":
        """Only what had happened by the end of day `last`."""
        return self._chosen(self.day <= last)

    def every(self, stride: int) -> "Lessons":
        """Every `stride`-th row."""
        return self._chosen(slice(None, None, stride))

    def _chosen(self, kept: Flags | slice) -> "Lessons":
        return Lessons(self.rows[kept], self.ratio[kept], self.weight[kept], self.pieces[kept], self.day[kept])


def lessons(past: Past, *, settings: DemandSettings, seed: int) -> Lessons | None:
    """Draw (origin, series, days ahead) evenly from the training days; None where there is no history."""
    last = past.panel.days - 1
    chance = np.random.default_rng(seed)
    origins = np.arange(last - 1, max(last - settings.training_days, WARM_UP) - 1, -ORIGIN_STRIDE)
    each = settings.rows_for(past.panel.size) // max(len(origins), 1) + 1
    pairs = {int(at): _pairs(past, int(at), each, chance) for at in origins}
    found = [
        _lessons_from(past, origin_at(past.panel, past.history, at), drawn)
        for at, drawn in pairs.items()
        if len(drawn.series)
    ]
    if not found:
        return None
    columns = zip(*((each.rows, each.ratio, each.weight, each.pieces, each.day) for each in found), strict=True)
    drawn = Lessons(*(np.concatenate(parts) for parts in columns))
    recency = 0.5 ** ((last - drawn.day) / settings.half_life_days)
    return replace(drawn, weight=drawn.weight * recency, pieces=drawn.pieces * recency)


def _pairs(past: Past, at: int, count: int, chance: np.random.Generator) -> Pairs:
    """At most `count` pairs of origin `at` whose day is past, and on which the item could be bought."""
    panel = past.panel
    listed = np.flatnonzero(panel.first_day <= at - LEAST_LISTED)
    reach = min(panel.horizon, panel.days - 1 - at)
    if len(listed) * reach <= count:
        series, ahead = np.repeat(listed, reach), np.tile(np.arange(1, reach + 1), len(listed))
    else:
        series, ahead = chance.choice(listed, count), chance.integers(1, reach + 1, count)
    seen = past.history.exposure[series, at + ahead] > LEAST_EXPOSURE
    return Pairs(series[seen], ahead[seen])


def _lessons_from(past: Past, origin: Origin, pairs: Pairs) -> Lessons:
    series, day = pairs.series, origin.last + pairs.ahead
    level = origin.level[series]
    exposure = past.history.exposure[series, day].astype(np.float64)
    ratio = past.history.demand[series, day] / exposure / level
    return Lessons(
        rows=feature_rows(past.panel, past.calendar, origin, pairs),
        ratio=np.minimum(ratio, LARGEST_RATIO / np.minimum(level, 1.0)),
        weight=exposure * level / np.sqrt(past.dispersion[series] + USUAL_DRIFT * level),
        pieces=exposure * level,
        day=day,
    )
