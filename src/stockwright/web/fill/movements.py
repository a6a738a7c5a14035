"""The kinds of movements as people call them."""

from django.utils.translation import gettext

from stockwright.inventory.rules.ledger import MovementKind


def kind_words(kind: str) -> str:
    """What a movement of stock was."""
    return {
        MovementKind.OPENING: gettext("Opening stock"),
        MovementKind.RECEIPT: gettext("Received"),
        MovementKind.SALE: gettext("Sold"),
        MovementKind.RETURN: gettext("Returned"),
        MovementKind.ADJUSTMENT: gettext("Adjusted"),
        MovementKind.COUNT: gettext("Counted"),
        MovementKind.WASTE: gettext("Wasted"),
        MovementKind.TRANSFER_OUT: gettext("Sent to another place"),
        MovementKind.TRANSFER_IN: gettext("Came from another place"),
        MovementKind.CONVERSION: gettext("Assembled or taken apart"),
        MovementKind.REVALUATION: gettext("Revalued"),
        MovementKind.RELABEL: gettext("Put into another lot"),
        MovementKind.RESERVE: gettext("Reserved"),
        MovementKind.RELEASE: gettext("Released"),
    }[MovementKind(kind)]
