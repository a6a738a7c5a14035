"""What there is and what it is worth, by both methods."""

from decimal import Decimal
from typing import NamedTuple

import polars as pl

from stockwright.engine.stock.classes import abc_classes
from stockwright.insights.queries.periods import Period
from stockwright.insights.queries.stock_list import STATUS, STATUSES
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.kit.statements import ask, ask_one, by_hash

GROUPS = {"category": "coalesce(c.name, '')", "location": "o.name", "supplier": "coalesce(s.name, '')"}
"""What a valuation can be divided by."""

# How many items have each status, in the order of STATUSES, and what all of them add up to.
_SUMMARY = f"""
    with listed as (
        select {STATUS} as status, l.*
        from catalog_variant v left join (
            select variant_id, sum(on_hand) as on_hand, sum(reserved) as reserved, sum(inbound) as inbound,
                sum(outbound) as outbound, sum(on_hand - reserved - outbound) as free,
                sum(average_value) as average_value, sum(fifo_value) as fifo_value,
                bool_or(stated_at is not null or on_hand <> 0) as known
            from inventory_level where company_id = %(company)s group by variant_id
        ) l on l.variant_id = v.id
        where v.company_id = %(company)s and v.archived_at is null
    )
    select {", ".join(f"count(*) filter (where status = '{status}')" for status in STATUSES)},
        coalesce(sum(on_hand), 0), coalesce(sum(reserved), 0), coalesce(sum(inbound), 0),
        coalesce(sum(outbound), 0), coalesce(sum(average_value), 0), coalesce(sum(fifo_value), 0)
    from listed
"""

_WORTH = """
    select {group}, count(distinct l.variant_id) filter (where l.on_hand <> 0), sum(l.on_hand),
        sum(l.average_value), sum(l.fifo_value)
    from inventory_level l
    join catalog_variant v on v.company_id = %(company)s and v.id = l.variant_id
    join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    join inventory_location o on o.company_id = %(company)s and o.id = l.location_id
    left join catalog_category c on c.company_id = %(company)s and c.id = p.category_id
    left join catalog_supplier s on s.company_id = %(company)s and s.id = v.supplier_id
    where l.company_id = %(company)s
    group by 1 order by 4 desc, 1
"""

_SALES = """
    with sold as (
        select variant_id, sum(revenue) as value from sales_dailysales
        where company_id = %(company)s and sold_on between %(since)s and %(until)s group by variant_id
    ), held as (
        select variant_id, sum(on_hand) as pieces, sum(average_value) as worth from inventory_level
        where company_id = %(company)s group by variant_id
    )
    select v.id::text, coalesce(s.value, 0), coalesce(h.pieces, 0), coalesce(h.worth, 0)
    from catalog_variant v left join sold s on s.variant_id = v.id left join held h on h.variant_id = v.id
    where v.company_id = %(company)s and v.archived_at is null
"""
_SALES_SCHEMA: Schema = {
    "variant_id": pl.String,
    "value": pl.Decimal(38, 4),
    "pieces": pl.Decimal(38, 4),
    "worth": pl.Decimal(38, 4),
}


class Worth(NamedTuple):
    """Stock of one group: items with stock, pieces, and their value by either method."""

    name: str
    items: int
    pieces: Decimal
    average_value: Decimal
    fifo_value: Decimal


class Summary(NamedTuple):
    """All stock: items by status, pieces, and their value by either method."""

    in_stock: int
    low: int
    out: int
    negative: int
    unknown: int
    pieces: Decimal
    reserved: Decimal
    inbound: Decimal
    outbound: Decimal
    average_value: Decimal
    fifo_value: Decimal


class AbcClass(NamedTuple):
    """Items of one class: how many, what they sold, and the stock that is held of them."""

    name: str
    items: int
    sold: Decimal
    pieces: Decimal
    stock_value: Decimal


def valuation(actor: Actor, *, by: str) -> list[Worth]:
    """The value of stock by category, location or supplier, the dearest first."""
    with by_hash():
        return [Worth(*row) for row in ask(_WORTH.format(group=GROUPS[by]), {"company": actor.company_id})]


def summary(actor: Actor) -> Summary:
    """All stock in a few numbers."""
    with by_hash():
        return Summary(*ask_one(_SUMMARY, {"company": actor.company_id}))


def abc_analysis(actor: Actor, period: Period) -> list[AbcClass]:
    """The classes A, B and C by what was sold in the period, with the stock held of each."""
    with by_hash():
        items = read_frame(_SALES, period.params(actor), _SALES_SCHEMA)
    classes = abc_classes(items.select("variant_id", "value")).select("variant_id", "abc")
    told = (
        items.join(classes, on="variant_id")
        .group_by("abc")
        .agg(pl.len(), pl.col("value").sum(), pl.col("pieces").sum(), pl.col("worth").sum())
    )
    found = {row[0]: AbcClass(*row) for row in told.iter_rows()}
    return [found.get(name, AbcClass(name, 0, Decimal(0), Decimal(0), Decimal(0))) for name in "ABC"]
