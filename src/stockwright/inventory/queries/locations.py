"""The places."""

from dataclasses import dataclass
from uuid import UUID

from stockwright.inventory.models import Location
from stockwright.kit.actor import Actor


@dataclass(frozen=True)
class LocationRow:
    """A place that holds stock."""

    id: UUID
    name: str


def locations_of(actor: Actor) -> list[LocationRow]:
    """Every place, by name."""
    return [LocationRow(row.pk, row.name) for row in Location.objects.of(actor).order_by("name")]
