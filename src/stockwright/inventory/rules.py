"""The kinds of movements and what is true of them."""

from enum import StrEnum

from stockwright.kit.problems import Conflict, Invalid

MAIN_LOCATION = "Main"
"""Where stock is that nobody named a place for."""


class MovementKind(StrEnum):
    """Why stock changed."""

    OPENING = "opening"
    RECEIPT = "receipt"
    SALE = "sale"
    RETURN = "return"
    ADJUSTMENT = "adjustment"
    COUNT = "count"
    WASTE = "waste"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"


class NothingMoved(Invalid):
    """A movement needs a quantity."""

    message = "A movement needs a quantity other than zero."


class LocationTaken(Conflict):
    """Two places cannot have one name."""

    message = "There is a location called “{name}” already."


class InvalidLocation(Invalid):
    """The name of a place breaks a rule."""

    message = "{detail}"


class InvalidMovement(Invalid):
    """A movement lacks something or names what is not there."""

    message = "{detail}"


class InvalidStatement(Invalid):
    """A statement of stock lacks something."""

    message = "{detail}"


def check_location_name(name: str) -> str:
    """The name without blanks around it, or InvalidLocation."""
    clean = name.strip()
    if not clean or len(clean) > 100:
        raise InvalidLocation(detail="Give the location a name of at most 100 characters.")
    return clean
