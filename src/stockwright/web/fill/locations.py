"""The company's locations as they are chosen on pages."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext

from stockwright.inventory.queries.locations import locations_of
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid
from stockwright.web.shown.frame import Choice


class NoLocation(Invalid):
    """A form needs a location, and none was chosen."""

    message = "{detail}"


def location_choices(actor: Actor, chosen: str = "") -> tuple[Choice, ...]:
    """Every location, to be chosen from."""
    return tuple(Choice(str(one.id), one.name, str(one.id) == chosen) for one in locations_of(actor))


def location_options(actor: Actor) -> list[tuple[str, str]]:
    """The same for a field of a form."""
    return [(choice.value, choice.label) for choice in location_choices(actor)]


def chosen_location(typed: Mapping[str, str], name: str = "location") -> UUID:
    """The location that was chosen, or NoLocation."""
    try:
        return UUID(typed.get(name, ""))
    except ValueError as error:
        raise NoLocation(detail=gettext("Choose a location."), field=name) from error
