"""Places that hold stock."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from stockwright.inventory.events.locations import LocationAdded
from stockwright.inventory.models import Location
from stockwright.inventory.rules.locations import LocationTaken, check_location_name
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
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
