"""The places."""

from dataclasses import dataclass
from uuid import UUID

from stockwright.inventory.models import Location
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound


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


def check_location(actor: Actor, location_id: UUID | None) -> None:
    """Pass silently, also where no place is named; NotFound for another company's."""
    if location_id is not None and not Location.objects.of(actor).filter(pk=location_id).exists():
        raise NotFound(what="location")
