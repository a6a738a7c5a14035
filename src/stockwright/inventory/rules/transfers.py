"""What is true of goods on their way from one place to another."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from stockwright.kit.money import ZERO
from stockwright.kit.problems import Conflict, Invalid


class TransferState(StrEnum):
    """Where a transfer stands."""

    DRAFT = "draft"
    SENT = "sent"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class StepKind(StrEnum):
    """What was done to a transfer."""

    SENT = "sent"
    RECEIVED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What became of pieces that left and never came."""

    LOST = "lost"
    RETURNED = "returned"


ENDS = {StepKind.CLOSED: TransferState.CLOSED, StepKind.CANCELLED: TransferState.CANCELLED}
"""The steps after which nothing more comes, and the state they leave."""


class InvalidTransfer(Invalid):
    """The transfer cannot be understood."""

    message = "{detail}"


class TransferOver(Conflict):
    """Nothing more can be done with it."""

    message = "Transfer {number} is {state}. Undo its last step first, or make a new transfer."


class NothingOnItsWay(Conflict):
    """There is nothing to receive or to settle."""

    message = "Nothing of transfer {number} is on its way. Send it first."


class MoreThanDrafted(Conflict):
    """More would be sent than the transfer says."""

    message = "Only {open} of “{sku}” are left to send, and {wanted} are wanted. Change the line first."


class MoreThanSent(Conflict):
    """More would be received than was sent."""

    message = (
        "Only {open} of “{sku}” are on their way, and {wanted} came. Count again, or accept the surplus: "
        "it is then booked as found."
    )


class ReceivedAlready(Conflict):
    """A transfer of which something arrived cannot be cancelled."""

    message = "Something of transfer {number} has arrived. Close it instead, and say what became of the rest."


class StepUndone(Conflict):
    """It was taken back before."""

    message = "This step was undone already."


class NotTheNewestStep(Conflict):
    """A later step builds on it."""

    message = "Something was done with this transfer since. Undo the newest step first."


class LineQuantities(Protocol):
    """The quantities of a line."""

    quantity: Decimal
    sent: Decimal
    received: Decimal
    lost: Decimal
    returned: Decimal


class Value(NamedTuple):
    """What pieces are worth by both methods."""

    average: Decimal
    fifo: Decimal


class WantedLine(NamedTuple):
    """An item to be sent, with its lot and the tags of its pieces where it has any."""

    variant_id: UUID
    quantity: Decimal
    lot_id: UUID | None = None
    tags: tuple[str, ...] = ()


def unsent(line: LineQuantities) -> Decimal:
    """Pieces that are still to be sent."""
    return line.quantity - line.sent


def on_the_way(line: LineQuantities) -> Decimal:
    """Pieces that left and have neither arrived nor been given up."""
    return line.sent - line.received - line.lost - line.returned


def state_of(lines: Sequence[LineQuantities], ended_by: StepKind | None) -> TransferState:
    """Where a transfer with these lines stands, after the step that ended it (None: none did)."""
    if ended_by in ENDS:
        return ENDS[ended_by]
    if not any(line.sent for line in lines):
        return TransferState.DRAFT
    if not any(on_the_way(line) or unsent(line) for line in lines):
        return TransferState.RECEIVED
    if any(line.received for line in lines):
        return TransferState.PARTLY_RECEIVED
    return TransferState.SENT


def share(carried: Value, pieces: Decimal, of: Decimal) -> Value:
    """What `pieces` of the `of` pieces on their way are worth; the last ones take what rounding left."""
    if pieces == of:
        return carried
    places = Decimal("0.0001")
    return Value(
        (carried.average * pieces / of).quantize(places),
        (carried.fifo * pieces / of).quantize(places),
    )


def check_lines(lines: Sequence[WantedLine]) -> None:
    """Pass silently, or InvalidTransfer."""
    if not lines:
        raise InvalidTransfer(detail="A transfer needs at least one line.")
    if any(line.quantity <= ZERO for line in lines):
        raise InvalidTransfer(detail="Give every line a quantity above zero.")
    if any(len(line.tags) > line.quantity for line in lines):
        raise InvalidTransfer(detail="A line cannot have more tags than pieces.")
    keys = [(line.variant_id, line.lot_id) for line in lines]
    if len(set(keys)) < len(keys):
        raise InvalidTransfer(detail="An item (and lot) stands on one line only. Add up its quantities.")
