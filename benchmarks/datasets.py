"""Real sales as demand panels. Reads the folder named by STOCKWRIGHT_DATA, or one that is given.

`m5_STORE_daily.parquet` are stores of the M5 competition, `online_retail_lines.parquet` is Online Retail. Any
other `NAME_daily.parquet` (or `.csv`) is taken as well: a long file with the columns

    date      the day
    series    what is forecast (also `item_id`; with `store_id` the two together)
    units     pieces sold; a day without a row sold nothing
    category  optional (also `dept_id`)
    price     optional (also `sell_price`): set before the day, so it is known ahead. Leave it out where a
              price is known only from a sale, and give `revenue` (money taken that day) instead
    events    optional (also `event_type_1`): the kind of event of the day, empty where there is none
    snap      optional, true or false: one more kind of event
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import holidays
import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks import panels
from stockwright.engine.demand.building import build_panel
from stockwright.engine.demand.panel import Panel

FOLDER = Path(os.environ.get("STOCKWRIGHT_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))
LAST_FULL_RETAIL_DAY = date(2011, 12, 8)  # the file ends at noon of the next day
RETAIL, M5 = "Online Retail", "M5"
BEST_SELLING = 1000
BLOCK = 28
M5_ORIGINS = (date(2016, 2, 28), date(2016, 3, 27), date(2016, 4, 24))
RETAIL_ORIGINS = (date(2011, 9, 14), date(2011, 10, 12), date(2011, 11, 9))
ALSO = {"category": "dept_id", "price": "sell_price", "events": "event_type_1"}


@dataclass(frozen=True)
class Sales:
    """A data set: its panel, the money taken (n, T), the names of its series, and its origins.

    `family` is what its figures are averaged with; `origins` are last training days.
    """

    name: str
    family: str
    panel: Panel
    revenue: NDArray[np.float64]
    series: tuple[str, ...]
    origins: tuple[date, ...]

    def rows(self, chosen: NDArray[np.int64]) -> "Sales":
        """Some of the series."""
        names = tuple(self.series[at] for at in chosen)
        return replace(self, panel=panels.rows(self.panel, chosen), revenue=self.revenue[chosen], series=names)


def found_in(folder: Path = FOLDER) -> dict[str, Callable[[], Sales]]:
    """Every data set of the folder by name; nothing is read yet."""
    files = sorted([*folder.glob("*_daily.parquet"), *folder.glob("*_daily.csv")])
    found: dict[str, Callable[[], Sales]] = {}
    for path in files:
        name = path.stem.removesuffix("_daily")
        found[name] = lambda path=path: long_sales(path)  # type: ignore[misc]
    if (folder / "online_retail_lines.parquet").exists():
        found["online_retail"] = lambda: retail_sales(folder)
    return found


def m5_store(store: str = "CA_1", folder: Path = FOLDER) -> Panel:
    """One store of a supermarket chain, daily unit sales per item; categories are its departments."""
    return long_sales(folder / f"m5_{store}_daily.parquet").panel


def online_retail(folder: Path = FOLDER) -> Panel:
    """A gift wholesaler, daily per product: all of `retail_sales`."""
    return _retail(folder)[0]


def retail_sales(folder: Path = FOLDER) -> Sales:
    """The products of which a gift wholesaler sold most pieces."""
    panel, revenue, codes = _retail(folder)
    best = np.sort(np.argsort(-panel.sold.sum(axis=1, dtype=np.float64), kind="stable")[:BEST_SELLING])
    return Sales("online_retail", RETAIL, panel, revenue, codes, RETAIL_ORIGINS).rows(best)


def long_sales(path: Path) -> Sales:
    """A long file, one row per series and day."""
    name = path.stem.removesuffix("_daily")
    days = _named(pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, try_parse_dates=True))
    first, last = days["date"].min(), days["date"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        raise SystemExit(f"No days in {path}.")
    series = (
        days.group_by("series")
        .agg(pl.col("category").first().cast(pl.String), pl.col("date").min().alias("first_on"))
        .sort("series")
    )
    numbers = series.select(name="series").with_row_index("series")
    rows = days.rename({"series": "name", "date": "day"}).join(numbers, on="name")
    sales = rows.select("series", "day", pl.col("units").cast(pl.Float64).alias("sold"), "revenue")
    planned = rows.select("series", "day", "price") if "price" in rows.columns else None
    listed = numbers.select("series").hstack(series.select("category", "first_on"))
    panel = build_panel(
        series=listed, sales=sales, stock=None, as_of=last, events=_events(path, days), planned=planned
    )
    m5 = name.startswith("m5_")
    return Sales(
        name=name,
        family=M5 if m5 else name,
        panel=panel,
        revenue=_money(sales, panel),
        series=tuple(numbers["name"]),
        origins=M5_ORIGINS if m5 and last >= M5_ORIGINS[-1] + timedelta(BLOCK) else last_blocks(last),
    )


def last_blocks(last: date) -> tuple[date, ...]:
    """Last training days before the last three blocks of 28 days."""
    return tuple(last - timedelta(BLOCK * back) for back in (3, 2, 1))


def _named(days: pl.DataFrame) -> pl.DataFrame:
    """The columns under their own names; revenue made up where it is not told."""
    wanted = {theirs: ours for ours, theirs in ALSO.items() if theirs in days.columns and ours not in days.columns}
    named = days.rename(wanted).with_columns(pl.col("date").cast(pl.Date))
    if "series" not in named.columns:
        parts = [part for part in ("item_id", "store_id") if part in named.columns]
        one_store = "store_id" in parts and named["store_id"].n_unique() == 1
        named = named.with_columns(pl.concat_str(parts[:1] if one_store else parts, separator=" ").alias("series"))
    if "category" not in named.columns:
        named = named.with_columns(pl.lit(None, dtype=pl.String).alias("category"))
    if "revenue" not in named.columns:
        worth = pl.col("price").fill_null(0) if "price" in named.columns else pl.lit(1.0)
        named = named.with_columns((pl.col("units") * worth).cast(pl.Float64).alias("revenue"))
    return named.with_columns(pl.col("series").cast(pl.String))


def _events(path: Path, days: pl.DataFrame) -> dict[str, list[date]]:
    """Days of each kind of event: of the competition's calendar where it lies beside, else of the file."""
    calendar, name = path.parent / "m5_calendar.parquet", path.stem
    if name.startswith("m5_") and calendar.exists():
        feasts, snap = pl.read_parquet(calendar), f"snap_{name.split('_')[1]}"
        found = {
            kind: feasts.filter((pl.col("event_type_1") == kind) | (pl.col("event_type_2") == kind))
            for kind in ("National", "Religious", "Cultural", "Sporting")
        }
        if snap in feasts.columns:
            found["snap"] = feasts.filter(pl.col(snap))
        return {kind: each["date"].to_list() for kind, each in found.items()}
    told: dict[str, list[date]] = {}
    if "events" in days.columns:
        named = days.select("date", pl.col("events").cast(pl.String)).unique().drop_nulls().sort("events")
        told = {
            str(kind): each["date"].to_list() for (kind,), each in named.group_by("events", maintain_order=True)
        }
    if "snap" in days.columns:
        told["snap"] = days.filter(pl.col("snap").cast(pl.Boolean))["date"].unique().to_list()
    return told


