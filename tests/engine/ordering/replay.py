"""Mornings in a row: what a policy's advice, followed each time, would have served."""

from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine.ordering.policy import plan
from stockwright.engine.ordering.settings import OrderingSettings

from .make import TODAY, many

ITEMS, WARM_UP, DAYS = 40, 30, 100
LEAD = np.tile([14, 30], ITEMS // 2)

Floats = NDArray[np.float64]


class Outcome(NamedTuple):
    """Per item: share of demand that was served, orders a year, mean stock in days of demand."""

    served: Floats
    orders: Floats
    stock_days: Floats


def replay(settings: OrderingSettings) -> Outcome:
    """Follow the advice every morning; half the items arrive after 14 days, the others after 30.

    The first `WARM_UP` days are not counted.
    """
    rng = np.random.default_rng(7)
    rate = rng.gamma(2.0, 1.5, ITEMS) + 0.2
    wanted = rng.poisson(rate, (WARM_UP + DAYS, ITEMS)) / 1.0
    due = np.zeros((WARM_UP + DAYS + LEAD.max() + 1, ITEMS))
    sold, held, ordered = np.zeros_like(wanted), np.zeros_like(wanted), np.zeros_like(wanted)
    stock = np.ceil(rate * (LEAD + 10))
    for day, asked in enumerate(wanted):
        stock = stock + due[day]
        ordered[day] = _morning(settings, rate, stock, due[day + 1 :])
        np.add.at(due, (day + LEAD, np.arange(ITEMS)), ordered[day])
        sold[day] = np.minimum(stock, asked)
        stock = stock - sold[day]
        held[day] = stock
    served = sold[WARM_UP:].sum(axis=0) / wanted[WARM_UP:].sum(axis=0)
    orders = (ordered[WARM_UP:] > 0).mean(axis=0) * 365
    return Outcome(served, orders, held[WARM_UP:].mean(axis=0) / rate)


def _morning(settings: OrderingSettings, rate: Floats, stock: Floats, due: Floats) -> Floats:
    ahead, item = np.nonzero(due)
    arrivals = pl.DataFrame(
        {
            "item": item.astype(np.int32),
            "quantity": due[ahead, item],
            "expected_on": [TODAY + timedelta(days=int(days) + 1) for days in ahead],
            "placed_on": [TODAY] * len(item),
        },
        schema={"item": pl.Int32, "quantity": pl.Float64, "expected_on": pl.Date, "placed_on": pl.Date},
    )
    given: dict[str, Any] = {
        "item": np.arange(ITEMS, dtype=np.int32), "on_hand": stock, "burn_rate": rate, "lead_days": LEAD,
        "lead_mean": rate * LEAD, "lead_variance": rate * LEAD,
        "protect_mean": rate * (LEAD + 7), "protect_variance": rate * (LEAD + 7),
    }  # fmt: skip
    items = many(ITEMS).with_columns(**{name: pl.Series(values) for name, values in given.items()})
    return plan(items, arrivals, today=TODAY, settings=settings)["quantity"].to_numpy().copy()
