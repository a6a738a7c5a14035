"""What is there and what is on its way."""

from datetime import date

import polars as pl

from stockwright.engine.ordering import horizon


def with_position(items: pl.DataFrame, arrivals: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """Add what each item has and expects: position = on hand - reserved + inbound + expected returns.

    `arrivals` are the open order lines (item, quantity, expected_on, placed_on), also late, partly received
    and drafted ones: all of them count, so that nothing is ordered twice. Adds `free` (on hand - reserved),
    `inbound`, `late_quantity` (expected before today and not here), `next_arrival_on`, `in_time` (whatever is
    not late arrives before the stock, at mean demand, has run out) and `position` (null: stock unknown).
    """
    held = items.with_columns(free=_counted() - pl.col("reserved"))
    inbound = _per_item(_timed(held, arrivals, today))
    joined = held.join(inbound, on="item", how="left", maintain_order="left")
    return joined.with_columns(
        pl.col("inbound", "late_quantity").fill_null(0.0),
        pl.col("in_time").fill_null(value=False),
    ).with_columns(position=pl.col("free") + pl.col("inbound") + pl.col("expected_returns"))


def _counted() -> pl.Expr:
    return pl.when("negative_stock").then(0.0).otherwise(pl.col("on_hand"))


def _timed(items: pl.DataFrame, arrivals: pl.DataFrame, today: date) -> pl.DataFrame:
    """One row per open line: its days from today, late or not, and the stock and demand until then."""
    known = items.select("item", "free", *horizon.COLUMNS)
    lines = arrivals.select(
        pl.col("item").cast(items.schema["item"]),
        pl.col("quantity").cast(pl.Float64).fill_null(0.0),
        pl.col("expected_on").cast(pl.Date),
        pl.col("placed_on").cast(pl.Date),
    ).filter(pl.col("quantity") > 0)
    timed = lines.join(known, on="item", how="inner").with_columns(expected_on=_expected(today))
    dated = timed.with_columns(
        late=pl.col("expected_on") < today,
        days=(pl.col("expected_on") - pl.lit(today)).dt.total_days().clip(lower_bound=0),
    ).sort("item", "late", "expected_on")
    punctual = pl.when(~pl.col("late")).then("quantity").otherwise(0.0)
    return dated.with_columns(
        stock_before=pl.col("free").fill_null(0.0) + (punctual.cum_sum() - punctual).over("item"),
        demand_before=pl.Series(horizon.mean_after(dated, dated["days"].to_numpy()), dtype=pl.Float64),
    )


def _expected(today: date) -> pl.Expr:
    """A line without a date is expected one lead time after it was placed."""
    placed = pl.col("placed_on").fill_null(today)
    return pl.coalesce("expected_on", placed + pl.duration(days="lead_days"))


def _per_item(lines: pl.DataFrame) -> pl.DataFrame:
    punctual = ~pl.col("late")
    return lines.group_by("item").agg(
        inbound=pl.col("quantity").sum(),
        late_quantity=pl.col("quantity").filter("late").sum(),
        next_arrival_on=pl.col("expected_on").filter(punctual).min(),
        in_time=(pl.col("stock_before") >= pl.col("demand_before")).filter(punctual).all() & punctual.any(),
    )
