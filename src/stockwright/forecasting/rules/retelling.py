"""A forecast told anew: sets taken apart, and as people said."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.sets import Parts, exploded
from stockwright.forecasting.rules.overrides import Floats, Indexes, Overridden, followed_quantiles, overridden


class Retold(NamedTuple):
    """What is `said` in the end, the engine's own means with sets taken apart, and by which override, (n, H)."""

    said: Forecast
    base: Floats
    by: Indexes


def retold(told: Forecast, parts: Parts, items: pl.DataFrame, overrides: pl.DataFrame) -> Retold:
    """The forecast as `overridden` and `exploded` change it together.

    What is said of a set is what is wanted of it, and of its components for it. What is said of a component is all
    that is wanted of it, for its sets too.
    """
    base = exploded(told, parts)
    of_sets = overridden(base.mean, items, overrides, as_of=told.as_of)
    is_set = np.zeros((len(told.mean), 1), dtype=np.bool_)
    is_set[parts.whole] = True
    own = np.maximum(of_sets.mean - (base.mean - told.mean), 0.0)
    wanted = exploded(replace(told, mean=np.where(is_set & (of_sets.mean != base.mean), own, told.mean)), parts)
    others = overridden(wanted.mean, items, overrides, as_of=told.as_of)
    found = Overridden(*(np.where(is_set, mine, theirs) for mine, theirs in zip(of_sets, others, strict=True)))
    variance = wanted.spread.by_day(found.mean)
    before = np.where(is_set, base.mean, wanted.mean)
    levels = np.asarray(told.levels)
    quantiles = followed_quantiles(wanted.quantiles, levels, before, found.mean, variance)
    return Retold(replace(wanted, mean=found.mean, variance=variance, quantiles=quantiles), base.mean, found.by)
