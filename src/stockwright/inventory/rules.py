"""The kinds of movements and what is true of them."""

from enum import StrEnum

from stockwright.kit.problems import Conflict, Invalid


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


STATEMENTS = (MovementKind.OPENING, MovementKind.COUNT)
"""Movements that state how much there is; an earlier sale that is told later is already in them."""


class NothingMoved(Invalid):
    """A movement needs a quantity."""

    message = "A movement needs a quantity other than zero."


class LocationTaken(Conflict):
    """Two places cannot have one name."""

    message = "There is a location called “{name}” already."
