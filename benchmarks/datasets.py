"""Real sales as demand panels. Reads the folder named by STOCKWRIGHT_DATA."""

import os
from datetime import date
from pathlib import Path

import holidays
import polars as pl

from stockwright.engine.demand.panel import Panel, build_panel

FOLDER = Path(os.environ.get("STOCKWRIGHT_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))
LAST_FULL_RETAIL_DAY = date(2011, 12, 8)  # the file ends at noon of the next day


def online_retail(folder: Path = FOLDER) -> Panel:
    """A gift wholesaler, daily per product: ordered quantity, net of what was cancelled the same day.

    A later cancellation is not taken off: on the day of the forecast nobody knew of it. Postage, fees,
    samples and lines without a price are no demand.
    """
    lines = (
        pl.read_parquet(folder / "online_retail_lines.parquet")
        .with_columns(pl.col("StockCode").str.to_uppercase(), pl.col("InvoiceDate").cast(pl.Date).alias("day"))
        .filter(pl.col("StockCode").str.contains(r"^\d{5}") & (pl.col("UnitPrice") > 0))
    )
    kept = _not_cancelled(lines)
    series = kept.select(pl.col("StockCode").unique().sort()).with_row_index("series")
    sales = (
        kept.join(series, on="StockCode")
        .group_by("series", "day")
        .agg(
            pl.col("Quantity").sum().cast(pl.Float64).alias("sold"),
            (pl.col("Quantity") * pl.col("UnitPrice")).sum().alias("revenue"),
        )
    )
    listed = series.with_columns(
        pl.lit(None, dtype=pl.String).alias("category"), pl.lit(None, dtype=pl.Date).alias("first_on")
    )
    closed = list(holidays.country_holidays("GB", subdiv="ENG", years=range(2010, 2013)))
    return build_panel(
        series=listed, sales=sales, stock=None, as_of=LAST_FULL_RETAIL_DAY, events={"holiday": closed}
    )


def _not_cancelled(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines ordered, without those whose customer cancelled the same quantity the same day."""
    keys = ["StockCode", "CustomerID", "day", "pieces"]
    numbered = lines.with_columns(pl.col("Quantity").abs().alias("pieces")).with_columns(
        pl.int_range(pl.len()).over(*keys, pl.col("Quantity") > 0).alias("nth")
    )
    ordered = numbered.filter(pl.col("Quantity") > 0)
    cancelled = numbered.filter(pl.col("InvoiceNo").str.starts_with("C"))
    return ordered.join(cancelled, on=[*keys, "nth"], how="anti", nulls_equal=True)


def m5_store(store: str = "CA_1", folder: Path = FOLDER) -> Panel:
    """One store of a supermarket chain, daily unit sales per item; categories are its departments."""
    days = pl.read_parquet(folder / f"m5_{store}_daily.parquet").with_columns(pl.col("date").cast(pl.Date))
    series = (
        days.group_by("item_id")
        .agg(
            pl.col("dept_id").first().cast(pl.String).alias("category"),
            pl.col("date").min().alias("first_on"),
        )
        .sort("item_id")
        .with_row_index("series")
    )
    sales = days.join(series.select("series", "item_id"), on="item_id").select(
        "series",
        pl.col("date").alias("day"),
        pl.col("units").cast(pl.Float64).alias("sold"),
        (pl.col("units") * pl.col("sell_price")).cast(pl.Float64).alias("revenue"),
    )
    calendar = pl.read_parquet(folder / "m5_calendar.parquet")
    events = {
        str(kind): calendar.filter((pl.col("event_type_1") == kind) | (pl.col("event_type_2") == kind))[
            "date"
        ].to_list()
        for kind in ("National", "Religious", "Cultural", "Sporting")
    }
    events["snap"] = calendar.filter(pl.col(f"snap_{store[:2]}"))["date"].to_list()
    shelf = days.join(series.select("series", "item_id"), on="item_id").select(
        "series", pl.col("date").alias("day"), pl.col("sell_price").alias("price")
    )
    last = days["date"].max()
    if not isinstance(last, date):
        raise SystemExit(f"No days in the data of store {store}.")
    return build_panel(series=series, sales=sales, stock=None, as_of=last, events=events, planned=shelf)
