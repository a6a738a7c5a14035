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


class Shares(NamedTuple):
    """Share of the pooled model in the mean of most items, and in that of dormant ones (0..1)."""

    model: float
    revival: float


class Blend(NamedTuple):
    """The shares that did best, and the trials that say so."""

    shares: Shares
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
    """Forecast by a model that had not seen the days after series stood so, and find its best shares.

    They minimise the Poisson deviance, which is minimal at the true mean; an absolute error would reward
    forecasts that are too low.
    """
    if not stood:
        return Blend(Shares(1.0, 0.0), [])
    learnt = [None if model is None else model.predict(past, each.origin) for each in stood]

    def at(shares: Shares) -> list[Trial]:
        made = zip(stood, learnt, strict=True)
        return [_trial(past, each, expected(each, mean, shares, past.panel.horizon).mean) for each, mean in made]

    if model is None:
        return Blend(Shares(0.0, 0.0), at(Shares(0.0, 0.0)))
    tries = {share: at(Shares(share, share)) for share in SHARES}
    best = Shares(_best(tries, stood, dormant=False), _best(tries, stood, dormant=True))
    return Blend(best, at(best))


def expected(standing: Standing, learnt: Floats | None, shares: Shares, horizon: int) -> Expected:
    """Mean demand of every series, from the pooled model's `learnt` means (n, H) and the statistical ones.

    New items follow their category and what the model makes of them. A dormant item keeps at most the small
    part of its long run that its level still holds, unless the trials show that such items come back.
    """
    origin, names, start = standing
    week = origin.week[:, np.arange(horizon) % 7]
    plain, started = origin.level[:, None] * week, start.level[:, None] * week
    mean, method = plain, np.full(len(plain), "statistical", dtype="<U11")
    new, dormant = names == DemandClass.NEW, names == DemandClass.DORMANT
    if learnt is not None and shares.model > 0:
        mean, method[:] = shares.model * learnt + (1.0 - shares.model) * plain, "model"
        started = 0.5 * (started + learnt)
    if learnt is not None:
        asleep = shares.revival * learnt + (1.0 - shares.revival) * np.minimum(learnt, plain)
        mean = np.where(dormant[:, None], asleep, mean)
    method[new], method[dormant] = "category", "none"
    return Expected(np.where(new[:, None], started, mean), method)


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


def _best(tries: dict[float, list[Trial]], stood: list[Standing], *, dormant: bool) -> float:
    """Share with the least deviance on the dormant series, or on all others."""

    def loss(share: float) -> float:
        pairs = zip(tries[share], stood, strict=True)
        return sum(
            float(_deviances(trial, each.origin.level)[(each.names == DemandClass.DORMANT) == dormant].sum())
            for trial, each in pairs
        )

    return min(tries, key=loss)


def _deviances(trial: Trial, level: Floats) -> Floats:
    """Poisson deviance of each series, (n,), weighted so that large items do not drown the rest."""
    mean = np.maximum(trial.mean * trial.exposure, 1e-6)
    demand = trial.demand
    loss = mean - demand + np.where(demand > 0, demand * np.log(np.maximum(demand, 1e-9) / mean), 0.0)
    return np.asarray((loss * (trial.exposure > 0)).sum(axis=1) / (1.0 + 0.5 * level), dtype=np.float64)
