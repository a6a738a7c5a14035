"""Stock counts and products: one line is one item."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from stockwright.channels.connectors.files.mapping.dates import moments
from stockwright.channels.connectors.files.mapping.numbers import numbers
from stockwright.channels.connectors.files.mapping.plan import Mapping
from stockwright.channels.connectors.files.mapping.verdicts import (
    OLDEST,
    TEXT,
    Check,
    Judged,
    judge,
    length_checks,
    note,
    number_checks,
    sku_checks,
    texts,
)

MOST_DAYS = 3650
_ROUNDED = r"^\d[.,]\d+[eE]\+\d+$"


def parse_stock(
    batch: pl.DataFrame, mapping: Mapping, *, today: date, zone: ZoneInfo
) -> tuple[Judged, pl.DataFrame]:
    """Read stock: `line`, `sku`, `name`, `location`, `quantity`, `cost`, `on` (null when not given)."""
    frame = texts(batch, mapping)
    days = moments(frame[TEXT + "date"], mapping.date_format, zone).select("on")
    frame = _typed(frame, mapping, amounts=("quantity", "cost"), words=("sku", "name", "location")).hstack(days)
    on = pl.col("on")
    checks = [
        *sku_checks(),
        *length_checks("location"),
        Check("missing_quantity", "quantity", pl.col(TEXT + "quantity").is_null()),
        *number_checks("quantity"),
        Check("negative_stock", "quantity", pl.col("quantity") < 0),
        *number_checks("cost"),
        Check("negative_price", "cost", pl.col("cost") < 0),
        Check("bad_date", "date", pl.col(TEXT + "date").is_not_null() & on.is_null()),
        Check("date_too_old", "date", on < OLDEST),
        Check("date_in_future", "date", on > today + timedelta(days=1)),
    ]
    judged = judge(frame, checks, mapping)
    again = judged.passed.filter(~pl.struct("sku", "location", "on").is_first_distinct())
    return _tidy(judged), note(again, "repeated_item", "sku", mapping)


def parse_products(batch: pl.DataFrame, mapping: Mapping) -> tuple[Judged, pl.DataFrame]:
    """Read products: `line` and the fields; `lead_days` is whole days, the rest exact decimals or text."""
    amounts = ("cost", "price", "lead_days", "moq", "pack_multiple")
    words = ("sku", "name", "category", "barcode", "supplier")
    frame = _typed(texts(batch, mapping), mapping, amounts=amounts, words=words)
    checks = [
        *sku_checks(),
        *length_checks("category", "supplier", "barcode"),
        *(check for amount in amounts for check in number_checks(amount)),
        *(Check("negative_price", money, pl.col(money) < 0) for money in ("cost", "price")),
        Check("not_positive", "lead_days", pl.col("lead_days") < 0),
        Check("too_many_days", "lead_days", pl.col("lead_days") > MOST_DAYS),
        *(Check("not_positive", pack, pl.col(pack) <= 0) for pack in ("moq", "pack_multiple")),
    ]
    judged = judge(frame, checks, mapping)
    rounded = pl.col("barcode").str.contains(_ROUNDED).fill_null(value=False)
    warnings = [
        note(judged.passed.filter(~pl.col("sku").is_first_distinct()), "repeated_item", "sku", mapping),
        note(judged.passed.filter(rounded), "barcode_cut_by_spreadsheet", "barcode", mapping),
    ]
    cleaned = judged.passed.with_columns(
        pl.when(~rounded).then("barcode").alias("barcode"), pl.col("lead_days").ceil().cast(pl.Int32)
    )
    return _tidy(judged._replace(passed=cleaned)), pl.concat(warnings).sort("line")


def _typed(
    frame: pl.DataFrame, mapping: Mapping, *, amounts: tuple[str, ...], words: tuple[str, ...]
) -> pl.DataFrame:
    read = [numbers(frame[TEXT + amount], mapping.decimal).alias(amount) for amount in amounts]
    return frame.hstack(read).with_columns(pl.col(TEXT + word).str.slice(0, 300).alias(word) for word in words)


def _tidy(judged: Judged) -> Judged:
    return judged._replace(passed=judged.passed.select(pl.exclude(f"^{TEXT}.*$")))
