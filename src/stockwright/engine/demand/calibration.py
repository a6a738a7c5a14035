"""Spread set on days that the model had not seen, so that what we call 80% holds 80%.

By day, each demand class's dispersion is scaled to the greatest likelihood of the trial days. Over windows
the drift is then raised until the quantiles that orders are placed at, and the lowest tenth, hold as often as
they say; only where sums stray less than days do, the dispersion is lowered instead. Demand is a count, whose
steps are shared out as by a randomised probability transform (Smith 1985), in the mean instead of by drawing.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stockwright.engine.demand.classes import DemandClass, Names
from stockwright.engine.demand.dispersion import NODES, Spread
from stockwright.engine.demand.history import Floats
from stockwright.engine.distributions import cdf

STATED = np.array([0.1, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98])
LARGEST_SAMPLE = 4_000
LEAST_SAMPLE = 100
FULL_TRUST = 100.0
USUAL_DRIFT = 0.1
WIDEST_DRIFT = 1.5
MOST_LOWERED = 0.2
SCALES = np.exp(np.linspace(-1.6, 1.6, 9))


@dataclass(frozen=True)
class Trial:
    """Forecasts for days then seen: `mean`, `demand`, `exposure` (n, H), and the classes' `names` (n,)."""

    mean: Floats
    demand: Floats
    exposure: Floats
    names: Names


class Windows(NamedTuple):
    """Trial windows of one length, each (m,): forecast mean, demand, and the series' own dispersion."""

    mean: Floats
    demand: Floats
    dispersion: Floats


class Factors(NamedTuple):
    """What a class does to its members' own dispersion, and its drift, at each of the node lengths."""

    scales: list[float]
    drifts: list[float]


@dataclass(frozen=True)
class Calibration:
    """What the trials say of each demand class: how far its members' spread is from their own dispersion."""

    factors: dict[str, Factors]

    def spread(self, own: Floats, names: Names) -> Spread:
        """Spread of series with their `own` dispersion (n,) and classes `names` (n,)."""
        scales = np.array([self.factors[name].scales for name in names]).reshape(-1, len(NODES))
        drifts = np.array([self.factors[name].drifts for name in names]).reshape(-1, len(NODES))
        return Spread(np.maximum(own[:, None] * scales, 1.0), drifts)


def calibrated(own: Floats, trials: list[Trial], *, seed: int) -> Calibration:
    """Set the spread of each class so that the trials would have held what was stated."""
    chance = np.random.default_rng(seed)
    usual = Factors([1.0] * len(NODES), [USUAL_DRIFT] * len(NODES))
    everyone = _factors(own, trials, None, usual, chance)
    factors = {}
    for name in map(str, DemandClass):
        found, trust = _factors(own, trials, name, everyone, chance), _trust(trials, name)
        factors[name] = Factors(
            [a**trust * b ** (1.0 - trust) for a, b in zip(found.scales, everyone.scales, strict=True)],
            [a * trust + b * (1.0 - trust) for a, b in zip(found.drifts, everyone.drifts, strict=True)],
        )
    return Calibration(factors)


def _trust(trials: list[Trial], name: str) -> float:
    """How far a class speaks for itself (0..1): few series share one fate in the trial weeks."""
    members = sum(int((trial.names == name).sum()) for trial in trials) / max(len(trials), 1)
    return members / (members + FULL_TRUST)


def _factors(
    own: Floats, trials: list[Trial], name: str | None, usual: Factors, chance: np.random.Generator
) -> Factors:
    """Factors of the class `name` (None: all classes); `usual` where trials are too few."""
    days = _windows(own, trials, name, 1, chance)
    if len(days.mean) < LEAST_SAMPLE:
        return usual
    scale = _likeliest_scale(days)
    scales, drifts = [scale], [0.0]
    for at, length in enumerate(NODES[1:], start=1):
        windows = _windows(own, trials, name, length, chance)
        if len(windows.mean) < LEAST_SAMPLE:
            scales.append(scale * usual.scales[at] / usual.scales[0])
            drifts.append(usual.drifts[at])
            continue
        lowered, drift = _held_as_stated(windows, scale)
        scales.append(scale * lowered)
        drifts.append(drift)
    return Factors(scales, drifts)


