"""Our engine as one of the methods that are compared. All that the benchmarks know of it is in this file."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.told import LEVELS, Floats, Told
from stockwright.engine import distributions
from stockwright.engine.demand import metrics
from stockwright.engine.demand.classes import classify
from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.history import clean
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.predicting import predict
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.training import train

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
    started = time.perf_counter()
    trained = train(panel, seed=SEED)
    learnt = time.perf_counter()
    made = predict(panel, trained)
    levels = np.asarray(LEVELS)
    quantiles = distributions.decimal_quantile(levels, made.mean[..., None], made.variance[..., None])
    done = time.perf_counter()
    return Told(made.mean, quantiles, CountLaw(made), train=learnt - started, predict=done - learnt)


def demand_classes(panel: Panel) -> NDArray[np.str_]:
    """Smooth, erratic, intermittent, lumpy, new or dormant, (n,)."""
    return classify(panel, clean(panel), DemandSettings(), panel.days - 1)
