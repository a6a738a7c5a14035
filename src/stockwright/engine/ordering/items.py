"""What is known of each item before anything is computed."""

import polars as pl

from stockwright.engine.ordering.settings import OrderingSettings

_FLOATS = (
    "on_hand", "reserved", "expected_returns", "moq", "pack_multiple", "cost", "price", "service_level",
    "burn_rate", "lead_mean", "lead_variance", "protect_mean", "protect_variance", "confidence", "sold_7",
    "forecast_7",
)  # fmt: skip
_DAYS = ("lead_days", "review_days", "safety_days", "threshold_days")

REQUIRED = ("item", *_FLOATS, *_DAYS)


def complete(items: pl.DataFrame, settings: OrderingSettings) -> pl.DataFrame:
    """Fill what an item lacks from the settings and note which facts were missing.

    Adds the flags `stock_unknown`, `negative_stock`, `no_lead_time`, `no_price`, `no_cost`. Demand moments
    that are missing follow from the burn rate, with the spread of a Poisson count.
    """
    if missing := [name for name in REQUIRED if name not in items.columns]:
        raise ValueError(f"The items lack the columns {', '.join(missing)}.")
    typed = items.with_columns(
        *(pl.col(name).cast(pl.Float64).fill_nan(None) for name in _FLOATS),
        *(pl.col(name).cast(pl.Int32) for name in _DAYS),
    )
    return _demand_filled(_defaults_filled(_flagged(typed, settings), settings))


def _flagged(items: pl.DataFrame, settings: OrderingSettings) -> pl.DataFrame:
    negative = pl.lit(False) if settings.backorders else pl.col("on_hand").fill_null(0.0) < 0
    return items.with_columns(
        stock_unknown=pl.col("on_hand").is_null(),
        negative_stock=negative,
        no_lead_time=pl.col("lead_days").is_null(),
        no_price=pl.col("price").fill_null(0.0) <= 0,
        no_cost=pl.col("cost").fill_null(0.0) <= 0,
    )


def _defaults_filled(items: pl.DataFrame, settings: OrderingSettings) -> pl.DataFrame:
    return items.with_columns(
        pl.col("reserved", "expected_returns", "moq", "burn_rate").fill_null(0.0).clip(lower_bound=0.0),
        pl.col("pack_multiple").fill_null(1.0).clip(lower_bound=1.0),
        pl.col("lead_days").fill_null(settings.lead_days).clip(lower_bound=0),
        pl.col("review_days").fill_null(settings.review_days).clip(lower_bound=0),
        pl.col("safety_days").fill_null(settings.safety_days).clip(lower_bound=0),
        pl.col("service_level").fill_null(settings.service_level).clip(0.001, 0.9999),
    )


def _demand_filled(items: pl.DataFrame) -> pl.DataFrame:
    lead, protect = pl.col("lead_days"), pl.col("lead_days") + pl.col("review_days")
    means = items.with_columns(
        pl.col("lead_mean").fill_null(pl.col("burn_rate") * lead).clip(lower_bound=0.0),
        pl.col("protect_mean").fill_null(pl.col("burn_rate") * protect).clip(lower_bound=0.0),
    )
    return means.with_columns(
        pl.col("lead_variance").fill_null(pl.col("lead_mean")),
        pl.col("protect_variance").fill_null(pl.col("protect_mean")),
    )
