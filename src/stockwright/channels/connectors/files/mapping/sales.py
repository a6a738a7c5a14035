"""Sales lines: what was sold or returned, when, where, for how much."""

from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import polars as pl

from stockwright.channels.connectors.files.mapping.dates import moments
from stockwright.channels.connectors.files.mapping.fees import code_census, fees
from stockwright.channels.connectors.files.mapping.numbers import EXACT, numbers
from stockwright.channels.connectors.files.mapping.plan import Mapping
from stockwright.channels.connectors.files.mapping.verdicts import (
    OLDEST,
    TEXT,
    Check,
    judge,
    length_checks,
    note,
    number_checks,
    sku_checks,
    texts,
)
from stockwright.channels.connectors.files.mapping.words import CANCELLED, RETURNED
from stockwright.sales.rules import fingerprints

LARGEST = 1_000_000_000  # of one line: pieces, and money
_CANCEL_MARK = r"^[Cc]\d"


class SalesLines(NamedTuple):
    """The lines of one batch, each of them in exactly one place."""

    rows: pl.DataFrame
    rejected: pl.DataFrame
    skipped: pl.DataFrame
    warnings: pl.DataFrame
    listed: pl.DataFrame  # sku, location, first_on, last_on, days: listed, but nothing sold
    codes: pl.DataFrame


def parse_sales(batch: pl.DataFrame, mapping: Mapping, *, today: date, zone: ZoneInfo) -> SalesLines:
    """Read sales lines; see `parse` for the columns."""
    frame = _typed(texts(batch, mapping), mapping, zone)
    codes = _codes(frame)
    skipped = fees(codes, mapping.services)["code"].to_list()
    judged = judge(frame, _checks(skipped, today), mapping)
    rows = _with_fingerprint(_with_money(judged.passed), zone)
    warnings = [
        note(rows.filter(~pl.col("fingerprint").is_first_distinct()), "duplicate_line", "sku", mapping),
        note(rows.filter(pl.col("quantity") > 0, pl.col("price") == 0), "zero_price", "price", mapping),
    ]
    return SalesLines(
        rows.select(pl.exclude(f"^{TEXT}.*$")),
        judged.rejected,
        judged.skipped,
        pl.concat(warnings).sort("line"),
        _listed(judged.counted),
        codes,
    )


def _typed(frame: pl.DataFrame, mapping: Mapping, zone: ZoneInfo) -> pl.DataFrame:
    amounts = [
        numbers(frame[TEXT + field], mapping.decimal).alias(field) for field in ("quantity", "price", "revenue")
    ]
    words = ("sku", "name", "location", "channel", "customer", "order", "currency")
    whole = frame.hstack(moments(frame[TEXT + "date"], mapping.date_format, zone)).hstack(amounts)
    quantity = pl.col("quantity")
    returned = pl.col(TEXT + "status").str.contains(RETURNED).fill_null(value=False)
    return whole.with_columns(
        pl.when(returned).then(-quantity.abs()).otherwise(quantity).alias("quantity"),
        *(pl.col(TEXT + word).str.slice(0, 300).alias(word) for word in words),
    )


def _checks(fee_codes: list[str], today: date) -> list[Check]:
    on, quantity, price, revenue = (pl.col(name) for name in ("on", "quantity", "price", "revenue"))
    no_date = pl.col(TEXT + "date").is_null()
    return [
        Check("not_goods", "sku", pl.col("sku").is_in(fee_codes), "skip"),
        *sku_checks(),
        *length_checks("location", "channel", "order", "customer"),
        Check("missing_date", "date", no_date),
        Check("bad_date", "date", on.is_null()),
        Check("date_too_old", "date", on < OLDEST),
        Check("date_in_future", "date", on > today + timedelta(days=1)),
        Check("missing_quantity", "quantity", pl.col(TEXT + "quantity").is_null()),
        *number_checks("quantity"),
        *number_checks("price"),
        *number_checks("revenue"),
        Check("number_too_large", "price", quantity.cast(pl.Float64).abs() * price.cast(pl.Float64) > LARGEST),
        Check("negative_price", "price", price < 0),
        Check("negative_revenue", "revenue", (revenue < 0) & (quantity > 0)),
        Check("cancelled", "status", pl.col(TEXT + "status").str.contains(CANCELLED), "skip"),
        Check("stock_adjustment", "quantity", _adjusts(), "skip"),
        Check("no_sale", "quantity", quantity == 0, "count"),
    ]


def _adjusts() -> pl.Expr:
    """Mark corrections of stock among the returns: no price, no customer, no cancelled order."""
    cancels = pl.col("order").str.contains(_CANCEL_MARK).fill_null(value=False)
    free = (pl.col("price") == 0) & (pl.col("revenue").fill_null(0) == 0)
    return (pl.col("quantity") < 0) & free & pl.col("customer").is_null() & ~cancels


def _with_money(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill price from revenue or revenue from price; money given back has the sign of the quantity."""
    quantity, price, revenue = (pl.col(name) for name in ("quantity", "price", "revenue"))
    signed = pl.when(quantity < 0).then(-revenue.abs()).otherwise(revenue)
    each = (revenue.abs() / quantity.abs()).round(4).cast(EXACT)
    return frame.with_columns(
        pl.coalesce(signed, (quantity * price).round(4).cast(EXACT)).alias("revenue"),
        pl.coalesce(price, each).alias("price"),
    )


def _with_fingerprint(frame: pl.DataFrame, zone: ZoneInfo) -> pl.DataFrame:
    """Files write local time."""
    moment = pl.col("at").dt.convert_time_zone(str(zone)).dt.replace_time_zone(None)
    return frame.with_columns(fingerprints(frame, moment=moment))


def _listed(lines: pl.DataFrame) -> pl.DataFrame:
    """Sum up lines of zero: the item was on offer that day and nothing was sold."""
    days = (
        pl.col("on").min().alias("first_on"),
        pl.col("on").max().alias("last_on"),
        pl.len().alias("lines"),
    )
    return lines.group_by("sku", "location").agg(*days)


def _codes(frame: pl.DataFrame) -> pl.DataFrame:
    money = pl.coalesce("revenue", (pl.col("quantity") * pl.col("price")).round(4).cast(EXACT, strict=False)).alias(
        "money"
    )
    return code_census(frame.select(pl.col("sku").alias("code"), "name", "quantity", money))
