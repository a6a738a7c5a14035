"""A simulated shop's own records as a demand panel, beside the demand that it never saw."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine.demand.building import build_panel
from stockwright.engine.demand.hours import HOURS, hour_profile
from stockwright.engine.demand.panel import Panel
from stockwright.engine.simulator.shop import Shop

Floats = NDArray[np.float64]

DAY = 86_400


class SimulatedDemand(NamedTuple):
    """What the shop's books tell, and the true demand (n, T); series are numbered by item and location."""

    panel: Panel
    demand: Floats


def simulated_demand(shop: Shop, horizon: int = 28) -> SimulatedDemand:
    """The panel as the program reads it from ledger and sales: in-stock time by the hours when customers buy."""
    series = _series(shop)
    sales = _numbered(shop.sales.filter(pl.col("quantity") > 0), series)
    days = sales.group_by("series", pl.col("at").dt.date().alias("day")).agg(
        sold=pl.col("quantity").sum(), orders=pl.len(), revenue=(pl.col("quantity") * pl.col("price")).sum()
    )
    panel = build_panel(
        series=series,
        sales=days,
        stock=_stock(shop, series, _hours(sales)),
        as_of=shop.spec.end_on,
        days=shop.spec.days,
        horizon=horizon,
    )
    return SimulatedDemand(panel, _truth(shop, series, "demand"))


def true_means(shop: Shop) -> Floats:
    """The mean of the demand behind each series and day, (n, T)."""
    return _truth(shop, _series(shop), "mean_demand")


def _series(shop: Shop) -> pl.DataFrame:
    return (
        shop.products.select("sku", "category", first_on="launched_on")
        .join(shop.locations.select(location="code"), how="cross")
        .sort("sku", "location")
        .with_row_index("series")
    )


def _numbered(rows: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    named = rows.with_columns(pl.col("sku", "location").cast(pl.String))
    return named.join(series.select("series", "sku", "location"), on=["sku", "location"])


def _hours(sales: pl.DataFrame) -> Floats:
    lines = np.bincount(sales["at"].dt.hour().to_numpy(), minlength=HOURS).astype(np.float64)
    return np.asarray(hour_profile(lines[None, None].repeat(2, axis=1))[0, 0], dtype=np.float64)


def _stock(shop: Shop, series: pl.DataFrame, profile: Floats) -> pl.DataFrame:
    """Days not in stock all day, from the balance between any two movements."""
    moves = [(shop.opening, 1), (shop.receipts, 1), (shop.sales, -1)]
    ledger = pl.concat(
        _numbered(rows, series).select("series", "at", pl.col("quantity").cast(pl.Int64) * sign)
        for rows, sign in moves
    )
    first = pl.lit(shop.spec.start_on).cast(pl.Datetime("us", "UTC"))
    since = (pl.col("at") - first).dt.total_seconds()
    ends = shop.spec.days * DAY
    spells = (
        ledger.with_columns(since.alias("from"))
        .sort("series", "from")
        .with_columns(
            pl.col("quantity").cum_sum().over("series").alias("balance"),
            pl.col("from").shift(-1).over("series").fill_null(ends).alias("until"),
        )
        .filter((pl.col("balance") > 0) & (pl.col("until") > pl.col("from")))
    )
    share = _met(spells, len(series), shop.spec.days, profile)
    minutes = _met(spells, len(series), shop.spec.days, np.full(HOURS, 1.0 / HOURS))
    row, day = np.nonzero(minutes < 1.0 - 1e-9)
    dates = pl.Series(day.astype(np.int32)) + pl.select(pl.lit(shop.spec.start_on).cast(pl.Int32)).item()
    return pl.DataFrame(
        {
            "series": row,
            "day": dates.cast(pl.Date),
            "in_stock_minutes": np.round(minutes[row, day] * 1440),
            "in_stock": share[row, day],
            "sold_out": minutes[row, day] > 0,
        }
    )


def _met(spells: pl.DataFrame, n: int, days: int, profile: Floats) -> Floats:
    """Share of each day's demand within the spells, (n, days)."""
    passed = np.concatenate([[0.0], np.cumsum(profile)])
    hours = np.arange(HOURS + 1)
    cell = spells["series"].to_numpy()
    met, whole = np.zeros((n, days + 1)), np.zeros((n, days + 2))
    for name, sign in (("from", -1.0), ("until", 1.0)):
        second = spells[name].to_numpy()
        day = second // DAY
        np.add.at(met, (cell, day), sign * np.interp(second % DAY / 3600, hours, passed))
        np.add.at(whole, (cell, day), -sign)
    return np.clip((met + np.cumsum(whole, axis=1)[:, :-1])[:, :days], 0.0, 1.0)


def _truth(shop: Shop, series: pl.DataFrame, column: str) -> Floats:
    told = _numbered(shop.truth.select("sku", "location", "day", column), series)
    day = told.select((pl.col("day") - pl.lit(shop.spec.start_on)).dt.total_days()).to_series().to_numpy()
    demand = np.zeros((len(series), shop.spec.days))
    demand[told["series"].to_numpy(), day] = told[column].to_numpy()
    return demand
