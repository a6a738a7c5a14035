"""Items by what they are worth to the business: a few make most of the money (A), many make little (C)."""

from datetime import date, timedelta

import polars as pl

WINDOW_DAYS = 90
"""Over how many days sales are added up."""

A_SHARE = 0.80
B_SHARE = 0.95


def recent_values(daily: pl.DataFrame, *, today: date, days: int = WINDOW_DAYS) -> pl.DataFrame:
    """The value sold of each item in the `days` before `today`: variant_id, value.

    `daily` has variant_id, sold_on and revenue; returned goods count against what was sold.
    """
    recent = daily.filter((pl.col("sold_on") < today) & (pl.col("sold_on") >= today - timedelta(days=days)))
    return recent.group_by("variant_id").agg(pl.col("revenue").sum().alias("value")).sort("variant_id")


def abc_classes(values: pl.DataFrame, *, a_share: float = A_SHARE, b_share: float = B_SHARE) -> pl.DataFrame:
    """The class of each item: variant_id, value, abc ("A", "B" or "C"), the most valuable first.

    `values` has variant_id and value in money. Items are A until together they reach `a_share` of all money,
    the one that crosses the line with them; then B until `b_share`; the rest is C, and so is every item that
    sold nothing. Of equal values the lower identifier comes first.
    """
    if not 0 < a_share <= b_share <= 1:
        raise ValueError("The shares of A and B are above zero, at most one, and in this order.")
    money = pl.col("value").cast(pl.Float64).fill_null(0).clip(lower_bound=0)
    before = pl.col("money").cum_sum() - pl.col("money")
    ranked = values.with_columns(money=money).sort(["money", "variant_id"], descending=[True, False])
    share = pl.when(pl.col("money") > 0).then(before / pl.col("money").sum()).otherwise(1.0)
    told = ranked.with_columns(
        abc=pl.when(share < a_share)
        .then(pl.lit("A"))
        .when(share < b_share)
        .then(pl.lit("B"))
        .otherwise(pl.lit("C"))
    )
    return told.select("variant_id", "value", "abc")
