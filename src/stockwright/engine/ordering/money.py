"""What an item costs its owner: by waiting, by being out of stock, by lying on the shelf."""

import polars as pl

from stockwright.engine.distributions import expected_shortage
from stockwright.engine.ordering import horizon
from stockwright.engine.ordering.settings import OrderingSettings


def with_money(items: pl.DataFrame, settings: OrderingSettings) -> pl.DataFrame:
    """Add the money terms; all in the currency of cost and price, null where the price is unknown.

    `unit_value`: the margin of a piece, or its price when the cost is unknown (`value_basis` says which).
    `lost_per_day`: unit value x burn rate, what a day without stock costs.
    `pieces_at_stake` and `money_at_stake`: what is expected to be lost if the advice waits one review period.
    `excess_quantity`, `excess_money`: what lies beyond both the order-up-to level and `excess_days` of
    demand. `priority`: the sort key within a list, highest first: money at stake, and for lines without an
    order what would be lost over lead time plus review if nothing more came. Where the price is unknown, the
    median unit value of the others stands in, so that such lines are not hidden at the end.
    """
    valued = items.with_columns(
        unit_value=_unit_value(),
        value_basis=pl.when("no_price")
        .then(None)
        .when("no_cost")
        .then(pl.lit("revenue"))
        .otherwise(pl.lit("margin")),
        pieces_at_stake=_pieces(items),
        exposed=_exposed(items),
        excess_quantity=_excess(settings),
    )
    typical = pl.col("unit_value").median().fill_null(1.0)
    pieces = pl.when(pl.col("pieces_at_stake") > 0).then("pieces_at_stake").otherwise("exposed")
    return valued.with_columns(
        lost_per_day=pl.col("unit_value") * pl.col("burn_rate"),
        money_at_stake=pl.col("unit_value") * pl.col("pieces_at_stake"),
        excess_money=pl.when("no_cost").then(None).otherwise(pl.col("excess_quantity") * pl.col("cost")),
        priority=pieces * pl.coalesce("unit_value", typical),
    ).drop("exposed")


def _unit_value() -> pl.Expr:
    margin = (pl.col("price") - pl.col("cost")).clip(lower_bound=0.0)
    return pl.when("no_price").then(None).when("no_cost").then("price").otherwise(margin)


def _pieces(items: pl.DataFrame) -> pl.Series:
    """Pieces lost by waiting: for an order, by placing it one review later; for a missing one, until then."""
    waiting = _lost_by_waiting(items)
    missing = _lost_until_review(items)
    chased = (pl.col("late_quantity") > 0) | (pl.col("low_without_inbound") & ~pl.col("in_time"))
    chosen = items.select(
        pl.when("stock_unknown")
        .then(None)
        .when("due")
        .then(waiting)
        .when(chased & (pl.col("inbound") > 0))
        .then(missing)
        .otherwise(0.0)
    )
    return chosen.to_series()


def _lost_by_waiting(items: pl.DataFrame) -> pl.Series:
    """E[shortage over lead + review without the order] - E[shortage with it], by the loss function.

    With L the lead time and R the review period, an order placed now arrives after L, one placed at the next
    review after L + R. What is missing before L is lost either way, what exceeds position + quantity as well.
    """
    held, ordered = items["position"].fill_null(0.0).to_numpy(), items["quantity"].to_numpy()
    protect = items["protect_mean"].to_numpy(), items["protect_variance"].to_numpy()
    lead = items["lead_mean"].to_numpy(), items["lead_variance"].to_numpy()
    without = expected_shortage(held, *protect)
    either_way = expected_shortage(held, *lead)
    beyond = expected_shortage(held + ordered, *protect)
    return pl.Series((without - either_way - beyond).clip(min=0.0), dtype=pl.Float64)


def _lost_until_review(items: pl.DataFrame) -> pl.Series:
    """E[shortage of the free stock over the coming review period], what a missing delivery costs."""
    mean = horizon.mean_after(items, items["review_days"].to_numpy())
    free = items["free"].fill_null(0.0).to_numpy()
    return pl.Series(expected_shortage(free, mean, horizon.variance_at(items, mean)), dtype=pl.Float64)


def _exposed(items: pl.DataFrame) -> pl.Series:
    held = items["position"].fill_null(0.0).to_numpy()
    protect = items["protect_mean"].to_numpy(), items["protect_variance"].to_numpy()
    return pl.Series(expected_shortage(held, *protect), dtype=pl.Float64)


def _excess(settings: OrderingSettings) -> pl.Expr:
    enough = pl.max_horizontal("order_up_to", pl.col("burn_rate") * settings.excess_days)
    return (pl.col("position") - enough).clip(lower_bound=0.0)
