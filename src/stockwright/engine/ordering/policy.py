"""The morning's advice: what to order, how much, and what waiting costs."""

from datetime import date

import polars as pl

from stockwright.engine.ordering.items import complete
from stockwright.engine.ordering.levels import with_levels
from stockwright.engine.ordering.lists import with_list
from stockwright.engine.ordering.money import with_money
from stockwright.engine.ordering.position import with_position
from stockwright.engine.ordering.rounding import with_quantity
from stockwright.engine.ordering.runway import with_runway
from stockwright.engine.ordering.settings import OrderingSettings


def plan(items: pl.DataFrame, arrivals: pl.DataFrame, *, today: date, settings: OrderingSettings) -> pl.DataFrame:
    """Advise on every item: one row per item, in the order given, with every term the advice rests on.

    `items` has the columns `items.REQUIRED`, one row per item; nulls mean unknown. Quantities are pieces,
    days are calendar days, money is per piece. `arrivals` has item, quantity, expected_on and placed_on of
    every open order line. The answer keeps the columns of `items`, with the defaults that were used filled
    in, and adds those of each step below; see there for what they mean. Raises ValueError for a missing
    column.
    """
    return (
        complete(items, settings)
        .pipe(with_position, arrivals, today=today)
        .pipe(with_levels, settings)
        .pipe(with_quantity)
        .pipe(with_runway, today=today)
        .pipe(with_money, settings)
        .pipe(with_list, settings)
        .with_columns(policy=pl.lit(settings.policy))
    )
