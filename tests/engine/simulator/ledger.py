"""The stock ledger of a shop, from its books alone."""

import polars as pl

from stockwright.engine.simulator.shop import Shop


def movements(shop: Shop) -> pl.DataFrame:
    """Every change of stock (at, sku, location, change) by time, what comes before what goes."""
    columns = ["at", "sku", "location", "change"]
    parts = [
        shop.opening.with_columns(change="quantity"),
        shop.receipts.with_columns(change="quantity"),
        shop.sales.with_columns(change=-pl.col("quantity")),
    ]
    typed = [part.select(columns).with_columns(pl.col("change").cast(pl.Int64)) for part in parts]
    return pl.concat(typed).sort("at", -pl.col("change"))


def balances(shop: Shop) -> pl.DataFrame:
    """The movements with the stock after each."""
    return movements(shop).with_columns(stock=pl.col("change").cum_sum().over("sku", "location"))
