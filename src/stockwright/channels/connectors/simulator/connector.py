"""Bringing a simulated shop's records into a company, as a till and a warehouse would tell them."""

from dataclasses import replace
from datetime import date

import polars as pl

from stockwright.catalog.actions.items import add_items
from stockwright.engine.simulator.shop import Shop
from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.statements import state_stock
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.purchasing.actions.orders import add_orders
from stockwright.sales.actions.lines import SalesRecorded, record_sales
from stockwright.sales.rules import fingerprints

_LINES_AT_ONCE = 200_000


@deed("imports.write")
def bring_shop_in(actor: Actor, *, shop: Shop) -> SalesRecorded:
    """Add the shop's items, opening stock, receipts, sales and purchase orders, all or nothing."""
    add_items(actor, items=_supplied(shop, shop.products))
    state_stock(actor, stock=_opening(shop), batch_id=new_id())
    post_movements(actor, movements=_receipts(shop))
    lines = _lines(shop)
    sold = record_sales(actor, batches=lines.iter_slices(_LINES_AT_ONCE), batch_id=None)
    add_orders(actor, orders=_orders(shop))
    return sold


@deed("imports.write")
def open_shop(actor: Actor, *, shop: Shop) -> None:
    """Add the shop's items and opening stock; what happens there then comes by `bring_days_in`."""
    add_items(actor, items=_supplied(shop, shop.products))
    state_stock(actor, stock=_opening(shop), batch_id=new_id())


@deed("imports.write")
def bring_days_in(actor: Actor, *, shop: Shop, first: date, last: date) -> None:
    """Add what a shop that is open received and sold from a day to another."""
    moves = _receipts(shop).filter(_local_day(shop, "happened_at").is_between(first, last))
    sales = shop.sales.filter(_local_day(shop, "at").is_between(first, last))
    post_movements(actor, movements=moves)
    lines = _lines(replace(shop, sales=sales))
    record_sales(actor, batches=lines.iter_slices(_LINES_AT_ONCE), batch_id=None)


def _local_day(shop: Shop, column: str) -> pl.Expr:
    return pl.col(column).dt.convert_time_zone(shop.spec.time_zone).dt.date()


def _supplied(shop: Shop, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the names of their suppliers instead of the codes."""
    names = shop.suppliers.select(pl.col("code").alias("supplier"), pl.col("name").alias("supplier_name"))
    named = rows.join(names, on="supplier", how="left", maintain_order="left")
    return named.with_columns(supplier=pl.col("supplier_name")).drop("supplier_name")


def _opening(shop: Shop) -> pl.DataFrame:
    """What each item began with; items launched later began with nothing."""
    told = shop.opening.select("sku", "location", pl.col("quantity").alias("on_hand"), "at")
    everywhere = shop.products.select("sku").join(
        shop.locations.select(pl.col("code").alias("location")), how="cross"
    )
    later = everywhere.join(told, on=["sku", "location"], how="anti").with_columns(
        pl.lit(0.0).cast(told.schema["on_hand"]).alias("on_hand"), pl.lit(told["at"].min()).alias("at")
    )
    return _placed(shop, pl.concat([told, later.cast(told.schema)]))


def _placed(shop: Shop, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the names of their places instead of the codes."""
    names = shop.locations.select(pl.col("code").alias("location"), pl.col("name").alias("place"))
    return (
        rows.join(names, on="location", how="left", maintain_order="left")
        .with_columns(location=pl.col("place"))
        .drop("place")
    )


def _receipts(shop: Shop) -> pl.DataFrame:
    number = pl.int_range(pl.len()).over("order_number", "sku", "location")
    return _placed(shop, shop.receipts).select(
        "sku",
        "location",
        "quantity",
        pl.lit("receipt").alias("kind"),
        pl.col("at").alias("happened_at"),
        pl.lit("purchase_order").alias("ref_type"),
        pl.col("order_number").alias("ref_id"),
        pl.format("simulated:{}:{}:{}:{}", "order_number", "sku", "location", number).alias("cause"),
    )


def _lines(shop: Shop) -> pl.DataFrame:
    lines = _placed(shop, shop.sales).with_columns(
        on=_local_day(shop, "at"),
        revenue=pl.col("quantity") * pl.col("price"),
    )
    return lines.with_columns(fingerprints(lines, moment=pl.col("at")))


def _orders(shop: Shop) -> pl.DataFrame:
    costs = shop.products.select("sku", pl.col("cost").alias("unit_cost"))
    return _supplied(shop, _placed(shop, shop.purchase_orders)).join(costs, on="sku", how="left")
