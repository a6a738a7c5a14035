"""Which list an item is on this morning, and why."""

import polars as pl

from stockwright.engine.distributions import cdf
from stockwright.engine.ordering.settings import OrderingSettings

ORDER_TODAY, ALREADY_ORDERED, ATTENTION, NORMAL = "order_today", "already_ordered", "attention", "normal"

# Most important first: the order in which an item's reasons are told.
REASONS = (
    "stock_unknown", "negative_stock", "late_order", "arrives_too_late", "stocked_out", "partial_coverage",
    "rounding", "spike", "low_confidence", "no_lead_time", "no_price", "no_cost",
)  # fmt: skip

_PASSING = ("soon_due", "low_without_inbound", "by_threshold")


def with_list(items: pl.DataFrame, settings: OrderingSettings) -> pl.DataFrame:
    """Add `list`, `reasons` (most important first) and `covered` (open orders suffice and are in time)."""
    told = _with_conditions(items, settings)
    codes = pl.concat_list([pl.when(name).then(pl.lit(name)) for name in REASONS]).list.drop_nulls()
    return told.with_columns(list=choose_list(), reasons=codes).drop(*REASONS, *_PASSING)


def choose_list() -> pl.Expr:
    """One list per item: the first row of this table that applies.

    | the item                                                        | list            |
    |-----------------------------------------------------------------|-----------------|
    | has demand and unknown stock, or negative stock                 | attention       |
    | is due, but rounding buys too many extra days of cover          | attention       |
    | is due (also when its demand spikes, its forecast is weak, an   | order_today     |
    |   open order is late or covers only a part: the reason is shown)|                 |
    | has a late open order                                           | attention       |
    | needs its open orders, and they arrive after it has run out     | attention       |
    | sells far above its forecast                                    | attention       |
    | needs its open orders, and they suffice and are in time         | already_ordered |
    | falls to its reorder point within the watch days, and its       | attention       |
    |   forecast is weak or its lead time, price or cost is missing   |                 |
    | anything else                                                   | normal          |

    An item that must be ordered is ordered: a doubt is told beside the advice and never hides it, because
    the doubt does not make the shelf any fuller. The position behind `due` already counts every open order,
    so the quantity of a partly covered item is only what is still missing. Two things stop an order: a stock
    that cannot be true, and a rounding that ties up more money than the shortage may be worth.
    """
    doubtful = pl.any_horizontal("low_confidence", "no_lead_time", "no_price", "no_cost")
    chase = pl.any_horizontal("late_order", "arrives_too_late", "spike")
    return (
        pl.when(pl.any_horizontal("stock_unknown", "negative_stock", "rounding"))
        .then(pl.lit(ATTENTION))
        .when("due")
        .then(pl.lit(ORDER_TODAY))
        .when(chase)
        .then(pl.lit(ATTENTION))
        .when("covered")
        .then(pl.lit(ALREADY_ORDERED))
        .when(pl.col("soon_due") & doubtful)
        .then(pl.lit(ATTENTION))
        .otherwise(pl.lit(NORMAL))
    )


def _with_conditions(items: pl.DataFrame, settings: OrderingSettings) -> pl.DataFrame:
    """Add one true-or-false column per reason."""
    selling = pl.col("burn_rate") > 0
    waiting = pl.col("low_without_inbound") & ~pl.col("due") & (pl.col("inbound") > 0)
    reach = pl.col("reorder_point") + pl.col("burn_rate") * settings.watch_days
    return items.with_columns(
        stock_unknown=pl.col("stock_unknown") & selling,
        stocked_out=(pl.col("free") <= 0).fill_null(value=False) & selling,
        late_order=pl.col("late_quantity") > 0,
        arrives_too_late=waiting & ~pl.col("in_time") & (pl.col("late_quantity") < pl.col("inbound")),
        partial_coverage=pl.col("due") & (pl.col("inbound") > 0),
        rounding=pl.col("due") & (pl.col("extra_cover_days") > settings.extra_cover_days),
        spike=_spike(items, settings),
        low_confidence=selling & (pl.col("confidence").fill_null(0.0) < settings.confidence_floor),
        covered=waiting & pl.col("in_time") & (pl.col("late_quantity") <= 0),
        soon_due=((pl.col("position") <= reach) & selling).fill_null(value=False),
    )


def _spike(items: pl.DataFrame, settings: OrderingSettings) -> pl.Series:
    """The last week sold more than the factor times its forecast, and more than chance explains.

    Two pieces where half a piece was expected are no news; the count must also be one that its law, with the
    item's own ratio of variance to mean, would reach with less than `spike_chance`.
    """
    sold = items["sold_7"].fill_null(0.0).to_numpy()
    expected = items["forecast_7"].fill_null(0.0).to_numpy()
    ratio = (
        (items["protect_variance"] / items["protect_mean"]).fill_nan(1.0).fill_null(1.0).clip(1.0, 1e6).to_numpy()
    )
    by_chance = 1.0 - cdf(sold - 1.0, expected, expected * ratio)
    known = items["forecast_7"].is_not_null().to_numpy()
    return pl.Series(known & (sold > settings.spike_factor * expected) & (by_chance < settings.spike_chance))
