"""Demand over any number of days, from what is known over the lead time and over lead time plus review."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]

COLUMNS = (
    "burn_rate", "lead_days", "review_days", "lead_mean", "lead_variance", "protect_mean", "protect_variance",
)  # fmt: skip


def mean_after(items: pl.DataFrame, days: NDArray[Any]) -> Floats:
    """Mean demand of the next `days` days, one number per row: straight lines through the known sums."""
    burn, lead, review, lead_mean, _, protect_mean, _ = _known(items)
    ahead = np.asarray(days, dtype=np.float64)
    early = np.where(lead > 0, lead_mean / np.maximum(lead, 1.0), burn)
    later = np.where(review > 0, np.maximum(protect_mean - lead_mean, 0.0) / np.maximum(review, 1.0), burn)
    return np.asarray(early * np.minimum(ahead, lead) + later * np.maximum(ahead - lead, 0.0))


def variance_at(items: pl.DataFrame, mean: Floats) -> Floats:
    """Variance of the demand whose mean is `mean`, growing as it does between the two known sums.

    Independent days make the variance grow with the mean, a forecast that is wrong as a whole with its
    square: the exponent found between lead time and lead time plus review is used, held between 1 and 2.
    """
    _, _, _, lead_mean, lead_variance, protect_mean, protect_variance = _known(items)
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.log(protect_variance / lead_variance) / np.log(protect_mean / lead_mean)
        exponent = np.clip(np.where(np.isfinite(growth), growth, 1.0), 1.0, 2.0)
        scaled = protect_variance * (mean / protect_mean) ** exponent
    return np.where(protect_mean > 0, scaled, mean)


def _known(items: pl.DataFrame) -> list[Floats]:
    return [items[name].cast(pl.Float64).to_numpy() for name in COLUMNS]
