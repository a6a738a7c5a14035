"""Where stock is kept, and on which days there was none."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from stockwright.insights.queries.stored_forecasts import ItemKey
from stockwright.inventory.models import Location, Snapshot
from stockwright.kit.actor import Actor


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
