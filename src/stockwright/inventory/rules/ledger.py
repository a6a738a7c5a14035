"""The kinds of movements and what is true of them."""

from enum import StrEnum

from stockwright.kit.problems import Invalid


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


class InvalidMovement(Invalid):
    """A movement lacks something or names what is not there."""

    message = "{detail}"
