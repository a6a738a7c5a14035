"""The level at which an item is due and the level up to which it is ordered."""

import numpy as np
import polars as pl

from stockwright.engine.distributions import quantile
from stockwright.engine.ordering import horizon
from stockwright.engine.ordering.settings import OrderingSettings


def with_levels(items: pl.DataFrame, settings: OrderingSettings) -> pl.DataFrame:
    """Add reorder point, order-up-to level, safety stock, `due` and `raw_quantity`, by the policy.

    `trigger_stock` is what the policy compares with the reorder point: the position, or by the classic rule
    what is there without inbound. `raw_quantity` is what is missing up to the order-up-to level once the item
    is due.
    """
    levels = _classic(items, settings) if settings.policy == "runway" else _position(items, settings)
    here = pl.col("free") + pl.col("expected_returns")
    wanted = (pl.col("order_up_to") - pl.col("position")).clip(lower_bound=0.0)
    point = pl.when(pl.col("protect_mean") > 0).then("reorder_point")
    told = levels.with_columns(trigger_stock=here if settings.policy == "runway" else pl.col("position"))
    return told.with_columns(
        due=((pl.col("trigger_stock") <= point) & (wanted > 0)).fill_null(value=False),
        low_without_inbound=(here <= point).fill_null(value=False),
    ).with_columns(
        raw_quantity=pl.when("due").then(wanted).otherwise(0.0),
        by_threshold=pl.col("due") & (pl.col("trigger_stock") > pl.col("target_point")),
    )


def _position(items: pl.DataFrame, settings: OrderingSettings) -> pl.DataFrame:
    """Order when the position no longer covers lead time plus review, up to one order cycle more.

    Reorder point: the smallest count that covers demand over lead + review days with the service level.
    Order-up-to level: the same over lead + review + cycle days. An item's own threshold in days of stock can
    lift both, never lower them: it makes the order earlier. (Silver, Pyke and Thomas, Inventory and
    Production Management in Supply Chains, 4th ed., chapter 6: the periodic review system R, s, S.)
    """
    level = items["service_level"].to_numpy()
    review = items["review_days"].to_numpy()
    cycle = review if settings.cycle_days is None else np.full(len(items), settings.cycle_days)
    covered = horizon.mean_after(items, items["lead_days"].to_numpy() + review + cycle)
    point = quantile(level, items["protect_mean"].to_numpy(), items["protect_variance"].to_numpy())
    fill = np.maximum(quantile(level, covered, horizon.variance_at(items, covered)), point)
    threshold = pl.col("threshold_days").fill_null(0).clip(lower_bound=0) * pl.col("burn_rate")
    return (
        items.with_columns(
            target_point=pl.Series(point, dtype=pl.Float64),
            cycle_mean=pl.Series(covered, dtype=pl.Float64) - pl.col("protect_mean"),
            order_up_to=pl.Series(fill, dtype=pl.Float64),
        )
        .with_columns(reorder_point=pl.max_horizontal("target_point", threshold))
        .with_columns(
            order_up_to=pl.when(pl.col("reorder_point") > pl.col("target_point"))
            .then(pl.max_horizontal("order_up_to", (pl.col("reorder_point") + pl.col("cycle_mean")).ceil()))
            .otherwise("order_up_to"),
            safety_stock=pl.col("reorder_point") - pl.col("protect_mean"),
        )
    )


def _classic(items: pl.DataFrame, settings: OrderingSettings) -> pl.DataFrame:
    """The classic rule: alert at a number of days of stock; order lead + safety days, less what there is."""
    threshold = pl.col("threshold_days").fill_null(settings.threshold_days)
    days = pl.col("lead_days") + pl.col("safety_days")
    point = threshold * pl.col("burn_rate")
    return items.with_columns(
        reorder_point=point,
        target_point=point,
        order_up_to=days * pl.col("burn_rate"),
        cycle_mean=pl.col("protect_mean") - pl.col("lead_mean"),
        safety_stock=pl.col("safety_days") * pl.col("burn_rate"),
    )
