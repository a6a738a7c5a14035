"""The states of a purchase order and what is true of its quantities."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from stockwright.kit.problems import Conflict, Invalid


class OrderState(StrEnum):
    """Where a purchase order stands."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    CANCELLED = "cancelled"


OPEN = (OrderState.DRAFT, OrderState.SENT)
"""States whose missing quantity is still on its way, so that nothing is ordered twice."""


class OrderClosed(Conflict):
    """A received or cancelled order does not change."""

    message = "Order {number} is {state} and cannot be changed any more."


class NothingOrdered(Invalid):
    """An order line needs a quantity above zero."""

    message = "Order at least one piece."


class TooMuchReceived(Invalid):
    """More arrived than was ordered."""

    message = "Only {open} of this line are still open. Receive at most that many."


class InvalidOrder(Invalid):
    """An order lacks something."""

    message = "{detail}"


class NotOnOrder(Invalid):
    """Something arrived that is not on the order."""

    message = "Order {number} has no line for this item."


def check_order(quantity: Decimal, placed_on: date, expected_on: date) -> None:
    """Pass silently, or NothingOrdered or InvalidOrder."""
    if quantity <= 0:
        raise NothingOrdered
    if expected_on < placed_on:
        raise InvalidOrder(detail="An order cannot be expected before it is placed.")
