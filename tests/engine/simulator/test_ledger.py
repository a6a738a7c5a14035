"""The books of the shop agree with each other at every instant."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
from polars.testing import assert_frame_equal

from stockwright.engine.simulator.shop import Shop
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec

from .figures import mean
from .ledger import balances


def test_stock_is_never_below_zero(shop: Shop) -> None:
    assert balances(shop)["stock"].min() == 0


def test_what_was_sold_is_in_the_sales_lines(shop: Shop) -> None:
    told = shop.sales.filter(pl.col("quantity") > 0).group_by(
        "sku", "location", pl.col("at").dt.date().alias("day")
    )
    lines = told.agg(pl.col("quantity").sum().alias("sold"))
    truth = shop.truth.filter(pl.col("sold") > 0).select(pl.col("sku", "location").cast(pl.String), "day", "sold")
    assert_frame_equal(lines, truth, check_row_order=False, check_column_order=False)


def test_demand_is_lost_only_where_stock_ran_out(shop: Shop) -> None:
    lost = shop.truth.filter(pl.col("sold") < pl.col("demand"))
    assert shop.truth.filter(pl.col("sold") > pl.col("demand")).is_empty()
    assert lost.height > 100
    assert (lost["in_stock_minutes"] < 1440).all()


def test_in_stock_minutes_are_those_of_the_ledger() -> None:
    """The slow twin: walk through each day's movements with a clock."""
    shop = simulate(ShopSpec(end_on=date(2026, 3, 31), items=12, days=70, seed=4))
    by_cell = balances(shop).partition_by("sku", "location", as_dict=True)
    checked = 0
    for row in shop.truth.filter(pl.col("in_stock_minutes") < 1440).iter_rows(named=True):
        cell = by_cell.get((row["sku"], row["location"]))
        walked = 0 if cell is None else walk(cell, row["day"])
        assert row["in_stock_minutes"] == walked // 60
        checked += walked > 0
    assert checked > 10


def walk(cell: pl.DataFrame, day: date) -> int:
    """Seconds of a day on which a cell had stock."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    since, stock, seconds = midnight, 0, 0
    for at, after in cell.select("at", "stock").iter_rows():
        if at >= midnight + timedelta(days=1):
            break
        if at > since:
            seconds += int((at - since).total_seconds()) if stock > 0 else 0
            since = at
        stock = after
    left = int((midnight + timedelta(days=1) - since).total_seconds())
    return seconds + (left if stock > 0 else 0)


def test_receipts_are_the_received_quantities_of_the_orders(shop: Shop) -> None:
    keys = ["sku", "location", "order_number"]
    received = shop.receipts.group_by(keys).agg(pl.col("quantity").sum())
    ordered = shop.purchase_orders.filter(pl.col("received_quantity") > 0).select(
        "sku", "location", order_number="number", quantity="received_quantity"
    )
    assert_frame_equal(received, ordered, check_row_order=False, check_column_order=False)


def test_an_order_is_open_until_all_of_it_has_come(shop: Shop) -> None:
    orders = shop.purchase_orders
    assert (orders["received_quantity"] <= orders["quantity"]).all()
    assert (orders["open"] == (orders["received_quantity"] < orders["quantity"])).all()


def test_orders_respect_minimum_and_packs(shop: Shop) -> None:
    lines = shop.purchase_orders.join(shop.products, on="sku")
    assert (lines["quantity"] % lines["pack_multiple"] == 0).all()
    assert (lines["quantity"] >= lines["moq"]).all()
    assert (lines["supplier"] == lines["supplier_right"]).all()


def test_a_customers_order_is_one_visit(shop: Shop) -> None:
    visits = (
        shop.sales.filter(pl.col("quantity") > 0)
        .group_by("order")
        .agg(
            pl.col("at", "location", "channel", "customer").n_unique(),
            pl.len(),
            items=pl.col("sku").n_unique(),
        )
    )
    assert visits.select(pl.col("at", "location", "channel", "customer").max()).row(0) == (1, 1, 1, 1)
    assert (visits["items"] == visits["len"]).all()
    assert mean(visits["len"] > 1) > 0.2


def test_returns_bring_back_what_was_bought_before(shop: Shop) -> None:
    keys = ["order", "sku", "location", "channel", "price"]
    bought = shop.sales.filter(pl.col("quantity") > 0)
    back = shop.sales.filter(pl.col("quantity") < 0)
    pairs = back.join(bought, on=keys, suffix="_bought")
    assert 0.01 < back.height / bought.height < 0.12
    assert pairs.height == back.height
    assert (-pairs["quantity"] <= pairs["quantity_bought"]).all()
    assert (pairs["at"] > pairs["at_bought"]).all()


def test_the_day_is_that_of_the_shops_time_zone() -> None:
    spec = ShopSpec(end_on=date(2026, 3, 31), items=40, days=90, time_zone="Asia/Seoul")
    shop = simulate(spec)
    local = shop.sales["at"].dt.convert_time_zone("Asia/Seoul")
    assert shop.sales.schema["at"] == pl.Datetime("us", "UTC")
    assert (local.dt.hour().min(), local.dt.hour().max()) == (6, 21)
    assert local.dt.date().max() == spec.end_on
    assert shop.opening["at"][0] == datetime(2025, 12, 31, 15, tzinfo=UTC)
