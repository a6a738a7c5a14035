"""Items and open orders with everything that does not matter filled in."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl

TODAY = date(2026, 11, 20)

Advise = Callable[..., dict[str, Any]]


def frame(rate: float = 2.0, **given: Any) -> pl.DataFrame:
    """One item that sells `rate` pieces a day by a Poisson law; any column may be set.

    At the default rate, lead time 14 and review 7 days: reorder point 53, order-up-to level 69.
    """
    lead = 14 if given.get("lead_days") is None else given["lead_days"]
    known: dict[str, Any] = {
        "item": 0, "on_hand": 100.0, "reserved": 0.0, "expected_returns": 0.0, "lead_days": 14,
        "review_days": 7, "safety_days": 5, "moq": 0.0, "pack_multiple": 1.0, "cost": 5.0, "price": 9.0,
        "threshold_days": None, "service_level": 0.95, "burn_rate": rate, "lead_mean": rate * lead,
        "lead_variance": rate * lead, "protect_mean": rate * (lead + 7),
        "protect_variance": rate * (lead + 7), "confidence": 0.9,
        "demand_class": "smooth", "sold_7": rate * 7, "forecast_7": rate * 7,
    }  # fmt: skip
    return pl.DataFrame({name: [value] for name, value in (known | given).items()})


def many(count: int, **given: Any) -> pl.DataFrame:
    """The same item `count` times, to be told apart by the columns that are set next."""
    return frame(**given).select(pl.all().repeat_by(count).explode())


def lines(*open_orders: tuple[float, int]) -> pl.DataFrame:
    """Open order lines of item 0: (quantity, days from today until expected)."""
    return pl.DataFrame(
        {
            "item": [0] * len(open_orders),
            "quantity": [quantity for quantity, _ in open_orders],
            "expected_on": [TODAY + timedelta(days=days) for _, days in open_orders],
            "placed_on": [TODAY - timedelta(days=20)] * len(open_orders),
        },
        schema={"item": pl.Int32, "quantity": pl.Float64, "expected_on": pl.Date, "placed_on": pl.Date},
    )
