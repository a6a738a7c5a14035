"""Our engine as one of the methods that are compared. All that the benchmarks know of it is in this file."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.told import LEVELS, Floats, Told
from stockwright.engine import distributions
from stockwright.engine.demand import metrics
from stockwright.engine.demand.classes import classify
from stockwright.engine.demand.forecast import Forecast, forecast
from stockwright.engine.demand.history import clean
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.settings import DemandSettings

NAME = "stockwright"
SEED = 20


@dataclass(frozen=True)
class CountLaw:
    """The distribution that a forecast states."""

    made: Forecast

    def rank(self, actual: Floats, uniform: Floats) -> Floats:
        """Randomised rank by day."""
        return metrics.rank(actual, self.made.mean, self.made.variance, uniform)

    def window_rank(self, actual: Floats, uniform: Floats, days: int) -> Floats:
        """Randomised rank of sums."""
        mean, variance = self.made.window_moments(np.full(len(actual), float(days)))
        return metrics.rank(actual, mean, variance, uniform)


def ours(panel: Panel) -> Told:
    """The engine with the settings that it is shipped with."""
    made = forecast(panel, seed=SEED)
    levels = np.asarray(LEVELS)
    quantiles = distributions.decimal_quantile(levels, made.mean[..., None], made.variance[..., None])
    return Told(made.mean, quantiles, CountLaw(made))


def demand_classes(panel: Panel) -> NDArray[np.str_]:
    """Smooth, erratic, intermittent, lumpy, new or dormant, (n,)."""
    return classify(panel, clean(panel), DemandSettings(), panel.days - 1)
