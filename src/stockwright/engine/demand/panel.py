"""History as one dense block: every series on a row, every day in a column."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

Block = NDArray[np.float32]
Flags = NDArray[np.bool_]
Indexes = NDArray[np.int64]

DAY_MINUTES = 1440
BEYOND = 8
"""Days after the horizon whose events are known too: what comes soon is felt before."""

UNKNOWN = -1


@dataclass(frozen=True)
class Panel:
    """n series over T days of history, with what is known of the `horizon` days that follow.

    `sold` (n, T) is in pieces a day, never below zero. `in_stock` (n, T) is the share of the day on which
    the item could be bought, 1 where it is not known. `first_day` (n,) is the index of the first day listed
    (T or more: not listed yet). `category` (n,) holds codes from 0, or -1 where unknown. `price` (n, T) is
    the price known *before* the day began (NaN where none was). Known ahead are: `planned` (n, T + horizon),
    the price set for a day (NaN where none was set), `promo` (n, T + horizon), the share of the price taken
    off, and `events` (T + horizon + BEYOND, k): which kinds of event, named by `event_names`, a day has.
    `named` (n,) are names that stay when the numbers of the series change. Of a panel that holds a part of a
    company `stands_for` (n,) tells how many of the company's series each one stands for where series are pooled.

    `orders` (n, T) counts the orders that `sold` came in (0 where not known), and `sold_out` (n, T) tells the
    days on which the last piece was sold. A person said of `kept` (n, T) that the day counts in full, however
    much was sold, of `damped` that it counts as an ordinary day at most, of `ignored` that it tells nothing.
    """

    as_of: date
    sold: Block
    in_stock: Block
    first_day: Indexes
    category: Indexes
    events: Flags
    event_names: tuple[str, ...]
    price: Block | None = None
    planned: Block | None = None
    promo: Block | None = None
    orders: Block | None = None
    sold_out: Flags | None = None
    kept: Flags | None = None
    damped: Flags | None = None
    ignored: Flags | None = None
    named: NDArray[np.str_] | None = None
    stands_for: NDArray[np.float64] | None = None

    @property
    def size(self) -> int:
        return int(self.sold.shape[0])

    @property
    def keys(self) -> NDArray[np.str_]:
        """What a series is known by from one night to the next, (n,): its name, or else its number."""
        return np.arange(self.size).astype(np.str_) if self.named is None else self.named

    @property
    def days(self) -> int:
        return int(self.sold.shape[1])

    @property
    def horizon(self) -> int:
        return len(self.events) - self.days - BEYOND

    @property
    def counts(self) -> NDArray[np.float64]:
        """How many series each one stands for, (n,)."""
        return np.ones(self.size) if self.stands_for is None else self.stands_for

    def weighed(self, days: Block) -> Block:
        """Something by series and day, (n, T), as it counts where series are added up."""
        return days if self.stands_for is None else days * self.stands_for[:, None].astype(np.float32)

    def day(self, index: int) -> date:
        """Calendar day of a column; T and beyond are days of the forecast."""
        return self.as_of + timedelta(days=index - self.days + 1)

    def calendar(self) -> NDArray[np.datetime64]:
        """Every day of history and horizon, shape (T + horizon,)."""
        first = np.datetime64(self.day(0), "D")
        return first + np.arange(self.days + self.horizon)

    def knowing(self, kinds: tuple[str, ...]) -> "Panel":
        """The panel with exactly these kinds of event, in this order; unknown ones never happen."""
        if kinds == self.event_names:
            return self
        none = np.zeros(len(self.events), dtype=np.bool_)
        columns = [
            self.events[:, self.event_names.index(kind)] if kind in self.event_names else none for kind in kinds
        ]
        events = np.stack(columns, axis=1) if columns else np.zeros((len(self.events), 0), dtype=np.bool_)
        return replace(self, events=events, event_names=kinds)

    def unplanned(self) -> "Panel":
        """The panel as if nothing were planned after its last day: no promotions, prices as they were."""
        promo, planned = self.promo, self.planned
        if promo is not None:
            promo = promo.copy()
            promo[:, self.days :] = 0.0
        if planned is not None:
            planned = planned.copy()
            planned[:, self.days :] = planned[:, self.days - 1, None]
        return replace(self, promo=promo, planned=planned)

    def differs_ahead(self, other: "Panel") -> Flags:
        """Which series, (n,), have other promotions or planned prices after the last day than in `other`."""
        found = np.zeros(self.size, dtype=np.bool_)
        for mine, theirs in ((self.promo, other.promo), (self.planned, other.planned)):
            if mine is not None and theirs is not None:
                ahead, then = mine[:, self.days :], theirs[:, self.days :]
                found |= ~((ahead == then) | (np.isnan(ahead) & np.isnan(then))).all(axis=1)
        return found

    def until(self, last: int) -> "Panel":
        """The panel as it was known at the end of day `last`: nothing later can be seen in it."""
        end = last + 1
        return replace(
            self,
            as_of=self.day(last),
            sold=self.sold[:, :end],
            in_stock=self.in_stock[:, :end],
            events=self.events[: end + self.horizon + BEYOND],
            price=None if self.price is None else self.price[:, :end],
            planned=None if self.planned is None else self.planned[:, : end + self.horizon],
            promo=None if self.promo is None else self.promo[:, : end + self.horizon],
            orders=None if self.orders is None else self.orders[:, :end],
            sold_out=None if self.sold_out is None else self.sold_out[:, :end],
            kept=None if self.kept is None else self.kept[:, :end],
            damped=None if self.damped is None else self.damped[:, :end],
            ignored=None if self.ignored is None else self.ignored[:, :end],
        )


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
