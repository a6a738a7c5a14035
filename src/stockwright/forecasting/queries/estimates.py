"""What would have been sold with stock all day."""

from datetime import date
from uuid import UUID

from stockwright.forecasting.models import DemandEstimate
from stockwright.kit.actor import Actor


def estimates_of(actor: Actor, *, variant_id: UUID, location_id: UUID) -> dict[date, float]:
    """The estimated demand of an item at a place, on the days of the last year that differ from what was sold."""
    row = DemandEstimate.objects.of(actor).filter(variant_id=variant_id, location_id=location_id).first()
    return {} if row is None else dict(zip(row.days, row.demand, strict=True))
