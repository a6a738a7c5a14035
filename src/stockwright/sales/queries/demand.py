"""Sales and days without stock of every item at every place, as the demand panel wants them."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from stockwright.accounts.queries import company_of
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.kit.statements import ask_one, run, work_in_bulk
from stockwright.sales.queries.days import EVER

SERIES: Schema = {
    "series": pl.Int32,
    "variant_id": pl.String,
    "location_id": pl.String,
    "sku": pl.String,
    "name": pl.String,
    "category": pl.String,
    "launched_on": pl.Date,
    "first_on": pl.Date,
    "last_on": pl.Date,
    "stated": pl.Boolean,
}

_NUMBER = """
    create temp table demand_series on commit drop as
    with sold as (
        select variant_id, location_id, min(sold_on) as first_on, max(sold_on) as last_on
        from sales_dailysales
        where company_id = %(company)s and (%(only)s::uuid[] is null or variant_id = any(%(only)s::uuid[]))
        group by variant_id, location_id
    ), held as (
        select variant_id, location_id, stated_at is not null as stated
        from inventory_level
        where company_id = %(company)s and (%(only)s::uuid[] is null or variant_id = any(%(only)s::uuid[]))
    )
    select (row_number() over (order by variant_id, location_id) - 1)::int as series, variant_id, location_id,
        first_on, last_on, coalesce(stated, false) as stated
    from sold full join held using (variant_id, location_id)
    join catalog_variant v on v.company_id = %(company)s and v.id = variant_id and v.archived_at is null
"""

_SERIES = """
    select d.series, d.variant_id, d.location_id, v.sku, p.name, c.name, v.launched_on, d.first_on, d.last_on,
        d.stated
    from demand_series d
    join catalog_variant v on v.company_id = %(company)s and v.id = d.variant_id
    join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    left join catalog_category c on c.company_id = %(company)s and c.id = p.category_id
    order by d.series
"""

_SALES = """
    select d.series, s.sold_on - date '1970-01-01', s.ordered, s.returned, s.revenue,
        case when s.returned = 0 then s.lines else 0 end
    from sales_dailysales s
    join demand_series d on d.variant_id = s.variant_id and d.location_id = s.location_id
    where s.company_id = %(company)s and s.sold_on >= %(since)s
        and (%(only)s::uuid[] is null or s.variant_id = any(%(only)s::uuid[]))
"""

# What was spoilt, sent away or built into a set last was not wanted by a customer.
_STOCK = """
    select d.series, s.taken_on - date '1970-01-01', s.in_stock_minutes, s.hours,
        case when s.on_hand <= 0 and s.in_stock_minutes > 0 then coalesce((
            select m.kind not in ('waste', 'transfer_out', 'conversion') from inventory_movement m
            where m.company_id = %(company)s and m.variant_id = s.variant_id and m.location_id = s.location_id
                and m.quantity < 0 and m.happened_at >= s.taken_on::timestamp at time zone %(zone)s
                and m.happened_at < (s.taken_on + 1)::timestamp at time zone %(zone)s
            order by m.happened_at desc, m.id desc limit 1
        ), true) else false end
    from inventory_snapshot s
    join demand_series d on d.variant_id = s.variant_id and d.location_id = s.location_id
    where s.company_id = %(company)s and s.in_stock_minutes < 1440 and s.taken_on >= %(since)s
        and (%(only)s::uuid[] is null or s.variant_id = any(%(only)s::uuid[]))
"""
_SUMMED = ("sold", "returned", "revenue", "orders")


def series_frame(actor: Actor, only: Sequence[str] | None = None) -> pl.DataFrame:
    """Every item at every place that has sales or stock, numbered densely from 0.

    Archived items are left out, and with `only` all but these. `first_on` and `last_on` are the first and last day
    with a sale or return (null for none); `stated` tells whether its stock is known. The numbers hold for
    `sales_frame` and `stock_frame` in the same transaction.
    """
    run("drop table if exists pg_temp.demand_series", {})
    _number(actor, only)
    return read_frame(_SERIES, {"company": actor.company_id}, SERIES)


def sales_frame(actor: Actor, since: date | None = None, only: Sequence[str] | None = None) -> pl.DataFrame:
    """The sales of each series by day: series, day, sold (ordered pieces), returned, revenue (net), orders.

    `orders` counts the lines that `sold` came in, 0 on a day with returns, which are lines too. Days without a
    line are absent; the channels of a day are added up. Sorted by series and day. `only` are the items of
    `series_frame`.
    """
    _number_once(actor, only)
    schema = {"series": pl.Int32, "day": pl.Int32} | dict.fromkeys(_SUMMED, pl.Float64)
    lines = read_frame(_SALES, _asked(actor, since, only), schema)
    days = lines.group_by("series", "day").agg(pl.col(_SUMMED).sum())
    return days.with_columns(pl.col("day").cast(pl.Date)).sort("series", "day")


def stock_frame(actor: Actor, since: date | None = None, only: Sequence[str] | None = None) -> pl.DataFrame:
    """The days on which a series was not in stock all day: series, day, in_stock_minutes (0..1439).

    `hours` lists the minutes of each hour, null where there was no stock all day; `sold_out` tells that the
    day ended without stock, the last of it sold.
    """
    _number_once(actor, only)
    schema: Schema = {
        "series": pl.Int32,
        "day": pl.Int32,
        "in_stock_minutes": pl.Int16,
        "hours": pl.List(pl.Int16),
        "sold_out": pl.Boolean,
    }
    told = {**_asked(actor, since, only), "zone": company_of(actor).time_zone}
    days = read_frame(_STOCK, told, schema)
    return days.with_columns(pl.col("day").cast(pl.Date)).sort("series", "day")


def _asked(actor: Actor, since: date | None, only: Sequence[str] | None) -> dict[str, object]:
    return {"company": actor.company_id, "since": since or EVER, "only": None if only is None else list(only)}


def _number_once(actor: Actor, only: Sequence[str] | None) -> None:
    [known] = ask_one("select to_regclass('pg_temp.demand_series') is not null", {})
    if not known:
        _number(actor, only)


def _number(actor: Actor, only: Sequence[str] | None) -> None:
    work_in_bulk()
    run(_NUMBER, _asked(actor, None, only))
    run("analyze demand_series", {})
