"""Sets: who buys a set wants its components too, once the sets that are ready made are gone."""

from dataclasses import dataclass, replace

import numpy as np

from stockwright.engine import distributions
from stockwright.engine.demand.dispersion import NODES, Spread
from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.panel import Indexes


@dataclass(frozen=True)
class Parts:
    """What sets are made of, one line a component, each (p,): numbers of the series of the set and of the
    component at the same place, pieces of the component in one set, and how many sets are ready."""

    whole: Indexes
    component: Indexes
    quantity: Floats
    ready: Floats

    def only(self, lines: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> "Parts":
        """Some of the lines."""
        return Parts(self.whole[lines], self.component[lines], self.quantity[lines], self.ready[lines])


def exploded(told: Forecast, parts: Parts) -> Forecast:
    """The forecast with what sets will take added to the demand of their components.

    A set of sets is taken apart in turn. Means add up; the variance of a component's demand over any window
    gets the square of the quantity times that of the set's (demand of a component by itself and within a set
    taken as independent). Raises ValueError where a set is part of itself.
    """
    left = parts
    changed = np.unique(parts.component)
    while len(left.whole):
        ripe = ~np.isin(left.whole, left.component)
        if not ripe.any():
            raise ValueError("A set cannot be a part of itself.")
        told = _added(told, left.only(ripe))
        left = left.only(~ripe)
    return _requantiled(told, changed) if len(changed) else told


def _added(told: Forecast, parts: Parts) -> Forecast:
    """One level of sets taken apart."""
    more = parts.quantity[:, None] * _beyond(told.mean[parts.whole], parts.ready)
    mean, plain = told.mean.copy(), told.plain.copy()
    np.add.at(mean, parts.component, more)
    np.add.at(plain, parts.component, parts.quantity[:, None] * _beyond(told.plain[parts.whole], parts.ready))
    return replace(told, mean=mean, plain=plain, spread=_spread(told, parts, more, mean))


def _beyond(mean: Floats, ready: Floats) -> Floats:
    """Demand by day, (p, H), that sets which are ready, (p,), do not meet."""
    unmet = np.maximum(np.cumsum(mean, axis=1) - ready[:, None], 0.0)
    return np.diff(unmet, axis=1, prepend=0.0)


def _spread(told: Forecast, parts: Parts, more: Floats, mean: Floats) -> Spread:
    """Dispersion and drift at each window length that give the variance of the added demands."""
    dispersion, drift = told.spread.dispersion.copy(), told.spread.drift.copy()
    touched = np.unique(parts.component)
    for at, days in enumerate(NODES):
        own, total = _window(told.mean, days), _window(mean, days)
        added = _window(more, days)
        linear = told.spread.dispersion[:, at] * own
        square = told.spread.drift[:, at] * own**2
        np.add.at(linear, parts.component, parts.quantity * told.spread.dispersion[parts.whole, at] * added)
        np.add.at(square, parts.component, told.spread.drift[parts.whole, at] * added**2)
        safe = np.maximum(total[touched], 1e-9)
        dispersion[touched, at] = np.maximum(linear[touched] / safe, 1.0)
        drift[touched, at] = square[touched] / safe**2
    return Spread(dispersion, drift)


def _window(mean: Floats, days: int) -> Floats:
    """Demand over the first `days` days; of an average day for 1."""
    return np.asarray(mean.mean(axis=1) if days == 1 else mean[:, :days].sum(axis=1), dtype=np.float64)


def _requantiled(told: Forecast, changed: Indexes) -> Forecast:
    mean = told.mean[changed]
    spread = Spread(told.spread.dispersion[changed], told.spread.drift[changed])
    variance, quantiles = told.variance.copy(), told.quantiles.copy()
    variance[changed] = spread.by_day(mean)
    levels = np.asarray(told.levels)
    quantiles[changed] = distributions.decimal_quantile(levels, mean[..., None], variance[changed][..., None])
    return replace(told, variance=variance, quantiles=quantiles)
