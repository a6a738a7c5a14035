"""The movements of what arrives, comes back or is lost: a movement for each lot, worth its share of the line."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from stockwright.inventory.actions.ledger import Entry
from stockwright.inventory.actions.transfer_lots import LotsOnTheWay
from stockwright.inventory.actions.transfer_posting import Part, Taken
from stockwright.inventory.rules.kits import split_value
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.inventory.rules.transfers import Outcome, Value
from stockwright.kit.money import ZERO


def arrivals(taken: Taken, part: Part, lots: LotsOnTheWay) -> list[Entry]:
    """What came goes in where it was sent; what nobody sent was found there."""
    place = taken.transfer.destination_id
    came = _moved(taken, part, lots, at=place)
    found = [taken.entry(part, MovementKind.ADJUSTMENT, part.surplus, at=place, reason="surplus of a transfer")]
    return came + (found if part.surplus else [])


def settlements(taken: Taken, part: Part, lots: LotsOnTheWay) -> list[Entry]:
    """What came back goes in where it left; what is lost comes and goes where it was sent, at its own value."""
    if part.outcome == Outcome.RETURNED:
        return _moved(taken, part, lots, at=taken.transfer.origin_id)
    came = _moved(taken, part, lots, at=taken.transfer.destination_id, layered=False)
    reason = taken.step.reason or "lost on the way"
    return came + [replace(entry, **_gone(entry), kind=MovementKind.WASTE, reason=reason) for entry in came]


def _moved(taken: Taken, part: Part, lots: LotsOnTheWay, *, at: UUID, layered: bool = True) -> list[Entry]:
    """What comes in with a part, a movement for each lot, which share its value piece by piece alike."""
    if not part.quantity:
        return []
    shares = lots.take(part.line, part.quantity)
    pieces = [share.quantity for share in shares]
    values = zip(split_value(part.value.average, pieces), split_value(part.value.fifo, pieces), strict=True)
    kind = MovementKind.TRANSFER_IN
    return [
        taken.entry(
            part, kind, share.quantity, at=at, value=Value(*value), layered=layered, lot=(number, share.lot_id)
        )
        for number, (share, value) in enumerate(zip(shares, values, strict=True))
    ]


def _gone(entry: Entry) -> dict[str, Any]:
    """What makes a movement that came one that goes again."""
    average, fifo = entry.value or (ZERO, ZERO)
    return {
        "cause": entry.cause.replace(f":{entry.kind}", f":{MovementKind.WASTE}"),
        "quantity": -entry.quantity,
        "value": Value(-average, -fifo),
    }
