"""The mean of demand: which method speaks for which item, and how it did on days it had not seen."""

from typing import NamedTuple

import numpy as np

from stockwright.engine.demand.calibration import Trial
from stockwright.engine.demand.classes import DemandClass, Names, classify
from stockwright.engine.demand.features import Origin, origin_at
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.launches import Start, new_item_level
from stockwright.engine.demand.model import Model
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.past import Past
from stockwright.engine.demand.settings import DemandSettings

TRIAL_STRIDE = 7
TRIALS = 4
LEAST_TRIAL = 27
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


class Standing(NamedTuple):
    """Every series at the end of a day: its past, its class (n,), and its level if it were new."""

    origin: Origin
    names: Names
    start: Start


class Blend(NamedTuple):
    """Share of the pooled model in the mean (the rest is statistical), and the trials that set it."""

    share: float
    trials: list[Trial]


class Expected(NamedTuple):
    """Mean demand (n, H) and the name of the method behind it (n,)."""

    mean: Floats
    method: Names


def standing_at(past: Past, settings: DemandSettings, *, last: int) -> Standing:
    """Where every series stood at the end of day `last`."""
    panel, history = past.panel, past.history
    return Standing(
        origin_at(panel, history, last),
        classify(panel, history, settings, last),
        new_item_level(panel, history, past.dispersion, last),
    )


def trial_days(panel: Panel) -> list[int]:
    """Last known days of the trial forecasts, latest first; empty where the history is too short."""
    newest = panel.days - 1 - panel.horizon
    return [last for last in range(newest, newest - TRIAL_STRIDE * TRIALS, -TRIAL_STRIDE) if last >= LEAST_TRIAL]


def tried(past: Past, stood: list[Standing], model: Model | None) -> Blend:
    """Forecast from where series stood, by a model that had not seen the days after, and find its best share.

    The share minimises the Poisson deviance, which is minimal at the true mean; an absolute error would
    reward forecasts that are too low.
    """
    if not stood:
        return Blend(1.0, [])
    learnt = [None if model is None else model.predict(past, each.origin) for each in stood]
    blends = {
        share: [
            _trial(past, each, expected(each, mean, share, past.panel.horizon).mean)
            for each, mean in zip(stood, learnt, strict=True)
        ]
        for share in (SHARES if model is not None else SHARES[:1])
    }
    best = min(blends, key=lambda share: sum(_deviance(trial) for trial in blends[share]))
    return Blend(best, blends[best])


def expected(standing: Standing, learnt: Floats | None, share: float, horizon: int) -> Expected:
    """Mean demand of every series: `share` of the pooled model's `learnt` means (n, H), the rest statistical.

    New items follow their category and what the model makes of them; a dormant item keeps at most the
    fading level of its own past.
    """
    origin, names, start = standing
    plain = origin.statistical(horizon)
    modelled = learnt is not None and share > 0
    mean = share * learnt + (1.0 - share) * plain if learnt is not None else plain
    method = np.full(len(plain), "model" if modelled else "statistical", dtype="<U11")
    new, dormant = names == DemandClass.NEW, names == DemandClass.DORMANT
    started = start.level[:, None] * origin.week[:, np.arange(horizon) % 7]
    mean = np.where(new[:, None], 0.5 * (started + learnt) if learnt is not None else started, mean)
    mean = np.where(dormant[:, None], np.minimum(mean, plain), mean)
    method[new], method[dormant] = "category", "none"
    return Expected(mean, method)


def lost_demand(past: Past, now: Origin, days: int) -> Floats:
    """Pieces estimated unmet over the last `days` days, (n,): level and week over the time out of stock."""
    end = now.last + 1
    back = min(days, end)
    listed = np.arange(end - back, end) >= past.panel.first_day[:, None]
    missing: Floats = listed - past.history.exposure[:, end - back : end].astype(np.float64)
    week = now.week[:, (np.arange(-back, 0)) % 7]
    return np.asarray(now.level * (missing * week).sum(axis=1), dtype=np.float64)


def _trial(past: Past, standing: Standing, mean: Floats) -> Trial:
    panel, history, last = past.panel, past.history, standing.origin.last
    window = slice(last + 1, last + 1 + panel.horizon)
    listed = (panel.first_day <= last)[:, None]
    exposure = history.exposure[:, window].astype(np.float64) * listed
    return Trial(mean, history.demand[:, window].astype(np.float64), exposure, standing.names)


def _deviance(trial: Trial) -> float:
    """Poisson deviance weighted as the model's rows are: large items count, but do not drown the rest."""
    mean = np.maximum(trial.mean * trial.exposure, 1e-6)
    demand = trial.demand
    loss = mean - demand + np.where(demand > 0, demand * np.log(np.maximum(demand, 1e-9) / mean), 0.0)
    weight = 1.0 / (1.0 + 0.5 * mean.mean(axis=1, keepdims=True))
    return float((loss * weight * (trial.exposure > 0)).sum())
