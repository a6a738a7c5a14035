"""One gradient-boosted model for all items and all days ahead."""

from dataclasses import dataclass, replace

import lightgbm
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
VOLUME_STRIDE = 4


@dataclass(frozen=True)
class Lessons:
    """Training rows, each (m,): features, demand over the level at the origin, weight, day of the demand.

    `pieces` is the level at the origin, weighted by recency: `ratio` x `pieces` adds up to volume.
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


@dataclass(frozen=True)
class Model:
    """A trained booster, and the factor that makes its means add up to the pieces really sold.

    The learner weighs items by what they can teach, not by their volume; without the factor the total of
    demand that comes in large orders is told too low.
    """

    booster: lightgbm.Booster
    volume: float

    def predict(self, past: Past, origin: Origin) -> Floats:
        """Mean demand of each series on each day of the horizon after the origin, shape (n, H), pieces."""
        panel, horizon = past.panel, past.panel.horizon
        pairs = Pairs(np.repeat(np.arange(panel.size), horizon), np.tile(np.arange(1, horizon + 1), panel.size))
        rows = feature_rows(panel, past.calendar, origin, pairs)
        ratio = self.volume * np.asarray(self.booster.predict(rows), dtype=np.float64)
        return ratio.reshape(panel.size, horizon) * origin.level[:, None]


def lessons(past: Past, *, settings: DemandSettings, seed: int) -> Lessons | None:
    """Draw (origin, series, days ahead) evenly from the training days; None where there is no history."""
    last = past.panel.days - 1
    chance = np.random.default_rng(seed)
    origins = np.arange(last - 1, max(last - settings.training_days, WARM_UP) - 1, -ORIGIN_STRIDE)
    each = settings.training_rows // max(len(origins), 1) + 1
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


def taught(drawn: Lessons | None, *, days: int, settings: DemandSettings, seed: int) -> Model | None:
    """A model that has learnt the lessons; None where `days` of history or the rows are too few."""
    if drawn is None or days < settings.least_history_days or len(drawn.ratio) < settings.least_training_rows:
        return None
    if not drawn.ratio.any():
        return None
    parameters = _parameters(settings, seed)
    data = lightgbm.Dataset(drawn.rows, label=drawn.ratio, weight=drawn.weight, params=parameters)
    booster = lightgbm.train(parameters, data, num_boost_round=settings.trees)
    return Model(booster, _volume(booster, drawn))


def _volume(booster: lightgbm.Booster, drawn: Lessons) -> float:
    """Pieces sold over pieces expected on a part of the lessons, recent days counting for more."""
    part = drawn.every(VOLUME_STRIDE)
    told = np.asarray(booster.predict(part.rows), dtype=np.float64)
    return float((part.pieces * part.ratio).sum() / max(float((part.pieces * told).sum()), 1e-9))


def _parameters(settings: DemandSettings, seed: int) -> dict[str, object]:
    return {
        "objective": "poisson",
        "learning_rate": settings.learning_rate,
        "num_leaves": settings.leaves,
        "min_data_in_leaf": 100,
        "feature_fraction": 0.7,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambda_l2": 1.0,
        "max_bin": 127,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": settings.threads,
        "verbosity": -1,
    }


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
        # The inverse variance of the ratio, where demand varies by dispersion x mean + drift x mean squared.
        weight=exposure * level / (past.dispersion[series] + USUAL_DRIFT * level),
        pieces=exposure * level,
        day=day,
    )
