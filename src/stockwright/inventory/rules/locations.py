"""What is true of places."""

from stockwright.kit.problems import Conflict, Invalid

MAIN_LOCATION = "Main"
"""Where stock is that nobody named a place for."""


class LocationTaken(Conflict):
    """Two places cannot have one name."""

    message = "There is a location called “{name}” already."


class InvalidLocation(Invalid):
    """The name of a place breaks a rule."""

    message = "{detail}"


def check_location_name(name: str) -> str:
    """The name without blanks around it, or InvalidLocation."""
    clean = name.strip()
    if not clean or len(clean) > 100:
        raise InvalidLocation(detail="Give the location a name of at most 100 characters.")
    return clean


def check_rank(rank: int) -> int:
    """The rank itself, or InvalidLocation."""
    if not 0 <= rank <= 9999:
        raise InvalidLocation(detail="Give the location a rank from 0 to 9999; the lowest is taken first.")
    return rank