def _retail(folder: Path) -> tuple[Panel, NDArray[np.float64], tuple[str, ...]]:
    """Ordered quantity, net of what was cancelled the same day.

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
    panel = build_panel(
        series=listed, sales=sales, stock=None, as_of=LAST_FULL_RETAIL_DAY, events={"holiday": closed}
    )
    return panel, _money(sales, panel), tuple(series["StockCode"])


def _not_cancelled(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines ordered, without those whose customer cancelled the same quantity the same day."""
    keys = ["StockCode", "CustomerID", "day", "pieces"]
    numbered = lines.with_columns(pl.col("Quantity").abs().alias("pieces")).with_columns(
        pl.int_range(pl.len()).over(*keys, pl.col("Quantity") > 0).alias("nth")
    )
    ordered = numbered.filter(pl.col("Quantity") > 0)
    cancelled = numbered.filter(pl.col("InvoiceNo").str.starts_with("C"))
    return ordered.join(cancelled, on=[*keys, "nth"], how="anti", nulls_equal=True)


def _money(sales: pl.DataFrame, panel: Panel) -> NDArray[np.float64]:
    """Money taken, (n, T)."""
    at = sales.select("series", "revenue", (pl.col("day") - pl.lit(panel.day(0))).dt.total_days().alias("at"))
    inside = at.filter(pl.col("at").is_between(0, panel.days - 1)).group_by("series", "at").agg(pl.sum("revenue"))
    block = np.zeros((panel.size, panel.days))
    block[inside["series"].to_numpy(), inside["at"].to_numpy()] = inside["revenue"].to_numpy()
    return block
