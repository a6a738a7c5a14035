"""Everything a plan starts from, read in bulk: terms, stock, what is on its way, what was sold lately."""

from datetime import date, timedelta
from uuid import UUID

import numpy as np
import polars as pl

from stockwright.kit.actor import Actor
from stockwright.kit.frames import read_frame
from stockwright.kit.statements import work_in_bulk
from stockwright.kit.tenancy import scope

TREND_DAYS = 60
_PRICE_DAYS = 90

_ITEMS = """
    select f.variant_id, f.location_id, v.sku, p.name, l.name, coalesce(c.name, ''), coalesce(s.name, ''),
           case when lv.stated_at is not null then lv.on_hand end, coalesce(lv.reserved, 0),
           coalesce(v.lead_days, s.lead_days), v.moq, v.pack_multiple, v.cost, v.price, v.threshold_days,
           sold.price, sold.week
    from forecasting_itemforecast f
    join catalog_variant v on v.id = f.variant_id and v.archived_at is null
    join catalog_product p on p.id = v.product_id
    join inventory_location l on l.id = f.location_id
    left join catalog_category c on c.id = p.category_id
    left join catalog_supplier s on s.id = v.supplier_id
    left join inventory_level lv
        on lv.company_id = f.company_id and lv.variant_id = f.variant_id and lv.location_id = f.location_id
    left join (
        select variant_id, location_id,
               sum(revenue) / nullif(sum(ordered - returned), 0) as price,
               sum(ordered) filter (where sold_on > %s) as week
        from sales_dailysales
        where company_id = %s and sold_on > %s and sold_on <= %s
        group by variant_id, location_id
    ) sold on sold.variant_id = f.variant_id and sold.location_id = f.location_id
    where f.company_id = %s and f.run_id = %s
    order by f.variant_id, f.location_id
"""

_TREND = """
    select variant_id, location_id, sold_on, sum(ordered)
    from sales_dailysales
    where company_id = %s and sold_on > %s and sold_on <= %s
    group by variant_id, location_id, sold_on
"""

_ITEM_COLUMNS = {
    "variant_id": pl.String,
    "location_id": pl.String,
    "sku": pl.String,
    "name": pl.String,
    "location_name": pl.String,
    "category": pl.String,
    "supplier": pl.String,
    "on_hand": pl.Float64,
    "reserved": pl.Float64,
    "lead_days": pl.Int32,
    "moq": pl.Float64,
    "pack_multiple": pl.Float64,
    "cost": pl.Float64,
    "listed_price": pl.Float64,
    "threshold_days": pl.Int32,
    "realised_price": pl.Float64,
    "sold_7": pl.Float64,
}


def items_to_plan(actor: Actor, *, forecast_run_id: UUID, as_of: date) -> pl.DataFrame:
    """One row per forecast item: identity, stock (null: unknown), ordering terms, money, last week's sales.

    The price is what was really paid on average over the last 90 days; the list price stands in without sales.
    """
    work_in_bulk()
    company = actor.company_id
    week, quarter = as_of - timedelta(days=7), as_of - timedelta(days=_PRICE_DAYS)
    rows = read_frame(_ITEMS, [week, company, quarter, as_of, company, forecast_run_id], _ITEM_COLUMNS)
    sold = pl.when(pl.col("realised_price") > 0).then("realised_price")
    return rows.with_columns(
        pl.col("sold_7").fill_null(0.0),
        pl.coalesce(sold, "listed_price").alias("price"),
        pl.col("category", "supplier").fill_null(""),
        expected_returns=pl.lit(0.0),
    ).with_row_index("item")


def trends(actor: Actor, *, items: pl.DataFrame, as_of: date) -> list[list[float]]:
    """Pieces sold on each of the last TREND_DAYS days, the oldest first, one list per row of `items`."""
    start = as_of - timedelta(days=TREND_DAYS)
    with scope(actor.company_id):
        sold = read_frame(
            _TREND,
            [actor.company_id, start, as_of],
            {"variant_id": pl.String, "location_id": pl.String, "day": pl.Date, "sold": pl.Float64},
        )
    keys = items.select("item", "variant_id", "location_id")
    cells = sold.join(keys, on=["variant_id", "location_id"]).with_columns(
        at=(pl.col("day") - pl.lit(start)).dt.total_days() - 1
    )
    block = np.zeros((items.height, TREND_DAYS))
    block[cells["item"].to_numpy(), cells["at"].to_numpy()] = cells["sold"].to_numpy()
    return [list(map(float, row)) for row in block]
