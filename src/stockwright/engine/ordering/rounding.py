"""From the quantity that is needed to one the supplier sells."""

import polars as pl

_HAIR = 1e-9


def with_quantity(items: pl.DataFrame) -> pl.DataFrame:
    """Add `quantity`: what is needed, raised to the minimum order and to whole packs; zero when not due.

    Adds `rounding_cost` (money put into pieces that are not needed yet; null without a cost),
    `extra_cover_days` (days of demand those pieces last) and `binding`: what set the quantity (moq, pack,
    threshold, target or none).
    """
    raw, pack = pl.col("raw_quantity"), pl.col("pack_multiple")
    wanted = pl.max_horizontal(raw, "moq")
    rounded = (wanted / pack - _HAIR).ceil() * pack
    sized = items.with_columns(quantity=pl.when(raw > 0).then(rounded).otherwise(0.0))
    extra = pl.col("quantity") - raw
    return sized.with_columns(
        binding=_binding(),
        rounding_cost=pl.when("no_cost").then(None).otherwise(extra * pl.col("cost")),
        extra_cover_days=pl.when(pl.col("burn_rate") > 0).then(extra / pl.col("burn_rate")).otherwise(0.0),
    )


def _binding() -> pl.Expr:
    return (
        pl.when(pl.col("quantity") <= 0)
        .then(pl.lit("none"))
        .when(pl.col("moq") > pl.col("raw_quantity") + _HAIR)
        .then(pl.lit("moq"))
        .when(pl.col("quantity") > pl.col("raw_quantity") + 1.0 - _HAIR)
        .then(pl.lit("pack"))
        .when("by_threshold")
        .then(pl.lit("threshold"))
        .otherwise(pl.lit("target"))
    )
