"""The mean of demand: which method speaks for which item, and how it did on days it had not seen."""

from typing import NamedTuple

import numpy as np

from stockwright.engine.demand.classes import DemandClass, Names
from stockwright.engine.demand.dispersion import Trial
from stockwright.engine.demand.features import Calendar, Origin, origin_at
from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.launches import Start
from stockwright.engine.demand.model import Model, train
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.settings import DemandSettings

TRIAL_STRIDE = 7
TRIALS = 4
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


class Blend(NamedTuple):
    """Share of the pooled model in the mean (the rest is statistical), and the trials that set it."""

    share: float
    trials: list[Trial]


class Expected(NamedTuple):
    """Mean demand (n, H) and the name of the method behind it (n,)."""

    mean: Floats
    method: Names


def tried(panel: Panel, history: History, settings: DemandSettings, seed: int) -> Blend:
    """Forecast the latest weeks without having seen them, and find the best share of the pooled model.

    The share minimises the Poisson deviance, which is minimal at the true mean; an absolute error would
    reward forecasts that are too low.
    """
    horizon = panel.horizon
    newest = panel.days - 1 - horizon
    origins = [last for last in range(newest, newest - TRIAL_STRIDE * TRIALS, -TRIAL_STRIDE) if last >= 27]
    if not origins:
        return Blend(0.0, [])
    model = train(panel, history, last=origins[-1], settings=settings, seed=seed)
    calendar = Calendar.of(panel)
    described = [origin_at(panel, history, last) for last in origins]
    smooth = [origin.statistical(horizon) for origin in described]
    if model is None:
        return Blend(0.0, [_trial(panel, history, last, mean) for last, mean in zip(origins, smooth, strict=True)])
    pooled = [model.predict(panel, calendar, origin, horizon) for origin in described]
    blends = {
        share: [
            _trial(panel, history, last, share * learnt + (1 - share) * plain)
            for last, learnt, plain in zip(origins, pooled, smooth, strict=True)
        ]
        for share in SHARES
    }
    best = min(SHARES, key=lambda share: sum(_deviance(trial) for trial in blends[share]))
    return Blend(best, blends[best])


def expected(panel: Panel, now: Origin, model: Model | None, share: float, names: Names, start: Start) -> Expected:
    """Mean demand of every series: pooled and statistical blended, or what its class calls for.

    New items follow their category; a dormant item keeps at most the fading level of its own past.
    """
    plain = now.statistical(panel.horizon)
    mean, method = plain, np.full(panel.size, "statistical", dtype="<U11")
    if model is not None and share > 0:
        learnt = model.predict(panel, Calendar.of(panel), now, panel.horizon)
        mean, method[:] = share * learnt + (1 - share) * plain, "model"
    new, dormant = names == DemandClass.NEW, names == DemandClass.DORMANT
    started = start.level[:, None] * now.week[:, np.arange(panel.horizon) % 7]
    mean = np.where(new[:, None], started, mean)
    mean = np.where(dormant[:, None], np.minimum(mean, plain), mean)
    method[new], method[dormant] = "category", "none"
    return Expected(mean, method)


def lost_demand(history: History, now: Origin, days: int) -> Floats:
    """Demand estimated unmet over the last `days` days, in pieces, shape (n,): the level times time out of stock."""
    end = now.last + 1
    back = min(days, end)
    missing = 1.0 - history.exposure[:, end - back : end].astype(np.float64)
    week = now.week[:, (np.arange(-back, 0)) % 7]
    return now.level * (missing * week).sum(axis=1)


def _trial(panel: Panel, history: History, last: int, mean: Floats) -> Trial:
    window = slice(last + 1, last + 1 + panel.horizon)
    listed = (panel.first_day <= last)[:, None]
    return Trial(mean, history.demand[:, window].astype(np.float64), history.exposure[:, window] * listed)


def _deviance(trial: Trial) -> float:
    """Poisson deviance weighted as the model's rows are: large items count, but do not drown the rest."""
    mean = np.maximum(trial.mean * trial.exposure, 1e-6)
    demand = trial.demand
    loss = mean - demand + np.where(demand > 0, demand * np.log(np.maximum(demand, 1e-9) / mean), 0.0)
    weight = 1.0 / (1.0 + 0.5 * mean.mean(axis=1, keepdims=True))
    return float((loss * weight * (trial.exposure > 0)).sum())
