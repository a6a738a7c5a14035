"""Setting stock right: reasons, adjustments with approval, write-offs and bulk updates."""

from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status

from stockwright.api.adjustment_fields import (
    AdjustmentFilter,
    AdjustmentIn,
    AdjustmentLineIn,
    AdjustmentOut,
    AdjustmentRowOut,
    BulkIn,
    BulkOut,
    ReasonChange,
    ReasonIn,
    ReasonOut,
    RejectIn,
    WasteIn,
)
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import PageOut, UndoIn
from stockwright.inventory.actions.adjusting import take_back_adjustment
from stockwright.inventory.actions.adjustments import (
    adjust_stock,
    approve_adjustment,
    change_adjustment,
    draft_adjustment,
    reject_adjustment,
    submit_adjustment,
)
from stockwright.inventory.actions.reasons import add_reason, change_reason
from stockwright.inventory.actions.stock_updates import update_stock
from stockwright.inventory.models import Adjustment, AdjustmentReason
from stockwright.inventory.queries.adjustments import (
    AdjustmentRow,
    AdjustmentView,
    adjustment_of,
    adjustments_page,
)
from stockwright.inventory.queries.effects import Wanted
from stockwright.inventory.queries.reasons import ReasonRow, reasons_of
from stockwright.inventory.queries.stock_updates import preview_updates
from stockwright.inventory.rules.adjustments import Way
from stockwright.inventory.rules.stock_updates import UpdateRow
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Adjustments"])


@router.get("/inventory/adjustment-reasons", response=PageOut[ReasonOut])
@needs("inventory.read")
def list_reasons(request: ApiRequest) -> Page[ReasonRow]:
    """Every reason by name, on one page."""
    return Page(reasons_of(request.auth), None)


@router.post("/inventory/adjustment-reasons", response={201: ReasonOut})
@needs("inventory.approve")
def post_reason(request: ApiRequest, body: ReasonIn) -> Status[AdjustmentReason]:
    """Add a reason. Fails with `reason_taken`."""
    return Status(201, add_reason(request.auth, code=body.code, name=body.name, kind=body.kind))


@router.patch("/inventory/adjustment-reasons/{reason_id}", response=ReasonOut)
@needs("inventory.approve")
def patch_reason(request: ApiRequest, reason_id: UUID, body: ReasonChange) -> AdjustmentReason:
    """Rename a reason, or take it out of use. Fails with `not_found`."""
    return change_reason(request.auth, reason_id=reason_id, **body.changes())


@router.get("/inventory/adjustments", response=PageOut[AdjustmentRowOut])
@needs("inventory.read")
def list_adjustments(request: ApiRequest, wanted: Query[AdjustmentFilter]) -> Page[AdjustmentRow]:
    """Adjustments, the newest first."""
    return adjustments_page(
        request.auth,
        state=wanted.state or "",
        kind=wanted.kind or "",
        cursor=wanted.cursor or "",
        limit=wanted.limit,
    )


@router.post("/inventory/adjustments", response={201: AdjustmentOut})
@needs("inventory.write")
def post_adjustment(request: ApiRequest, body: AdjustmentIn) -> Status[AdjustmentView]:
    """Set stock right: at once, or (state `waiting`) once somebody approved it above the company's limit.

    With `draft` it is only written down. The same `source` answers the adjustment made before. Fails with
    `invalid_adjustment`, `not_enough_stock`, `period_closed`, `source_taken` or `not_found`.
    """
    act = draft_adjustment if body.draft else adjust_stock
    made = act(
        request.auth,
        lines=_wanted(body.lines),
        reason=body.reason,
        now=now(),
        source=body.source,
        note=body.note,
        happened_at=body.happened_at,
    )
    return Status(201, _told(request.auth, made))


@router.get("/inventory/adjustments/{adjustment_id}", response=AdjustmentOut)
@needs("inventory.read")
def get_adjustment(request: ApiRequest, adjustment_id: UUID) -> AdjustmentView:
    """One adjustment; lines of one that is not posted show what it would do now. Fails with `not_found`."""
    return adjustment_of(request.auth, adjustment_id)


