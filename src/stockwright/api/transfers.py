"""Transfers: goods that go from one place to another."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageIn, PageOut, Quantity, optional
from stockwright.inventory.actions.transfer_steps import (
    cancel_transfer,
    close_transfer,
    receive_transfer,
    send_transfer,
)
from stockwright.inventory.actions.transfer_undo import TakenBack, rehearse_step_undo, undo_transfer_step
from stockwright.inventory.actions.transfers import change_transfer, draft_transfer
from stockwright.inventory.queries.transfers import TransferRow, TransferView, transfer_of, transfers_page
from stockwright.inventory.rules.transfers import InvalidTransfer, Outcome, TransferState, WantedLine
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Transfers"])

Pieces = Annotated[Quantity, Field(gt=0)]
Counted = Annotated[Quantity, Field(ge=0)]
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


class SendIn(In):
    """What leaves; without lines all that is planned."""

    lines: list[LineCount] | None = Field(None, max_length=500)
    drop_rest: bool = Field(False, description="What is not sent now will not be sent at all.")
    source: Source = SOURCE


class ReceiveIn(In):
    """What arrived; without lines all that is on its way."""

    lines: list[LineCount] | None = Field(None, max_length=500)
    accept_surplus: bool = Field(False, description="Book more than was sent as found, instead of refusing it.")
    source: Source = SOURCE


class LineOutcome(In):
    """What became of the missing pieces of a line."""

    line_id: UUID
    outcome: Outcome


class CloseIn(In):
    """What became of all that never came."""

    reason: str = Field(min_length=1, max_length=200, examples=["Damaged on the road"])
    outcome: Outcome = Field(Outcome.LOST, description="`lost` writes it off, `returned` puts it back.")
    lines: list[LineOutcome] = Field([], max_length=500, description="Lines of which it is another one.")
    source: Source = SOURCE


class ReasonIn(In):
    """Why."""

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


@router.get("/inventory/transfers", response=PageOut[TransferRowOut])
@needs("inventory.read")
def list_transfers(request: ApiRequest, wanted: Query[TransferFilter]) -> Page[TransferRow]:
    """The transfers, the newest first."""
    return transfers_page(
        request.auth,
        state=wanted.state or "",
        location_id=wanted.location_id,
        search=wanted.search,
        cursor=wanted.cursor or "",
        limit=wanted.limit,
    )


@router.post("/inventory/transfers", response={201: TransferOut})
@needs("inventory.write")
def post_transfer(request: ApiRequest, body: TransferIn) -> Status[TransferView]:
    """Plan a transfer. Fails with `invalid_transfer` or `not_found`."""
    lines = [line.wanted() for line in body.lines]
    told = body.model_dump(exclude={"lines"})
    made = draft_transfer(request.auth, lines=lines, **told)
    return Status(201, transfer_of(request.auth, made.pk))


@router.get("/inventory/transfers/{transfer_id}", response=TransferOut)
@needs("inventory.read")
def get_transfer(request: ApiRequest, transfer_id: UUID) -> TransferView:
    """One transfer. Fails with `not_found`."""
    return transfer_of(request.auth, transfer_id)


@router.patch("/inventory/transfers/{transfer_id}", response=TransferOut)
@needs("inventory.write")
def patch_transfer(request: ApiRequest, transfer_id: UUID, body: TransferChange) -> TransferView:
    """Change what is still to be sent. Fails with `not_found`, `transfer_over` or `invalid_transfer`."""
    told = body.changes()
    if "lines" in told:
        told["lines"] = [line.wanted() for line in body.lines]
    change_transfer(request.auth, transfer_id=transfer_id, **told)
    return transfer_of(request.auth, transfer_id)


@router.post("/inventory/transfers/{transfer_id}/send", response=TransferOut)
@needs("inventory.write")
def send(request: ApiRequest, transfer_id: UUID, body: SendIn) -> TransferView:
    """Let goods leave. Fails with `not_found`, `not_enough_stock`, `more_than_drafted` or `transfer_over`."""
    send_transfer(
        request.auth,
        transfer_id=transfer_id,
        now=now(),
        quantities=_counts(body.lines),
        drop_rest=body.drop_rest,
        source=body.source,
    )
    return transfer_of(request.auth, transfer_id)


@router.post("/inventory/transfers/{transfer_id}/receive", response=TransferOut)
@needs("inventory.write")
def receive(request: ApiRequest, transfer_id: UUID, body: ReceiveIn) -> TransferView:
    """Take in what arrived. Fails with `not_found`, `more_than_sent`, `nothing_on_its_way` or `transfer_over`."""
    receive_transfer(
        request.auth,
        transfer_id=transfer_id,
        now=now(),
        quantities=_counts(body.lines),
        accept_surplus=body.accept_surplus,
        source=body.source,
    )
    return transfer_of(request.auth, transfer_id)


@router.post("/inventory/transfers/{transfer_id}/close", response=TransferOut)
@needs("inventory.write")
def close(request: ApiRequest, transfer_id: UUID, body: CloseIn) -> TransferView:
    """Say what became of what never came. Fails with `not_found`, `nothing_on_its_way` or `transfer_over`."""
    close_transfer(
        request.auth,
        transfer_id=transfer_id,
        now=now(),
        reason=body.reason,
        outcome=body.outcome,
        outcomes={line.line_id: line.outcome for line in body.lines},
        source=body.source,
    )
    return transfer_of(request.auth, transfer_id)


@router.post("/inventory/transfers/{transfer_id}/cancel", response=TransferOut)
@needs("inventory.write")
def cancel(request: ApiRequest, transfer_id: UUID, body: ReasonIn) -> TransferView:
    """Call it off; what is on its way comes back. Fails with `not_found`, `received_already`, `transfer_over`."""
    cancel_transfer(request.auth, transfer_id=transfer_id, now=now(), reason=body.reason)
    return transfer_of(request.auth, transfer_id)


@router.post("/inventory/transfers/steps/{step_id}/undo", response=TransferOut)
@needs("inventory.write")
def undo_step(request: ApiRequest, step_id: UUID, body: ReasonIn) -> TransferView:
    """Take back the newest step of a transfer. Fails with `not_found`, `step_undone`, `not_the_newest_step`."""
    done = undo_transfer_step(request.auth, step_id=step_id, now=now(), reason=body.reason)
    return transfer_of(request.auth, done.transfer.pk)


@router.post("/inventory/transfers/steps/{step_id}/undo-preview", response=UndoShown)
@needs("inventory.write")
def preview_undo_step(request: ApiRequest, step_id: UUID) -> UndoShown:
    """What undoing a step would do; nothing is done. Fails as the undoing would."""
    shown: TakenBack = rehearse_step_undo(request.auth, step_id=step_id, now=now())
    changes = [LevelAfter.model_validate(change) for change in shown.changes]
    return UndoShown(state=TransferState(shown.transfer.state), changes=changes)


def _counts(lines: list[LineCount] | None) -> dict[UUID, Quantity] | None:
    if lines is not None and len({line.line_id for line in lines}) < len(lines):
        raise InvalidTransfer(detail="Name each line once.")
    return None if lines is None else {line.line_id: line.quantity for line in lines}
