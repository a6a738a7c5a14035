"""Transfers: goods that go from one place to another."""

from collections.abc import Callable
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import PageOut, UndoIn
from stockwright.api.transfer_fields import (
    CancelIn,
    CloseIn,
    LevelAfter,
    ReceiveIn,
    SendIn,
    StepIn,
    TransferChange,
    TransferFilter,
    TransferIn,
    TransferOut,
    TransferRowOut,
    UndoShown,
)
from stockwright.inventory.actions.transfer_steps import (
    cancel_transfer,
    close_transfer,
    receive_transfer,
    send_transfer,
)
from stockwright.inventory.actions.transfer_undo import rehearse_step_undo, undo_transfer_step
from stockwright.inventory.actions.transfers import change_transfer, draft_transfer
from stockwright.inventory.models import Transfer
from stockwright.inventory.queries.transfers import TransferRow, TransferView, transfer_of, transfers_page
from stockwright.inventory.rules.transfers import TransferState
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Transfers"])


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
    return _after(request, send_transfer, transfer_id, body)


@router.post("/inventory/transfers/{transfer_id}/receive", response=TransferOut)
@needs("inventory.write")
def receive(request: ApiRequest, transfer_id: UUID, body: ReceiveIn) -> TransferView:
    """Take in what arrived. Fails with `not_found`, `more_than_sent`, `nothing_on_its_way` or `transfer_over`."""
    return _after(request, receive_transfer, transfer_id, body)


@router.post("/inventory/transfers/{transfer_id}/close", response=TransferOut)
@needs("inventory.write")
def close(request: ApiRequest, transfer_id: UUID, body: CloseIn) -> TransferView:
    """Say what became of what never came. Fails with `not_found`, `nothing_on_its_way` or `transfer_over`."""
    return _after(request, close_transfer, transfer_id, body)


@router.post("/inventory/transfers/{transfer_id}/cancel", response=TransferOut)
@needs("inventory.write")
def cancel(request: ApiRequest, transfer_id: UUID, body: CancelIn) -> TransferView:
    """Call it off; what is on its way comes back. Fails with `not_found`, `received_already`, `transfer_over`."""
    return _after(request, cancel_transfer, transfer_id, body)


@router.post("/inventory/transfers/steps/{step_id}/undo", response=TransferOut)
@needs("inventory.write")
def undo_step(request: ApiRequest, step_id: UUID, body: UndoIn) -> TransferView:
    """Take back the newest step of a transfer. Fails with `not_found`, `step_undone`, `not_the_newest_step`."""
    done = undo_transfer_step(request.auth, step_id=step_id, now=now(), reason=body.reason)
    return transfer_of(request.auth, done.transfer.pk)


@router.post("/inventory/transfers/steps/{step_id}/undo-preview", response=UndoShown)
@needs("inventory.write")
def preview_undo_step(request: ApiRequest, step_id: UUID) -> UndoShown:
    """What undoing a step would do; nothing is done. Fails as the undoing would."""
    shown = rehearse_step_undo(request.auth, step_id=step_id, now=now())
    changes = [LevelAfter.model_validate(change) for change in shown.changes]
    return UndoShown(state=TransferState(shown.transfer.state), changes=changes)


def _after(request: ApiRequest, deed: Callable[..., Transfer], transfer_id: UUID, body: StepIn) -> TransferView:
    """The transfer after a deed that takes it a step further."""
    deed(request.auth, transfer_id=transfer_id, now=now(), **body.told())
    return transfer_of(request.auth, transfer_id)
