"""Money at stake, against the customers of a simulated shop who were sent away."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from stockwright.engine.ordering.policy import plan
from stockwright.engine.ordering.settings import OrderingSettings
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec

from .make import TODAY, lines, many

LEAD, REVIEW = 14, 7
MORNINGS = range(100, 400 - LEAD - REVIEW, 20)

Matrix = NDArray[np.float64]


def test_the_money_of_the_lines_is_what_a_shop_loses_by_waiting() -> None:
    """Twenty mornings, each line once followed and once put off, with the demand that really came."""
    mean, demand, goods = shop()
    spread = ((demand - mean) ** 2).sum(axis=1) / mean.sum(axis=1)
    rng = np.random.default_rng(8)
    promised = lost = 0.0
    for morning in MORNINGS:
        advice = advised(goods, mean[:, morning:], spread, rng)
        coming = demand[:, morning : morning + LEAD + REVIEW]
        promised += advice["money_at_stake"].to_numpy().sum()
        saved = shortage(advice, coming, follow=False) - shortage(advice, coming, follow=True)
        lost += float((saved * advice["unit_value"].to_numpy()).sum())
    assert lost > 10_000
    assert promised == pytest.approx(lost, rel=0.05)


def shop() -> tuple[Matrix, Matrix, pl.DataFrame]:
    """Mean and demand, items x days, of the items that were there from the first day; and their prices."""
    made = simulate(ShopSpec(end_on=date(2026, 6, 30), items=500, days=400, locations=1))
    truth = made.truth.filter(pl.len().over("sku") == made.spec.days)
    items = truth.height // made.spec.days
    mean, demand = (
        truth[name].cast(pl.Float64).to_numpy().reshape(items, made.spec.days) for name in ("mean_demand", "demand")
    )
    skus = truth["sku"].unique(maintain_order=True).cast(pl.String).to_frame()
    return mean, demand, skus.join(made.products, on="sku", maintain_order="left")


def advised(goods: pl.DataFrame, ahead: Matrix, spread: Matrix, rng: np.random.Generator) -> pl.DataFrame:
    """The advice of one morning, at stocks between nothing and plenty, by a forecast that knows the truth."""
    lead, protect = ahead[:, :LEAD].sum(axis=1), ahead[:, : LEAD + REVIEW].sum(axis=1)
    ratio = np.maximum(spread, 1.0)
    given: dict[str, Any] = {
        "item": np.arange(len(goods), dtype=np.int32), "cost": goods["cost"], "price": goods["price"],
        "on_hand": np.floor(protect * rng.uniform(0.0, 1.5, len(goods))),
        "burn_rate": protect / (LEAD + REVIEW),
        "lead_mean": lead, "lead_variance": lead * ratio,
        "protect_mean": protect, "protect_variance": protect * ratio,
    }  # fmt: skip
    items = many(len(goods)).with_columns(**{name: pl.Series(values) for name, values in given.items()})
    return plan(items, lines(), today=TODAY, settings=OrderingSettings(extra_cover_days=10_000))


def shortage(advice: pl.DataFrame, coming: Matrix, *, follow: bool) -> Matrix:
    """Pieces of each ordered item asked for in vain until the next review's order would be there."""
    stock, ordered = advice["free"].to_numpy().copy(), advice["quantity"].to_numpy()
    missed = np.zeros(len(stock))
    for day in range(LEAD + REVIEW):
        if follow and day == LEAD:
            stock = stock + ordered
        missed += np.maximum(coming[:, day] - stock, 0.0)
        stock = np.maximum(stock - coming[:, day], 0.0)
    return np.where(ordered > 0, missed, 0.0)
