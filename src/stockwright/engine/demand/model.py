"""One gradient-boosted model for all items and all days ahead."""

from collections.abc import Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np

from stockwright.engine.demand.features import Calendar, Origin, Rows, feature_rows, origin_at
from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.panel import Indexes, Panel
from stockwright.engine.demand.settings import DemandSettings

ORIGIN_STRIDE = 5  # prime to 7, so that every weekday is an origin
WARM_UP = 14
NOISE = 0.5
LARGEST_RATIO = 60.0


@dataclass(frozen=True)
class Sample:
    """Training rows: features, demand over the level at the origin, and weights."""

    rows: Rows
    ratio: Floats
    weight: Floats


@dataclass(frozen=True)
class Model:
    """A trained booster. `predict` gives expected pieces a day."""

    booster: lightgbm.Booster

    def predict(self, panel: Panel, calendar: Calendar, origin: Origin, horizon: int) -> Floats:
        """Mean demand of each series on each of the `horizon` days after the origin, shape (n, horizon)."""
        series = np.repeat(np.arange(panel.size), horizon)
        ahead = np.tile(np.arange(1, horizon + 1), panel.size)
        rows = feature_rows(panel, calendar, origin, series, ahead)
        ratio = np.asarray(self.booster.predict(rows), dtype=np.float64)
        return ratio.reshape(panel.size, horizon) * origin.level[:, None]


def train(panel: Panel, history: History, *, last: int, settings: DemandSettings, seed: int) -> Model | None:
    """Learn from everything up to the end of day `last`; None where there is too little to learn from."""
    if last + 1 < settings.least_history_days:
        return None
    sample = _sample(panel, history, last, settings, np.random.default_rng(seed))
    if sample is None or len(sample.ratio) < settings.least_training_rows or not sample.ratio.any():
        return None
    data = lightgbm.Dataset(sample.rows, label=sample.ratio, weight=sample.weight, params={"max_bin": 127})
    return Model(lightgbm.train(_parameters(settings, seed), data, num_boost_round=settings.trees))


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


def _sample(
    panel: Panel, history: History, last: int, settings: DemandSettings, chance: np.random.Generator
) -> Sample | None:
    """Draw (origin, series, days ahead) evenly from the training days."""
    first = max(last - settings.training_days, WARM_UP)
    origins = np.arange(last - 1, first - 1, -ORIGIN_STRIDE)
    calendar = Calendar.of(panel)
    each = max(settings.training_rows // max(len(origins), 1), 1)
    parts = [_rows_of(panel, history, calendar, int(at), last, each, settings, chance) for at in origins]
    found = [part for part in parts if part is not None]
    return _joined(found) if found else None


def _joined(parts: Sequence[Sample]) -> Sample:
    return Sample(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.ratio for part in parts]),
        np.concatenate([part.weight for part in parts]),
    )


def _rows_of(
    panel: Panel,
    history: History,
    calendar: Calendar,
    at: int,
    last: int,
    count: int,
    settings: DemandSettings,
    chance: np.random.Generator,
) -> Sample | None:
    """At most `count` training rows with origin `at`, their targets no later than `last`."""
    listed = np.flatnonzero(panel.first_day <= at - WARM_UP // 2)
    reach = min(panel.horizon, last - at)
    if not len(listed) or reach < 1:
        return None
    series, ahead = _pairs(listed, reach, count, chance)
    exposure = history.exposure[series, at + ahead].astype(np.float64)
    seen = exposure > 0.1
    series, ahead, exposure = series[seen], ahead[seen], exposure[seen]
    if not len(series):
        return None
    origin = origin_at(panel, history, at)
    level = origin.level[series]
    age = float(last - at)
    return Sample(
        feature_rows(panel, calendar, origin, series, ahead),
        np.minimum(history.demand[series, at + ahead] / exposure / level, LARGEST_RATIO / np.minimum(level, 1.0)),
        # Weight of the negative binomial around the level, in units of ratio; recent days count for more.
        exposure * level / (1.0 + NOISE * level) * 0.5 ** (age / settings.half_life_days),
    )


def _pairs(listed: Indexes, reach: int, count: int, chance: np.random.Generator) -> tuple[Indexes, Indexes]:
    if len(listed) * reach <= count:
        return np.repeat(listed, reach), np.tile(np.arange(1, reach + 1), len(listed))
    return chance.choice(listed, count), chance.integers(1, reach + 1, count)
