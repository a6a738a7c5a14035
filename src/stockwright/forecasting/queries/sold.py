"""The pieces that count as demand, by what each channel is said to count."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.sales.queries.channels import ChannelDemandRow, channel_demands
from stockwright.sales.queries.days import EVER
from stockwright.sales.queries.demand import sales_frame
from stockwright.sales.rules import DemandKind

TRUST = 20.0
"""Pieces of an item that weigh as much as its whole channel, when it is told how much of it is kept."""

_DAYS = """
    select d.series, s.sold_on - date '1970-01-01', s.channel, s.ordered, s.ordered - s.returned, s.revenue
    from sales_dailysales s
    join demand_series d on d.variant_id = s.variant_id and d.location_id = s.location_id
    where s.company_id = %(company)s and s.sold_on >= %(since)s and s.channel = any(%(channels)s)
        and (%(only)s::uuid[] is null or s.variant_id = any(%(only)s::uuid[]))
"""

# A return belongs to the day of the sale that its order names, the latest before it; without an order to its own.
_GIVEN_BACK = """
    select d.series, coalesce(s.sold_on, r.sold_on) - date '1970-01-01', r.channel,
        coalesce(r.sold_on - s.sold_on, 0), -r.quantity
    from sales_saleline r
    left join lateral (
        select sold_on, location_id from sales_saleline s
        where s.company_id = %(company)s and s.variant_id = r.variant_id and s.channel = r.channel
            and s.quantity > 0 and r.order_ref <> '' and s.order_ref = r.order_ref and s.sold_at <= r.sold_at
        order by s.sold_at desc limit 1
    ) s on true
    join demand_series d on d.variant_id = r.variant_id and d.location_id = coalesce(s.location_id, r.location_id)
    where r.company_id = %(company)s and r.quantity < 0 and r.channel = any(%(channels)s)
        and r.sold_on >= %(since)s and (%(only)s::uuid[] is null or r.variant_id = any(%(only)s::uuid[]))
"""

_KEY = ("series", "day", "channel")
_KEYS: Schema = {"series": pl.Int32, "day": pl.Int32, "channel": pl.String}


def sold_frame(actor: Actor, *, since: date | None, as_of: date, only: Sequence[str] | None = None) -> pl.DataFrame:
    """The demand of each series by day: the columns of `sales_frame`, `sold` being what counts as demand.

    Ordered pieces count on the day of the order. Where a channel counts what is bought out, or net of returns,
    what came back is taken off the day it was ordered on; of orders that customers can still refuse, the share
    counts that is usually kept. To be called after `series_frame`, in its transaction.
    """
    sales = sales_frame(actor, since, only)
    told = {row.channel: row for row in channel_demands(actor) if row.kind != DemandKind.ORDERED}
    if not told:
        return sales
    days = _counted(_channel_days(actor, told, since, only), as_of)
    changes = days.group_by("series", "day").agg(
        (pl.col("counted") - pl.col("ordered")).sum().alias("change"),
        (pl.col("worth") - pl.col("revenue")).sum().alias("dearer"),
    )
    return (
        sales.join(changes, on=["series", "day"], how="full", coalesce=True)
        .with_columns(
            pl.sum_horizontal("sold", "change").alias("sold"),
            pl.sum_horizontal("revenue", "dearer").alias("revenue"),
        )
        .with_columns(pl.col("returned", "orders").fill_null(0.0))
        .select(sales.columns)
        .sort("series", "day")
    )


def _channel_days(
    actor: Actor, told: dict[str, ChannelDemandRow], since: date | None, only: Sequence[str] | None
) -> pl.DataFrame:
    """Each day of the channels: ordered, revenue, its price a piece, what came back, and what settles when."""
    items = None if only is None else list(only)
    asked = {"company": actor.company_id, "since": since or EVER, "channels": list(told), "only": items}
    sold: Schema = {**_KEYS, "ordered": pl.Float64, "net": pl.Float64, "revenue": pl.Float64}
    back: Schema = {**_KEYS, "after": pl.Int32, "pieces": pl.Float64}
    rules = pl.DataFrame(
        {
            "channel": list(told),
            "settle_days": [row.settle_days for row in told.values()],
            "net_of_all": [row.kind == DemandKind.NET for row in told.values()],
        },
        schema={"channel": pl.String, "settle_days": pl.Int32, "net_of_all": pl.Boolean},
    )
    given_back = (
        read_frame(_GIVEN_BACK, asked, back)
        .join(rules, on="channel")
        .filter(pl.col("net_of_all") | (pl.col("after") <= pl.col("settle_days")))
        .group_by(_KEY)
        .agg(pl.col("pieces").sum().alias("back"))
    )
    days = read_frame(_DAYS, asked, sold).join(given_back, on=_KEY, how="full", coalesce=True)
    filled = days.with_columns(pl.col("ordered", "net", "revenue", "back").fill_null(0.0))
    return filled.with_columns(pl.col("day").cast(pl.Date)).join(rules, on="channel")


def _counted(days: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """`counted` pieces and their `worth` at the day's price, for every series, day and channel."""
    settled = pl.col("day") <= pl.lit(as_of) - pl.duration(days=pl.col("settle_days"))
    kept = pl.max_horizontal(pl.col("ordered") - pl.col("back"), 0.0)
    old_orders = pl.when(settled).then(pl.col("ordered")).otherwise(0.0)
    old_kept = pl.when(settled).then(pl.min_horizontal(kept, "ordered")).otherwise(0.0)
    usual = (old_kept.sum().over("channel") + 1.0) / (old_orders.sum().over("channel") + 1.0)
    own = (old_kept.sum().over("series", "channel") + TRUST * usual) / (
        old_orders.sum().over("series", "channel") + TRUST
    )
    counted = pl.when(settled).then(pl.col("ordered") - pl.col("back")).otherwise(pl.col("ordered") * own)
    price = pl.when(pl.col("net") > 0).then(pl.col("revenue") / pl.col("net")).otherwise(0.0)
    return days.with_columns(counted.alias("counted")).with_columns((pl.col("counted") * price).alias("worth"))
