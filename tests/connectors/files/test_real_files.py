"""Two real exports are understood and read without a word from a person."""

import csv
import os
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from stockwright.channels.connectors.files.client.opening import open_table
from stockwright.channels.connectors.files.mapping.fees import merged, settled
from stockwright.channels.connectors.files.mapping.guessing import guess
from stockwright.channels.connectors.files.mapping.parsing import Parsed, parse
from stockwright.channels.connectors.files.mapping.plan import Mapping

from .make import TODAY

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("STOCKWRIGHT_DATA", ROOT.parent / "shared" / "data"))


def real(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not in {DATA}; set STOCKWRIGHT_DATA to the folder that holds it")
    return path


class Whole(NamedTuple):
    """The batches of a file put together, after the whole file decided what is a fee."""

    rows: pl.DataFrame
    rejected: pl.DataFrame
    skipped: pl.DataFrame
    listed: pl.DataFrame
    fees: set[str]


def read_all(path: Path, zone: str) -> Whole:
    table = open_table(path, name=path.name)
    mapping = guess(table.columns, table.sample(), name=path.name).mapping()

    def read(by: Mapping) -> Iterator[Parsed]:
        return (parse(batch, by, today=TODAY, zone=ZoneInfo(zone)) for batch in table.batches())

    exact = settled(mapping, merged([part.codes for part in read(mapping)]))
    parts = list(read(exact))
    rows, rejected, skipped, listed = (
        pl.concat(getattr(part, name) for part in parts) for name in Whole._fields[:4]
    )
    return Whole(rows, rejected, skipped, listed, set(exact.services.skip))


def test_a_year_of_a_gift_wholesaler_is_read() -> None:
    path = real("online_retail_lines.parquet")
    raw = pl.read_parquet(path)
    parsed = read_all(path, "Europe/London")
    assert parsed.rejected.is_empty()
    assert parsed.rows.height + parsed.skipped.height == raw.height == 541_909
    fees = parsed.fees
    assert {
        "POST",
        "DOT",
        "M",
        "D",
        "S",
        "BANK CHARGES",
        "AMAZONFEE",
        "CRUK",
        "C2",
        "B",
        "gift_0001_20",
    } <= fees
    assert not {"DCGSSGIRL", "DCGSSBOY", "PADS", "85123A", "22423"} & fees
    goods = raw.filter(~pl.col("StockCode").is_in(list(fees)))
    corrections = goods.filter(
        pl.col("Quantity") < 0,
        pl.col("UnitPrice") == 0,
        pl.col("CustomerID").is_null(),
        ~pl.col("InvoiceNo").str.starts_with("C"),
    )
    assert parsed.skipped.filter(reason="stock_adjustment").height == corrections.height > 1_000
    assert parsed.rows["quantity"].sum() == int(goods["Quantity"].sum()) - int(corrections["Quantity"].sum())
    returns = parsed.rows.filter(pl.col("quantity") < 0)
    assert returns["order"].str.starts_with("C").all()
    assert (parsed.rows["on"].min(), parsed.rows["on"].max()) == (date(2010, 12, 1), date(2011, 12, 9))


def test_a_store_with_days_without_sales_is_read() -> None:
    path = real("m5_CA_1_daily.parquet")
    raw = pl.read_parquet(path)
    parsed = read_all(path, "America/Los_Angeles")
    assert parsed.rejected.is_empty()
    assert parsed.skipped.is_empty()
    assert parsed.rows["quantity"].sum() == raw["units"].sum()
    assert parsed.listed["lines"].sum() == raw.filter(pl.col("units") == 0).height
    assert parsed.listed["sku"].n_unique() == raw.filter(pl.col("units") == 0)["item_id"].n_unique()
    assert parsed.rows["fingerprint"].is_unique().all()
    assert parsed.rows["location"].unique().to_list() == ["CA_1"]
    assert parsed.rows["name"].null_count() == parsed.rows.height


def test_the_text_and_the_parquet_of_a_year_give_the_same_sales(tmp_path: Path) -> None:
    path = real("online_retail_lines.parquet")
    head = pl.read_parquet(path).sort("InvoiceDate").gather_every(9)
    text, binary = tmp_path / "lines.csv", tmp_path / "lines.parquet"
    head.write_parquet(binary)
    american = head.with_columns(pl.col("InvoiceDate").dt.strftime("%-m/%-d/%Y %-H:%M"))
    american.write_csv(text, separator=";", line_terminator="\r\n")
    one, other = read_all(text, "Europe/London"), read_all(binary, "Europe/London")
    assert one.rows.height > 50_000
    assert one.rows.drop("line").equals(other.rows.drop("line"))


def test_half_a_million_lines_are_read_within_seconds(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    pl.read_parquet(real("online_retail_lines.parquet")).write_csv(path)
    started = time.process_time()
    assert read_all(path, "Europe/London").rows.height > 530_000
    assert time.process_time() - started < 20  # of all cores; the wall clock of a quiet machine shows 3


def test_money_agrees_with_a_slow_reader(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    pl.read_parquet(real("online_retail_lines.parquet")).head(20_000).write_csv(path)
    parsed = read_all(path, "Europe/London")
    kept = set(parsed.rows["line"])
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    slow = sum(Decimal(row["Quantity"]) * Decimal(row["UnitPrice"]) for n, row in enumerate(rows, 2) if n in kept)
    assert parsed.rows["revenue"].sum() == slow
