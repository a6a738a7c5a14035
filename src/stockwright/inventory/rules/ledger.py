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
    CONVERSION = "conversion"
    REVALUATION = "revaluation"
    RELABEL = "relabel"
    RESERVE = "reserve"
    RELEASE = "release"


PROMISES = frozenset({MovementKind.RESERVE, MovementKind.RELEASE})
"""Kinds that change what is promised, and neither what is there nor what it is worth."""


class NothingMoved(Invalid):
    """A movement needs a quantity."""

    message = "A movement needs a quantity other than zero."


class InvalidMovement(Invalid):
    """A movement lacks something or names what is not there."""

    message = "{detail}"


class PeriodClosed(Conflict):
    """The books of that day are closed."""

    message = (
        "The books are closed up to {closed_through}, and this would change an earlier day. "
        "Enter it with a later date, or let an owner open the period under Settings."
    )


class NotEnoughStock(Conflict):
    """More would leave than there is."""

    message = "Only {free} of “{sku}” are free at {location}, and {wanted} are wanted."
