"""The morning's lists and what a person can decide about a line."""

from enum import StrEnum

from stockwright.kit.problems import Invalid, NotYet


class ActionList(StrEnum):
    """Where an item stands this morning."""

    ORDER_TODAY = "order_today"
    ALREADY_ORDERED = "already_ordered"
    ATTENTION = "attention"
    NORMAL = "normal"


class DecisionKind(StrEnum):
    """What a person did with an advice."""

    ORDERED = "ordered"
    FLAGGED = "flagged"
    UNFLAGGED = "unflagged"
    UNDONE = "undone"


class NothingToOrder(Invalid):
    """The quantity to order is missing or zero."""

    message = "Enter how many to order: a number above zero."


class NoteMissing(Invalid):
    """A flag needs a note."""

    message = "Write a short note that says what to look at."


class NoForecastYet(NotYet):
    """A plan needs a forecast."""

    message = "There is no forecast yet. Import some sales first; the forecast follows by itself."