@router.put("/inventory/adjustments/{adjustment_id}", response=AdjustmentOut)
@needs("inventory.write")
def put_adjustment(request: ApiRequest, adjustment_id: UUID, body: AdjustmentIn) -> AdjustmentView:
    """Write down something else; a request that waits is a draft again. Fails with `adjustment_closed`."""
    made = change_adjustment(
        request.auth,
        adjustment_id=adjustment_id,
        lines=_wanted(body.lines),
        reason=body.reason,
        now=now(),
        note=body.note,
        happened_at=body.happened_at,
    )
    if not body.draft:
        made = submit_adjustment(request.auth, adjustment_id=made.pk, now=now())
    return _told(request.auth, made)


@router.post("/inventory/adjustments/{adjustment_id}/submit", response=AdjustmentOut)
@needs("inventory.write")
def post_submission(request: ApiRequest, adjustment_id: UUID) -> AdjustmentView:
    """Post a draft, or let it wait for approval; a second time changes nothing."""
    return _told(request.auth, submit_adjustment(request.auth, adjustment_id=adjustment_id, now=now()))


@router.post("/inventory/adjustments/{adjustment_id}/approve", response=AdjustmentOut)
@needs("inventory.approve")
def post_approval(request: ApiRequest, adjustment_id: UUID) -> AdjustmentView:
    """Post what waits. Fails with `own_adjustment`, `not_waiting` or what posting fails with."""
    return _told(request.auth, approve_adjustment(request.auth, adjustment_id=adjustment_id, now=now()))


@router.post("/inventory/adjustments/{adjustment_id}/reject", response=AdjustmentOut)
@needs("inventory.write")
def post_rejection(request: ApiRequest, adjustment_id: UUID, body: RejectIn) -> AdjustmentView:
    """Say no and why; who made it may withdraw it. Fails with `adjustment_closed`."""
    made = reject_adjustment(request.auth, adjustment_id=adjustment_id, why=body.why, now=now())
    return _told(request.auth, made)


@router.post("/inventory/adjustments/{adjustment_id}/undo", response=AdjustmentOut)
@needs("inventory.write")
def post_undoing(request: ApiRequest, adjustment_id: UUID, body: UndoIn) -> AdjustmentView:
    """Take back what was posted, by a posting that reverses it. Fails with `already_undone` or `not_undoable`."""
    made = take_back_adjustment(request.auth, adjustment_id=adjustment_id, now=now(), reason=body.reason)
    return _told(request.auth, made)


@router.post("/inventory/waste", response={201: AdjustmentOut})
@needs("inventory.write")
def post_waste(request: ApiRequest, body: WasteIn) -> Status[AdjustmentView]:
    """Write pieces off. Fails like an adjustment."""
    lines = [
        Wanted(line.variant_id, line.location_id, Way.CHANGE_BY, -line.quantity, line.lot_id) for line in body.lines
    ]
    made = adjust_stock(
        request.auth, lines=lines, reason=body.reason, now=now(), source=body.source, note=body.note
    )
    return Status(201, _told(request.auth, made))


@router.post("/inventory/bulk-updates", response=BulkOut)
@needs("inventory.write")
def post_bulk_update(request: ApiRequest, body: BulkIn) -> BulkOut:
    """Set many items right by SKU and location, all of them or none; with `dry_run` only say what would change.

    Fails with `lines_refused`, which names the lines, and like an adjustment.
    """
    rows = [UpdateRow(number, line.sku, line.location, *line.told()) for number, line in enumerate(body.lines, 1)]
    preview = preview_updates(request.auth, rows)
    if body.dry_run:
        return BulkOut.of(preview, None)
    made = update_stock(request.auth, rows=rows, reason=body.reason, now=now(), source=body.source, note=body.note)
    return BulkOut.of(preview, made)


def _wanted(lines: list[AdjustmentLineIn]) -> list[Wanted]:
    return [
        Wanted(line.variant_id, line.location_id, *line.told(), lot_id=line.lot_id, unit_cost=line.unit_cost)
        for line in lines
    ]


def _told(actor: Actor, made: Adjustment) -> AdjustmentView:
    return adjustment_of(actor, made.pk)
