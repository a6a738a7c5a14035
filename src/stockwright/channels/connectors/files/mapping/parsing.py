"""From a batch of text to typed rows, with a reason for every line that is not among them."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import polars as pl

from stockwright.channels.connectors.files.mapping.items import parse_products, parse_stock
from stockwright.channels.connectors.files.mapping.plan import Mapping, check_columns
from stockwright.channels.connectors.files.mapping.sales import parse_sales
from stockwright.channels.connectors.files.mapping.verdicts import broken


@dataclass(frozen=True)
class Parsed:
    """What one batch holds: lines read = rows + rejected + skipped + lines that sold nothing.

    `rejected`, `skipped` and `warnings` have `line`, `column`, `value`, `reason`; one line is rejected or
    skipped once, for its first reason. Warnings speak of lines that are among the rows.
    `listed` sums up lines of zero by `sku` and `location`: `first_on`, `last_on`, `lines`.
    `codes` counts the lines of every code (`code_census`): merged over a file it tells the `fees` to show,
    and `settled` writes them into the mapping, so that every batch of the import skips the same codes.
    """

    rows: pl.DataFrame
    rejected: pl.DataFrame
    skipped: pl.DataFrame
    warnings: pl.DataFrame
    listed: pl.DataFrame
    codes: pl.DataFrame

    @property
    def unsold_lines(self) -> int:
        return int(self.listed["lines"].sum()) if self.listed.width else 0


def parse(batch: pl.DataFrame, mapping: Mapping, *, today: date, zone: ZoneInfo) -> Parsed:
    """Read a batch of a table by a mapping. Raises `BadMapping` when the mapping does not fit the columns.

    Rows of sales: `line`, `at` (UTC), `on` (the day in `zone`), `has_time` (else `at` is noon), `sku`,
    `name`, `quantity` (below zero: a return), `price`, `revenue` (4 decimals, its sign that of the quantity),
    `location`, `channel`, `customer`, `order`, `currency`, `fingerprint`. Of stock and products: see there.
    Duplicates are told within the batch only; the fingerprint tells them across batches and files.
    """
    check_columns(mapping, tuple(batch.columns))
    if mapping.kind == "sales":
        sales = parse_sales(batch, mapping, today=today, zone=zone)
        return Parsed(**sales._replace(rejected=_with_broken(batch, sales.rejected))._asdict())
    if mapping.kind == "stock":
        judged, warnings = parse_stock(batch, mapping, today=today, zone=zone)
    else:
        judged, warnings = parse_products(batch, mapping)
    rejected = _with_broken(batch, judged.rejected)
    return Parsed(judged.passed, rejected, judged.skipped, warnings, pl.DataFrame(), pl.DataFrame())


def _with_broken(batch: pl.DataFrame, rejected: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([rejected, broken(batch)]).sort("line")
