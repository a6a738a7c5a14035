"""Places that hold stock."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from stockwright.inventory.events.locations import LocationAdded, LocationChanged
from stockwright.inventory.models import Location
from stockwright.inventory.rules.locations import LocationTaken, check_location_name, check_rank
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.messaging.actions.events import emit


@deed("inventory.write")
def add_location(actor: Actor, *, name: str) -> Location:
    """Add a place; its name is its own."""
    place = Location(company_id=actor.company_id, name=check_location_name(name))
    try:
        with transaction.atomic():
            place.save(force_insert=True)
    except IntegrityError as error:
        raise LocationTaken(name=place.name) from error
    emit(actor, LocationAdded(location_id=place.pk, location_name=place.name))
    return place


@deed("inventory.approve")
def change_location(
    actor: Actor, *, location_id: UUID, name: str | None = None, rank: int | None = None, sells: bool | None = None
) -> Location:
    """Give a place another name or rank, or let orders (not) be promised from it; None leaves a field as it is."""
    place = locked_one(Location.objects.of(actor).filter(pk=location_id), what="location")
    before = _told(place)
    if name is not None:
        place.name = check_location_name(name)
    if rank is not None:
        place.rank = check_rank(rank)
    if sells is not None:
        place.sells = sells
    after = _told(place)
    changed = [field for field in after if before[field] != after[field]]
    if not changed:
        return place
    try:
        with transaction.atomic():
            place.save(update_fields=changed)
    except IntegrityError as error:
        raise LocationTaken(name=place.name) from error
    told = {"before": {one: before[one] for one in changed}, "after": {one: after[one] for one in changed}}
    emit(actor, LocationChanged(location_id=place.pk, location_name=place.name, **told))
    return place


@deed("inventory.write")
def ensure_locations(actor: Actor, names: Iterable[str]) -> dict[str, UUID]:
    """The ids of the places with these names; missing ones are added."""
    return placed(actor, names)


def placed(actor: Actor, names: Iterable[str]) -> dict[str, UUID]:
    """The same within the caller's transaction and under the caller's permission."""
    wanted = sorted({check_location_name(name) for name in names})
    known = set(Location.objects.of(actor).filter(name__in=wanted).values_list("name", flat=True))
    fresh = [Location(company_id=actor.company_id, name=name) for name in wanted if name not in known]
    Location.objects.bulk_create(fresh, ignore_conflicts=True)
    ids = dict(Location.objects.of(actor).filter(name__in=wanted).values_list("name", "pk"))
    for place in fresh:
        if ids[place.name] == place.pk:
            emit(actor, LocationAdded(location_id=place.pk, location_name=place.name))
    return ids


def _told(place: Location) -> dict[str, str]:
    return {"name": place.name, "rank": str(place.rank), "sells": str(place.sells)}
