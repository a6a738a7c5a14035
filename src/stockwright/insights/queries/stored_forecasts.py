"""Stored forecasts of some items, as charts and sparklines draw them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from stockwright.forecasting.models import ForecastRun, ItemForecast
from stockwright.forecasting.queries.runs import forecast_of
from stockwright.kit.actor import Actor

ItemKey = tuple[UUID, UUID]
"""A variant and a location."""


@dataclass(frozen=True)
class StoredForecast:
    """What a run told of one item: for each day after `as_of` the mean, and quantiles at `levels` (H, Q)."""

    as_of: date
    levels: tuple[float, ...]
    demand_class: str
    method: str
    mean: tuple[float, ...]
    quantiles: NDArray[np.float64]

    def at(self, level: float) -> tuple[float, ...]:
        """The quantile of each day at the stored level nearest to `level`."""
        nearest = min(range(len(self.levels)), key=lambda i: abs(self.levels[i] - level))
        return tuple(self.quantiles[:, nearest].tolist())


def stored_forecasts(actor: Actor, *, run_id: UUID, variant_ids: Iterable[UUID]) -> dict[ItemKey, StoredForecast]:
    """What a run told of some variants, at each of their locations."""
    run = ForecastRun.objects.of(actor).filter(pk=run_id).first()
    rows = list(ItemForecast.objects.of(actor).filter(run_id=run_id, variant_id__in=list(variant_ids)))
    if run is None or not rows:
        return {}
    told = forecast_of(run, *rows)
    return {
        (row.variant_id, row.location_id): StoredForecast(
            told.as_of, told.levels, row.demand_class, row.method, tuple(row.mean), told.quantiles[at]
        )
        for at, row in enumerate(rows)
    }
