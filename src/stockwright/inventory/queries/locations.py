"""The places."""

from dataclasses import dataclass
from uuid import UUID

from stockwright.inventory.models import Location
from stockwright.kit.actor import Actor


@dataclass(frozen=True)
class LocationRow:
    """A place that holds stock; orders are promised from those that sell, the lowest rank first."""

    id: UUID
    name: str
    rank: int
    sells: bool


def locations_of(actor: Actor) -> list[LocationRow]:
    """Every place, by name."""
    return [
        LocationRow(row.pk, row.name, row.rank, row.sells) for row in Location.objects.of(actor).order_by("name")
    ]
