"""Counts in words."""

from django.utils.translation import gettext

from stockwright.inventory.queries.count_lines import CountLineRow
from stockwright.inventory.queries.counts import CountRow, CountView
from stockwright.inventory.rules.counts import REASONS, CountState, Mode, Scope, Stock

TONES = {
    CountState.COUNTING: "info",
    CountState.REVIEW: "warn",
    CountState.FINALISED: "good",
}


def state_words(state: str) -> str:
    """Where a count is."""
    return {
        CountState.OPEN: gettext("Not begun"),
        CountState.COUNTING: gettext("Counting"),
        CountState.REVIEW: gettext("In review"),
        CountState.FINALISED: gettext("Booked"),
        CountState.CANCELLED: gettext("Given up"),
        CountState.UNDONE: gettext("Undone"),
    }[CountState(state)]


def what_words(count: CountRow | CountView) -> str:
    """What of the place is counted."""
    if count.scope == Scope.CATEGORY:
        return getattr(count, "category", None) or gettext("One category")
    return {
        Scope.FULL: gettext("Everything"),
        Scope.ITEMS: gettext("Chosen items"),
        Scope.CYCLE: gettext("Class %(abc)s") % {"abc": count.abc_class},
    }[Scope(count.scope)]


def way_words(count: CountView) -> tuple[str, ...]:
    """How it is counted, in sentences."""
    moving = gettext(
        "Goods keep moving: each item is compared with what the ledger knew at the moment of its last entry, "
        "so sales meanwhile are no difference."
    )
    frozen = gettext(
        "Goods stand still: items are compared with the start of the count. What moved all the same is counted "
        "again and compared with that moment."
    )
    told = [frozen if count.stock == Stock.FROZEN else moving]
    if count.mode == Mode.DOUBLE:
        told.append(gettext("Two people count everything, and their numbers have to agree."))
    if count.blind:
        told.append(gettext("It is a blind count: counters are not told what is expected."))
    return tuple(told)


def recount_words(recount: str) -> str:
    """Why a line is to be counted again."""
    return {
        "": "",
        "tolerance": gettext("count again: large difference"),
        "moved": gettext("count again: it moved meanwhile"),
        "disagree": gettext("count again: two numbers"),
        "single": gettext("a second count is missing"),
        "asked": gettext("count again"),
    }[recount]


def reason_words(reason: str) -> str:
    """Why a line differs; words of one's own stay as they are."""
    known = {
        "unknown": gettext("Unknown"),
        "damage": gettext("Damage"),
        "theft": gettext("Theft"),
        "expired": gettext("Expired"),
        "misplaced": gettext("In the wrong place"),
        "entry_error": gettext("Booking error"),
        "supplier": gettext("Supplier's mistake"),
        "found": gettext("Found again"),
    }
    return known.get(reason or REASONS[0], reason)


def note_words(row: CountLineRow) -> str:
    """What else is to be known of a line."""
    told = [
        gettext("moved while it was counted") if row.moved else "",
        gettext("was not on the list") if row.added else "",
        gettext("accepted as counted") if row.accepted else "",
    ]
    return ", ".join(word for word in told if word)
