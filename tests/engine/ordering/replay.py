"""Mornings in a row: what a policy's advice, followed each time, would have served."""

from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine.ordering.policy import plan
from stockwright.engine.ordering.settings import OrderingSettings

from .make import TODAY, many

WARM_UP = 30


class Outcome:
    """Served share of demand, orders per item and year, and mean stock in days of demand."""

    def __init__(self, wanted: float, sold: float, orders: float, stock_days: float) -> None:
        self.served = sold / wanted
        self.orders, self.stock_days = orders, stock_days


def replay(settings: OrderingSettings, *, lead_days: int, items: int = 40, days: int = 90) -> Outcome:
    """Follow the advice every morning; an order arrives on the morning `lead_days` later.

    The first `WARM_UP` days are not counted.
    """
    rng = np.random.default_rng(7)
    rate = rng.gamma(2.0, 1.5, items) + 0.2
    wanted = rng.poisson(rate, (WARM_UP + days, items))
    stock = np.ceil(rate * (lead_days + 10))
    due = np.zeros((WARM_UP + days + lead_days + 1, items))
    sold = np.zeros_like(wanted, dtype=np.float64)
    held, orders = np.zeros(items), 0
    for day, asked in enumerate(wanted):
        stock += due[day]
        advice = _morning(settings, rate, lead_days, stock, due[day + 1 : day + lead_days + 1])
        due[day + lead_days] += advice
        sold[day] = np.minimum(stock, asked)
        stock -= sold[day]
        if day >= WARM_UP:
            held += stock
            orders += int((advice > 0).sum())
    after = slice(WARM_UP, None)
    stock_days = float((held / days / rate).mean())
    return Outcome(wanted[after].sum(), sold[after].sum(), orders / items * 365 / days, stock_days)


def _morning(
    settings: OrderingSettings,
    rate: NDArray[np.float64],
    lead_days: int,
    stock: NDArray[np.float64],
    due: NDArray[np.float64],
) -> NDArray[np.float64]:
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
        "item": np.arange(len(rate), dtype=np.int32), "on_hand": stock, "burn_rate": rate,
        "lead_mean": rate * lead_days, "lead_variance": rate * lead_days,
        "protect_mean": rate * (lead_days + 7), "protect_variance": rate * (lead_days + 7),
    }  # fmt: skip
    items = many(len(rate), lead_days=lead_days).with_columns(
        **{name: pl.Series(values) for name, values in given.items()}
    )
    return plan(items, arrivals, today=TODAY, settings=settings)["quantity"].to_numpy().copy()
