"""Plain numbers out of columns."""

import polars as pl


def mean(column: pl.Series) -> float:
    """The mean of a column of numbers or of true and false."""
    return float(column.cast(pl.Float64).to_numpy().mean())


def total(column: pl.Series) -> float:
    """The sum of a column."""
    return float(column.cast(pl.Float64).to_numpy().sum())
