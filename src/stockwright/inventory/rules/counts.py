"""What is true of counting: who may count what, what a line's result is, and when it is counted again."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from stockwright.kit.money import ZERO
from stockwright.kit.problems import Conflict, Invalid, NotAllowed

MOST_ENTRIES = 1000
"""Entries in one request."""


class Scope(StrEnum):
    """What of a place is counted."""

    FULL = "full"
    CATEGORY = "category"
    ITEMS = "items"
    CYCLE = "cycle"


class Stock(StrEnum):
    """Which moment a count is compared with."""

    MOVING = "moving"
    """The moment an item was last counted: what is sold meanwhile is no difference."""
    FROZEN = "frozen"
    """The start: nothing should move meanwhile, and what moved all the same is counted again."""


class Mode(StrEnum):
    """How the numbers of several counters are put together."""

    ADD = "add"
    """Each counts other shelves: their numbers are added up."""
    DOUBLE = "double"
    """Two count the same: their numbers have to agree."""


class CountState(StrEnum):
    """Where a count is."""

    OPEN = "open"
    COUNTING = "counting"
    REVIEW = "review"
    FINALISED = "finalised"
    CANCELLED = "cancelled"
    UNDONE = "undone"


class Recount(StrEnum):
    """Why an item is to be counted again."""

    TOLERANCE = "tolerance"
    MOVED = "moved"
    DISAGREE = "disagree"
    SINGLE = "single"
    ASKED = "asked"


class NotCounted(StrEnum):
    """What becomes of items that nobody counted."""

    KEEP = "keep"
    ZERO = "zero"


ENTERING = (CountState.OPEN, CountState.COUNTING, CountState.REVIEW)
RUNNING = ENTERING
REASONS = ("unknown", "damage", "theft", "expired", "misplaced", "entry_error", "supplier", "found")
"""Reasons for a difference that are offered; another text may be given."""


class InvalidCount(Invalid):
    """A count cannot be made like this."""

    message = "{detail}"


class NothingToCount(Invalid):
    """The scope holds no item."""

    message = "Nothing at this place belongs to this count. Choose another place or other items."


class CountClosed(Conflict):
    """It is over."""

    message = "This count is {state}. Start a new one."


class NotInReview(Conflict):
    """Only what was looked at can be booked."""

    message = "This count is still {state}. End the counting and look at the differences first."


class NothingCounted(Conflict):
    """There is no result yet."""

    message = "Nobody counted anything yet."


class RecountsOpen(Conflict):
    """Some lines wait for a second look."""

    message = "{open} items are still to be counted again. Count them, or accept them as they were counted."


class CountApprovalNeeded(NotAllowed):
    """The differences are worth more than this person may book."""

    message = (
        "The differences are worth {money}, above the limit of {limit}. "
        "Somebody who may approve stock changes has to finalise this count."
    )


class HiddenWhileBlind(NotAllowed):
    """The answer would tell a counter what to find."""

    message = (
        "This is a blind count: what is expected is told in its review, to those who may approve stock changes."
    )


class NotFinalised(Conflict):
    """Only what was booked can be taken back."""

    message = "This count is {state}; only a finalised count can be undone."


class Tolerance(NamedTuple):
    """How large a difference may be before the line is counted again; None: of any size."""

    pieces: Decimal | None
    percent: Decimal | None
    money: Decimal | None


class Tally(NamedTuple):
    """What one counter found of a line in its present round: pieces, by whom, and when."""

    by: str
    pieces: Decimal
    first_at: datetime
    last_at: datetime


class Found(NamedTuple):
    """What the tallies of a line come to; `doubt` says why that is not sure."""

    pieces: Decimal
    first_at: datetime
    last_at: datetime
    doubt: str


def found(tallies: Sequence[Tally], *, mode: str, recounted: bool) -> Found | None:
    """The result of a line, or None where nobody counted it.

    Where two have to agree, and it is no recount, one counter alone and two different numbers are in doubt;
    the number of who counted last stands until the recount. A recount decides by itself.
    """
    if not tallies:
        return None
    first, last = min(each.first_at for each in tallies), max(each.last_at for each in tallies)
    if mode == Mode.ADD:
        return Found(sum((each.pieces for each in tallies), ZERO), first, last, "")
    latest = max(tallies, key=lambda each: (each.last_at, each.by))
    doubt = ""
    if not recounted and len(tallies) < 2:
        doubt = Recount.SINGLE
    elif len({each.pieces for each in tallies}) > 1:
        doubt = Recount.DISAGREE
    return Found(latest.pieces, first, latest.last_at, doubt)


def beyond(tolerance: Tolerance, *, expected: Decimal, counted: Decimal, unit_value: Decimal) -> bool:
    """Whether a difference is above any of the limits; a percentage is one of what was expected."""
    gap = abs(counted - expected)
    if not gap:
        return False
    percent = gap * 100 / abs(expected) if expected else None
    return (
        (tolerance.pieces is not None and gap > tolerance.pieces)
        or (tolerance.percent is not None and (percent is None or percent > tolerance.percent))
        or (tolerance.money is not None and gap * unit_value > tolerance.money)
    )


def recount_for(*, doubt: str, moved: bool, beyond_tolerance: bool, recounted: bool) -> str:
    """Why a line is counted again by itself ("" for not); what was recounted once is left to a person.

    Two who disagree are asked until they agree.
    """
    if doubt == Recount.DISAGREE:
        return doubt
    if recounted:
        return ""
    if doubt:
        return doubt
    if moved:
        return Recount.MOVED
    return Recount.TOLERANCE if beyond_tolerance else ""


def may_recount(counter: str, *, before: Sequence[str], counters: Sequence[str]) -> bool:
    """Whether `counter` may count a line again: who counted it before may not, while there is somebody else."""
    return counter not in before or set(counters) <= set(before)


def shows_expected(*, blind: bool, state: str, may_approve: bool) -> bool:
    """Whether somebody is told what the ledger expects: of a blind count who counts never is.

    Once it is in review those who may approve stock changes are, and everybody after it was booked.
    """
    if not blind or state in (CountState.FINALISED, CountState.UNDONE):
        return True
    return state == CountState.REVIEW and may_approve


def check_tolerance(tolerance: Tolerance) -> None:
    """Pass silently, or InvalidCount."""
    if any(limit is not None and limit < 0 for limit in tolerance):
        raise InvalidCount(detail="A tolerance is zero or more. Leave it empty for no limit.")
