"""Freight, duty and the like, divided over the goods that they brought."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import NamedTuple
from uuid import UUID

from stockwright.kit.money import ZERO
from stockwright.kit.problems import Conflict, Invalid

_SMALLEST = Decimal("0.0001")


class CostKind(StrEnum):
    """What the money was paid for."""

    FREIGHT = "freight"
    DUTY = "duty"
    INSURANCE = "insurance"
    HANDLING = "handling"
    OTHER = "other"


class Division(StrEnum):
    """By what an amount is divided over the lines of a receipt."""

    VALUE = "value"
    QUANTITY = "quantity"
    EQUAL = "equal"


class InvalidLandedCost(Invalid):
    """The cost cannot be divided."""

    message = "{detail}"


class LandedCostUndone(Conflict):
    """It was taken back already."""

    message = "This cost was taken back already."


class Received(NamedTuple):
    """Pieces of an item that one posting brought to a place, and what was paid for them."""

    posting_id: UUID
    variant_id: UUID
    location_id: UUID
    quantity: Decimal
    value: Decimal


class Landing(NamedTuple):
    """A line's share, how many of its pieces are still there by each method, and the value added for them."""

    share: Decimal
    average_pieces: Decimal
    average_value: Decimal
    fifo_pieces: Decimal
    fifo_value: Decimal


def check_amount(amount: Decimal) -> None:
    """Pass silently, or InvalidLandedCost."""
    if amount <= 0 or amount != _rounded(amount):
        raise InvalidLandedCost(detail="A cost is an amount above zero with at most four decimal places.")


def shares_of(amount: Decimal, lines: Sequence[Received], divided_by: Division) -> list[Decimal]:
    """Each line's share; together they are the amount to the last digit."""
    weights = [_weight(line, divided_by) for line in lines]
    whole = sum(weights, ZERO)
    if whole <= 0:
        raise InvalidLandedCost(detail="These goods came in without a value. Divide by quantity instead.")
    marks = [ZERO, *(_rounded(amount * upto / whole) for upto in accumulate(weights))]
    return [upto - before for before, upto in pairwise(marks)]


def landing(line: Received, share: Decimal, *, on_hand: Decimal, left: Decimal) -> Landing:
    """Which part of a share stays with the stock: that of the pieces still there.

    By moving average any piece at the place counts (`on_hand`), first in first out only what is `left` of
    this receipt.
    """
    average, fifo = (min(max(there, ZERO), line.quantity) for there in (on_hand, left))
    return Landing(share, average, part(share, average, line.quantity), fifo, part(share, fifo, line.quantity))


def part(amount: Decimal, pieces: Decimal, of: Decimal) -> Decimal:
    """The part of an amount that belongs to some of the pieces."""
    return _rounded(amount * pieces / of) if of else ZERO


def _weight(line: Received, divided_by: Division) -> Decimal:
    if divided_by == Division.EQUAL:
        return Decimal(1)
    return line.quantity if divided_by == Division.QUANTITY else max(line.value, ZERO)


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_SMALLEST, rounding=ROUND_HALF_UP)
