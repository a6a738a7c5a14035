"""When an item counts as running low."""

from decimal import Decimal

from stockwright.kit.money import ZERO
from stockwright.kit.problems import Conflict, Invalid

SOLD_WITHIN_DAYS = 30
"""An item without a threshold is low when nothing is free and it sold within these days."""


class InvalidThreshold(Invalid):
    """A threshold is no debt."""

    message = "The quantity from which on stock is low has to be 0 or more."


class InvalidAlert(Invalid):
    """The note or the state makes no sense."""

    message = "{detail}"


class AlertResolved(Conflict):
    """It is over."""

    message = "This alert is resolved already."


def is_low(available: Decimal, *, threshold: Decimal | None, sold_lately: bool) -> bool:
    """Whether an item is low: at or below its threshold or, without one, gone although it sells."""
    if threshold is None:
        return available <= ZERO and sold_lately
    return available <= threshold


def check_threshold(low_stock: Decimal | None) -> None:
    """Pass silently, or InvalidThreshold."""
    if low_stock is not None and low_stock < 0:
        raise InvalidThreshold


def check_note(note: str) -> str:
    """The note without blanks around it, or InvalidAlert."""
    clean = note.strip()
    if len(clean) > 500:
        raise InvalidAlert(detail="Keep the note to 500 characters.")
    return clean
