"""Stored forecasts of some items, as charts and sparklines draw them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stockwright.forecasting.models import ItemForecast
from stockwright.kit.actor import Actor

ItemKey = tuple[UUID, UUID]
"""A variant and a location."""


@dataclass(frozen=True)
class StoredForecast:
    """What a run told of one item: for each day after `as_of` the mean, and quantiles at `levels`."""

    as_of: date
    levels: tuple[float, ...]
    demand_class: str
    method: str
    mean: tuple[float, ...]
    quantiles: tuple[float, ...]  # day after day, each with all levels

    def at(self, level: float) -> tuple[float, ...]:
        """The quantile of each day at the stored level nearest to `level`."""
        nearest = min(range(len(self.levels)), key=lambda i: abs(self.levels[i] - level))
        return self.quantiles[nearest :: len(self.levels)]


def stored_forecasts(actor: Actor, *, run_id: UUID, variant_ids: Iterable[UUID]) -> dict[ItemKey, StoredForecast]:
    """What a run told of some variants, at each of their locations."""
    rows = ItemForecast.objects.of(actor).filter(run_id=run_id, variant_id__in=list(variant_ids))
    found = rows.values_list(
        "variant_id", "location_id", "run__as_of", "run__levels", "demand_class", "method", "mean", "quantiles"
    )
    return {
        (variant, location): StoredForecast(
            as_of, tuple(levels), demand_class, method, tuple(mean), tuple(quantiles)
        )
        for variant, location, as_of, levels, demand_class, method, mean, quantiles in found
    }
