"""Lots: which of them goes out first, and which may not be sold."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit.money import ZERO
from stockwright.kit.problems import Conflict, Invalid

CODE_LENGTH = 100

WITHHELD_FIRST = frozenset({MovementKind.WASTE})
"""Kinds that most likely take what cannot be sold any more."""


class InvalidLot(Invalid):
    """A lot lacks something."""

    message = "{detail}"


class NotTrackedByLot(Conflict):
    """Only items that are followed by lot have lots."""

    message = "“{sku}” is not followed by lot. Change that on the item first."


class NotEnoughInLot(Conflict):
    """More would leave a lot than is in it."""

    message = "Lot “{lot}” of “{sku}” has only {held} here, and {wanted} are wanted."


class NotEnoughUnassigned(Conflict):
    """More is wanted of what is in no lot than there is."""

    message = "Only {held} of “{sku}” are in no lot here, not {wanted}. Take the others out of their lot first."


class LotStock(NamedTuple):
    """What a lot holds at one place."""

    lot_id: UUID
    on_hand: Decimal
    expires_on: date | None = None
    blocked: bool = False

    def may_be_sold(self, today: date) -> bool:
        """Whether it is neither blocked nor past its last day."""
        return not self.blocked and (self.expires_on is None or self.expires_on >= today)


class LotShare(NamedTuple):
    """Pieces taken out of a lot, or (None) out of those in no lot."""

    lot_id: UUID | None
    quantity: Decimal


def in_turn(lots: Sequence[LotStock]) -> list[LotStock]:
    """The lots in the order in which they go out: the first to expire first, those that keep last."""
    return sorted(lots, key=lambda lot: (lot.expires_on or date.max, lot.lot_id))


def fefo(lots: Sequence[LotStock], wanted: Decimal, today: date) -> list[LotShare]:
    """Take `wanted` pieces from the lots that may be sold today, first expired, first out.

    What they lack is not in the answer.
    """
    return _taken([lot for lot in in_turn(lots) if lot.may_be_sold(today)], wanted)


def divided(
    lots: Sequence[LotStock], unassigned: Decimal, wanted: Decimal, *, today: date, kind: MovementKind
) -> list[LotShare]:
    """All of `wanted` pieces that go out: from lots, from what is in none, and then from what may not be sold.

    Whatever nobody has is owed by the pieces in no lot, so that lots never hold more than is there. Waste
    takes what may not be sold first.
    """
    fine = [lot for lot in in_turn(lots) if lot.may_be_sold(today)]
    withheld = [lot for lot in in_turn(lots) if not lot.may_be_sold(today)]
    first, last = (withheld, fine) if kind in WITHHELD_FIRST else (fine, withheld)
    shares = _taken(first, wanted)
    loose = min(max(unassigned, ZERO), wanted - _sum(shares))
    late = _taken(last, wanted - _sum(shares) - loose)
    loose = wanted - _sum(shares) - _sum(late)
    return [*shares, *late, *([LotShare(None, loose)] if loose else [])]


def _taken(lots: Sequence[LotStock], wanted: Decimal) -> list[LotShare]:
    shares = []
    for lot in lots:
        pieces = min(max(lot.on_hand, ZERO), wanted)
        if pieces > 0:
            shares.append(LotShare(lot.lot_id, pieces))
            wanted -= pieces
    return shares


def _sum(shares: Sequence[LotShare]) -> Decimal:
    return sum((share.quantity for share in shares), ZERO)


def check_lot_code(code: str) -> str:
    """The code without blanks around it, or InvalidLot."""
    clean = code.strip()
    if not clean or len(clean) > CODE_LENGTH:
        raise InvalidLot(detail=f"Give the lot a code of 1 to {CODE_LENGTH} characters.")
    return clean


def business_day(moment: datetime, time_zone: str) -> date:
    """The day of a moment at the company's place."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
