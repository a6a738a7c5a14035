"""A simulated shop: its records as any system would keep them, and the truth behind them."""

from dataclasses import dataclass

import polars as pl

from stockwright.engine.simulator.spec import ShopSpec


@dataclass(frozen=True)
class Shop:
    """What a shop knows of itself, and in `truth` what it does not.

    suppliers        code, name, lead_days_mean, lead_days_sd, review_days
    products         sku, name, category, cost, price, barcode, supplier, lead_days, moq, pack_multiple,
                     launched_on
    locations        code, name
    opening          sku, location, quantity, at
    sales            at, sku, location, channel, order, quantity (below zero: a return), price (paid per
                     piece), customer (null: unknown); sorted by time
    purchase_orders  number, supplier, sku, location, quantity, placed_on, expected_on, received_quantity,
                     open; one row per line
    receipts         at, sku, location, quantity, order_number; sorted by time
    promotions       sku, starts_on, ends_on (both included), discount (share of the price)
    truth            sku, location, day, mean_demand, demand, sold (without returns), in_stock_minutes; one
                     row per local day since the launch; sku and location are enums, to keep it small

    At every instant opening + receipts - sales (returns added) is at least zero for each sku and location.
    Deliveries and returns are booked between 6 and 7 in the morning, sales from 7 to 22 o'clock.
    """

    spec: ShopSpec
    suppliers: pl.DataFrame
    products: pl.DataFrame
    locations: pl.DataFrame
    opening: pl.DataFrame
    sales: pl.DataFrame
    receipts: pl.DataFrame
    purchase_orders: pl.DataFrame
    promotions: pl.DataFrame
    truth: pl.DataFrame