def _windows(
    own: Floats, trials: list[Trial], name: str | None, length: int, chance: np.random.Generator
) -> Windows:
    """Sums over the first `length` days of each trial, or each day for 1, in stock throughout."""
    parts = [_trial_windows(own, trial, name, length) for trial in trials]
    if not parts:
        return Windows(*(np.zeros(0) for _ in range(3)))
    mean, demand, dispersion = (np.concatenate(values) for values in zip(*parts, strict=True))
    count = min(len(mean), LARGEST_SAMPLE)
    kept = chance.choice(len(mean), count, replace=False)
    return Windows(mean[kept], demand[kept], dispersion[kept])


def _trial_windows(own: Floats, trial: Trial, name: str | None, length: int) -> Windows:
    chosen = np.ones(len(own), dtype=np.bool_) if name is None else trial.names == name
    reach = trial.mean.shape[1] if length == 1 else 1
    shape = (int(chosen.sum()), reach, length)
    exposed = trial.exposure[chosen, : reach * length].reshape(shape).min(axis=2) > 0.99
    mean = trial.mean[chosen, : reach * length].reshape(shape).sum(axis=2)
    demand = trial.demand[chosen, : reach * length].reshape(shape).sum(axis=2)
    dispersion = np.broadcast_to(own[chosen, None], exposed.shape)
    return Windows(mean[exposed], demand[exposed], dispersion[exposed])


def _likeliest_scale(days: Windows) -> float:
    """Factor of the dispersion at which the trial days are likeliest."""

    def likelihood(scale: float) -> float:
        variance = np.maximum(days.dispersion * scale, 1.0) * days.mean
        chance = cdf(days.demand, days.mean, variance) - cdf(days.demand - 1.0, days.mean, variance)
        return float(np.log(np.maximum(chance, 1e-9)).mean())

    heights = np.array([likelihood(float(scale)) for scale in SCALES])
    top = int(np.clip(np.argmax(heights), 1, len(SCALES) - 2))
    before, at, after = heights[top - 1 : top + 2]
    bend = before - 2.0 * at + after
    offset = float(np.clip(0.5 * (before - after) / bend, -1.0, 1.0)) if bend < 0 else 0.0
    return float(SCALES[top] * (SCALES[1] / SCALES[0]) ** offset)


def _held_as_stated(windows: Windows, scale: float) -> tuple[float, float]:
    """Lowering of the dispersion (1 = none) and drift at which sums stay within `STATED` as often as is said."""

    def astray(way: float) -> float:
        lowered, drift = _along(way)
        variance = np.maximum(windows.dispersion * scale * lowered, 1.0) * windows.mean + drift * windows.mean**2
        below = cdf(windows.demand - 1.0, windows.mean, variance)
        at = np.maximum(cdf(windows.demand, windows.mean, variance) - below, 1e-12)
        held = np.clip((STATED[:, None] - below) / at, 0.0, 1.0).mean(axis=1)
        return float(((held - STATED) ** 2 / (STATED * (1.0 - STATED))).sum())

    coarse = min(np.linspace(-1.0, 1.0, 21), key=astray)
    return _along(min(np.clip(coarse + np.linspace(-0.1, 0.1, 9), -1.0, 1.0), key=astray))


def _along(way: float) -> tuple[float, float]:
    """Lowering and drift, from the narrowest (-1) over those of independent days (0) to the widest (1)."""
    return 1.0 + min(way, 0.0) * (1.0 - MOST_LOWERED), max(way, 0.0) ** 2 * WIDEST_DRIFT
