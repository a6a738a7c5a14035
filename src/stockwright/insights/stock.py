"""Stock as pages show it: where it is now, and on which days there was none."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from stockwright.insights.forecasts import ItemKey
from stockwright.inventory.models import Level, Location, Snapshot
from stockwright.kit.actor import Actor


@dataclass(frozen=True)
class Place:
    """Stock of one variant at one location; `stated` tells whether anybody ever said how much there is."""

    location_id: UUID
    name: str
    on_hand: Decimal
    reserved: Decimal
    stated: bool


def places_of(actor: Actor, variant_id: UUID) -> list[Place]:
    """The stock of a variant by location."""
    rows = Level.objects.of(actor).filter(variant_id=variant_id).select_related("location")
    return [
        Place(row.location_id, row.location.name, row.on_hand, row.reserved, row.stated_at is not None)
        for row in rows.order_by("location__name")
    ]


def has_several_places(actor: Actor) -> bool:
    """Whether the company keeps stock in more than one place."""
    return len(Location.objects.of(actor).values_list("pk")[:2]) > 1


def droughts(actor: Actor, *, variant_ids: Iterable[UUID], as_of: date, days: int) -> dict[ItemKey, frozenset[int]]:
    """For each item the days, counted from the oldest of the last `days` ones, on which nothing was there."""
    first = as_of - timedelta(days=days - 1)
    rows = Snapshot.objects.of(actor).filter(
        variant_id__in=list(variant_ids), taken_on__range=(first, as_of), in_stock_minutes=0
    )
    found: dict[ItemKey, set[int]] = defaultdict(set)
    for variant, location, taken_on in rows.values_list("variant_id", "location_id", "taken_on"):
        found[variant, location].add((taken_on - first).days)
    return {key: frozenset(dry) for key, dry in found.items()}
