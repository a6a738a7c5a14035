"""How long the stock lasts and until when an order can wait."""

from datetime import date

import polars as pl

from stockwright.engine.distributions import quantile

_LONGEST = 3650


def with_runway(items: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """Add runway, stockout date, coverage by open orders, and when an order is due and last safe.

    `runway_days` = free stock / burn rate; `stockout_on` = today + its whole days (null beyond ten years or
    without demand); `po_coverage` = inbound / mean demand over the lead time; `due_on`: the day on which, at
    mean demand, the reorder point is reached (today when it has been); `last_safe_order_on`: at mean demand,
    the last day on which the position still covers one lead time with the service level. A date in the past
    says since when the order has been late.
    """
    lead = quantile(
        items["service_level"].to_numpy(), items["lead_mean"].to_numpy(), items["lead_variance"].to_numpy()
    )
    burn = pl.col("burn_rate")
    stock = pl.col("free").clip(lower_bound=0.0)
    days = items.with_columns(
        lead_need=pl.Series(lead, dtype=pl.Float64),
        runway_days=pl.when(burn > 0).then(stock / burn),
        po_coverage=pl.when(pl.col("lead_mean") > 0).then(pl.col("inbound") / pl.col("lead_mean")),
    ).with_columns(
        slack=pl.when(burn > 0).then((pl.col("position") - pl.col("lead_need")) / burn),
        until_due=pl.when(burn > 0).then(_spare() / burn),
    )
    return days.with_columns(
        stockout_on=_after(today, "runway_days"),
        due_on=_after(today, "until_due"),
        last_safe_order_on=_after(today, "slack"),
    ).drop("slack", "until_due")


def _spare() -> pl.Expr:
    return (pl.col("trigger_stock") - pl.col("reorder_point")).clip(lower_bound=0.0)


def _after(today: date, days: str) -> pl.Expr:
    near = pl.when(pl.col(days).abs() <= _LONGEST).then(pl.col(days).floor())
    return pl.lit(today) + pl.duration(days=near.cast(pl.Int64))
