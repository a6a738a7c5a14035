"""Sparse rows of sales, stock and what is told, laid out as a panel."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import numpy as np
import polars as pl

from stockwright.engine.demand.panel import BEYOND, Block, Flags, Indexes, Panel

DAY_MINUTES = 1440

UNKNOWN = -1


def build_panel(
    *,
    series: pl.DataFrame,
    sales: pl.DataFrame,
    stock: pl.DataFrame | None,
    as_of: date,
    days: int | None = None,
    start: date | None = None,
    horizon: int = 28,
    events: Mapping[str, Collection[date]] | None = None,
    promos: pl.DataFrame | None = None,
    planned: pl.DataFrame | None = None,
    decisions: pl.DataFrame | None = None,
) -> Panel:
    """Lay sparse sales and stock rows out as a panel that ends on `as_of`, the last complete day.

    `series`: series (0..n-1), category (text or null), first_on (listed since; null means its first sale),
    and optionally key (text that names the series from one panel to the next).
    `sales`: series, day, sold, and optionally revenue and orders; rows of one day add up, a day below zero
    counts as zero. `stock`: series, day, in_stock_minutes, and optionally in_stock (the share of the day's
    demand that came while there was stock) and sold_out; days without a row were in stock all day. `promos`:
    series, day, discount (share of the price, 0..1), days of the horizon included. `planned`: series, day,
    price, set before the day, days of the horizon included. `events`: the days of each kind of event.
    `decisions`: series, day, decision (keep, damp, ignore), what a person said of days in the past.
    `days` limits the history; without it the history begins with the first sale, or with `start`. Raises
    ValueError when series are not numbered 0..n-1, a sale is not a finite number, or the horizon is shorter than
    a week.
    """
    if horizon < 7:
        raise ValueError("The horizon must be at least 7 days, so that the week can be carried on.")
    ordered = series.sort("series")
    if not np.array_equal(ordered["series"].to_numpy(), np.arange(len(ordered))):
        raise ValueError("Series must be numbered from 0 to n - 1, each once.")
    known = sales.filter(pl.col("day") <= as_of)
    if not known.select(pl.col("sold").cast(pl.Float64).is_finite().all()).item():
        raise ValueError("Sales hold amounts that are not numbers, or infinite ones. Correct or remove these days.")
    begun = start or _start(known, as_of, days)
    length, n = (as_of - begun).days + 1, len(ordered)
    sold = np.maximum(_block(known, "sold", begun, n, length), 0.0)
    return Panel(
        as_of=as_of,
        sold=sold,
        in_stock=_in_stock(stock, begun, n, length),
        first_day=_first_days(ordered, known, begun, length),
        category=_codes(ordered["category"]),
        events=_events(events or {}, begun, length + horizon + BEYOND),
        event_names=tuple(events or {}),
        named=ordered["key"].to_numpy().astype(np.str_) if "key" in ordered.columns else None,
        price=_known_price(known, sold, begun) if "revenue" in known.columns else None,
        promo=None if promos is None else _block(promos, "discount", begun, n, length + horizon),
        planned=None if planned is None else _planned(planned, begun, n, length + horizon),
        orders=_block(known, "orders", begun, n, length) if "orders" in known.columns else None,
        sold_out=_sold_out(stock, begun, n, length),
        kept=_decided(decisions, "keep", begun, n, length),
        damped=_decided(decisions, "damp", begun, n, length),
        ignored=_decided(decisions, "ignore", begun, n, length),
    )


def _start(sales: pl.DataFrame, as_of: date, days: int | None) -> date:
    first = sales["day"].min()
    earliest = first if isinstance(first, date) else as_of
    return earliest if days is None else max(earliest, as_of - timedelta(days=days - 1))


def _block(rows: pl.DataFrame, column: str, start: date, n: int, length: int) -> Block:
    """Sum of `column` by series and day, shape (n, length)."""
    cells = (
        rows.select(
            pl.col("series").cast(pl.Int64),
            (pl.col("day") - pl.lit(start)).dt.total_days().alias("at"),
            pl.col(column).cast(pl.Float64),
        )
        .filter(pl.col("at").is_between(0, length - 1))
        .group_by("series", "at")
        .agg(pl.col(column).sum())
    )
    block = np.zeros((n, length), dtype=np.float32)
    block[cells["series"].to_numpy(), cells["at"].to_numpy()] = cells[column].to_numpy()
    return block


def _in_stock(stock: pl.DataFrame | None, start: date, n: int, length: int) -> Block:
    if stock is None or stock.is_empty():
        return np.ones((n, length), dtype=np.float32)
    share = pl.col("in_stock") if "in_stock" in stock.columns else pl.col("in_stock_minutes") / DAY_MINUTES
    missing = stock.group_by("series", "day").agg((1.0 - share.max()).alias("missing"))
    return np.asarray(np.clip(1.0 - _block(missing, "missing", start, n, length), 0.0, 1.0), dtype=np.float32)


def _sold_out(stock: pl.DataFrame | None, start: date, n: int, length: int) -> Flags | None:
    if stock is None or "sold_out" not in stock.columns:
        return None
    return _block(stock.select("series", "day", pl.col("sold_out").cast(pl.Int8)), "sold_out", start, n, length) > 0


def _decided(decisions: pl.DataFrame | None, which: str, start: date, n: int, length: int) -> Flags | None:
    """Days of which a person decided so, (n, length); None where there are none."""
    if decisions is None or (chosen := decisions.filter(pl.col("decision") == which)).is_empty():
        return None
    return _block(chosen.with_columns(pl.lit(1).alias("told")), "told", start, n, length) > 0


def _first_days(series: pl.DataFrame, sales: pl.DataFrame, start: date, length: int) -> Indexes:
    first_sales = sales.filter(pl.col("sold") > 0).group_by("series").agg(pl.col("day").min().alias("sold_on"))
    listed = (
        series.select(pl.col("series").cast(pl.Int64), pl.col("first_on").cast(pl.Date))
        .join(first_sales.with_columns(pl.col("series").cast(pl.Int64)), on="series", how="left")
        .sort("series")
        .select(pl.min_horizontal("first_on", "sold_on").alias("on"))
        .select((pl.col("on") - pl.lit(start)).dt.total_days().fill_null(length))
    )
    return np.asarray(np.maximum(listed.to_series().to_numpy(), 0), dtype=np.int64)


def _codes(category: pl.Series) -> Indexes:
    text = category.cast(pl.String)
    known = {name: code for code, name in enumerate(text.drop_nulls().unique().sort())}
    return np.array([UNKNOWN if name is None else known[name] for name in text], dtype=np.int64)


def _events(kinds: Mapping[str, Collection[date]], start: date, length: int) -> Flags:
    flags = np.zeros((length, len(kinds)), dtype=np.bool_)
    for kind, days in enumerate(kinds.values()):
        at = [(day - start).days for day in days]
        flags[[index for index in at if 0 <= index < length], kind] = True
    return flags


def _planned(rows: pl.DataFrame, start: date, n: int, length: int) -> Block:
    price = _block(rows, "price", start, n, length)
    return np.where(price > 0, price, np.float32(np.nan))


def _known_price(sales: pl.DataFrame, sold: Block, start: date) -> Block:
    """Price of the latest sale before each day: the day's own price is not known when it begins."""
    n, length = sold.shape
    revenue = _block(sales, "revenue", start, n, length)
    priced = (sold > 0) & (revenue > 0)
    latest = np.maximum.accumulate(np.where(priced, np.arange(length), -1), axis=1)
    before = np.concatenate([np.full((n, 1), -1), latest[:, :-1]], axis=1)
    paid = np.where(priced, revenue / np.maximum(sold, 1e-9), np.nan)
    found = np.take_along_axis(paid, np.maximum(before, 0), axis=1)
    return np.where(before >= 0, found, np.nan).astype(np.float32)
