"""What transfers are made of, as they are sent and answered."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from stockwright.api.fields import Counted, In, Out, PageIn, Pieces, Quantity, optional
from stockwright.inventory.rules.transfers import InvalidTransfer, Outcome, TransferState, WantedLine

Source = Annotated[str, Field(max_length=120)]
SOURCE = Field("", description="Names this deed; the same one again changes nothing.")


class TransferLineIn(In):
    """An item to be sent."""

    variant_id: UUID
    quantity: Pieces
    lot_id: UUID | None = Field(None, description="The lot to be sent, where the item has lots.")
    tags: list[str] = Field([], max_length=1000, description="Serial numbers or tags of the pieces.")

    def wanted(self) -> WantedLine:
        """The same for the deed."""
        return WantedLine(self.variant_id, self.quantity, self.lot_id, tuple(self.tags))


class TransferIn(In):
    """A new transfer."""

    origin_id: UUID
    destination_id: UUID
    lines: list[TransferLineIn] = Field(min_length=1, max_length=500)
    due_on: date | None = Field(None, description="When it is expected to arrive.")
    note: str = Field("", max_length=500)
    source: Source = SOURCE


class TransferChange(In):
    """What to change; given lines replace the others, what is left out stays."""

    lines: list[TransferLineIn] = optional(min_length=1, max_length=500)
    due_on: date | None = optional()
    note: str = optional(max_length=500)


class LineCount(In):
    """Pieces of a line."""

    line_id: UUID
    quantity: Counted


class StepIn(In):
    """A deed with a transfer; the same source does it once."""

    source: Source = SOURCE

    def told(self) -> dict[str, Any]:
        """The same for the deed."""
        return dict(self)


class PiecesIn(StepIn):
    """Pieces by line."""

    lines: list[LineCount] | None = Field(None, max_length=500)

    def told(self) -> dict[str, Any]:
        """The same for the deed; InvalidTransfer where a line is named twice."""
        told = super().told()
        lines: list[LineCount] | None = told.pop("lines")
        told["quantities"] = None if lines is None else {line.line_id: line.quantity for line in lines}
        if lines and len(told["quantities"]) < len(lines):
            raise InvalidTransfer(detail="Name each line once.")
        return told


class SendIn(PiecesIn):
    """What leaves; without lines all that is planned."""

    drop_rest: bool = Field(False, description="What is not sent now will not be sent at all.")


class ReceiveIn(PiecesIn):
    """What arrived; without lines all that is on its way."""

    accept_surplus: bool = Field(False, description="Book more than was sent as found, instead of refusing it.")


class LineOutcome(In):
    """What became of the missing pieces of a line."""

    line_id: UUID
    outcome: Outcome


class CloseIn(StepIn):
    """What became of all that never came."""

    reason: str = Field(min_length=1, max_length=200, examples=["Damaged on the road"])
    outcome: Outcome = Field(Outcome.LOST, description="`lost` writes it off, `returned` puts it back.")
    lines: list[LineOutcome] = Field([], max_length=500, description="Lines of which it is another one.")

    def told(self) -> dict[str, Any]:
        """The same for the deed."""
        told = super().told()
        told["outcomes"] = {line.line_id: line.outcome for line in told.pop("lines")}
        return told


class CancelIn(StepIn):
    """Why it is called off."""

    reason: str = Field("", max_length=200)


class TransferRowOut(Out):
    """A transfer as lists show it."""

    id: UUID
    number: str
    origin_id: UUID
    origin: str
    destination_id: UUID
    destination: str
    state: TransferState
    due_on: date | None
    note: str
    created_at: datetime
    by: str
    line_count: int
    quantity: Quantity = Field(description="Pieces of all lines.")
    in_transit: Quantity = Field(description="Pieces on their way now.")


class TransferLineOut(Out):
    """A line with what became of it."""

    id: UUID
    variant_id: UUID
    sku: str
    name: str
    lot_id: UUID | None
    tags: list[str]
    quantity: Quantity = Field(description="What is planned.")
    unsent: Quantity
    sent: Quantity
    received: Quantity
    in_transit: Quantity
    lost: Quantity
    returned: Quantity
    surplus: Quantity = Field(description="What came beyond what was sent.")
    free: Quantity = Field(description="What may be sent from the origin: on hand without what is reserved.")


class TransferStepOut(Out):
    """Something that was done with a transfer."""

    id: UUID
    kind: str = Field(description="`sent`, `received`, `closed` or `cancelled`.")
    taken_at: datetime
    by: str
    reason: str
    quantity: Quantity
    surplus: Quantity
    lost: Quantity
    posting_id: UUID | None
    undone_at: datetime | None
    undoable: bool = Field(description="Whether it is the newest, which can be undone.")


class TransferOut(TransferRowOut):
    """A transfer with its lines and steps."""

    lines: list[TransferLineOut]
    steps: list[TransferStepOut]


class TransferFilter(PageIn):
    """Which transfers."""

    state: TransferState | None = Field(None)
    location_id: UUID | None = Field(None, description="Where they come from or go.")
    search: str = Field("", max_length=200, description="A number such as T-12, or a part of the note.")


class LevelAfter(Out):
    """A level as it would be."""

    variant_id: UUID
    location_id: UUID
    quantity: Quantity = Field(description="By how much it would change.")
    on_hand: Quantity


class UndoShown(Out):
    """What undoing would do."""

    state: TransferState
    changes: list[LevelAfter]
