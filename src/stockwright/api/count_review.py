"""Counts compared, decided and booked."""

from uuid import UUID

from ninja import Router
from pydantic import Field

from stockwright.api.counts import CountOut
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Money, Out, Quantity
from stockwright.inventory.actions.count_finish import finalise_count, undo_count
from stockwright.inventory.actions.count_review import (
    accept_counts,
    ask_recount,
    give_reasons,
    resume_count,
    review_count,
)
from stockwright.inventory.queries.counts import CountView, count_view
from stockwright.inventory.rules.counts import NotCounted
from stockwright.kit.clock import now
from stockwright.kit.rehearsal import rehearsed

router = Router(tags=["Counts"])

MOST_LINES = 10_000


class LinesIn(In):
    """Lines of the count."""

    variant_ids: list[UUID] = Field(min_length=1, max_length=MOST_LINES)


class AcceptIn(In):
    """Lines to be accepted as they were counted."""

    variant_ids: list[UUID] | None = Field(
        None, max_length=MOST_LINES, description="Left out: all that wait to be counted again."
    )


class CountReasonIn(LinesIn):
    """Why these lines differ."""

    reason: str = Field(max_length=200, examples=["theft"])


class DecidedOut(Out):
    """How many lines changed."""

    lines: int


class FinaliseIn(In):
    """What becomes of items that nobody counted."""

    not_counted: NotCounted


class PreviewOut(Out):
    """What finalising would do."""

    lines: int
    counted: int = Field(description="Lines that would be booked, the zeroed among them.")
    different: int
    surplus: Quantity
    shortage: Quantity
    surplus_value: Money
    shortage_value: Money


@router.post("/inventory/counts/{count_id}/review", response=CountOut)
@needs("inventory.write")
def post_count_review(request: ApiRequest, count_id: UUID) -> CountView:
    """End the counting and draw up differences and recounts; again, to take in what was recounted.

    Fails with `count_closed` or `not_found`.
    """
    review_count(request.auth, count_id=count_id, now=now())
    return count_view(request.auth, count_id)


@router.post("/inventory/counts/{count_id}/resume", response=CountOut)
@needs("inventory.write")
def post_count_resumption(request: ApiRequest, count_id: UUID) -> CountView:
    """Let the counting go on. Fails with `count_closed` or `not_found`."""
    resume_count(request.auth, count_id=count_id)
    return count_view(request.auth, count_id)


@router.post("/inventory/counts/{count_id}/recounts", response=DecidedOut)
@needs("inventory.write")
def post_recounts(request: ApiRequest, count_id: UUID, body: LinesIn) -> dict[str, int]:
    """Have items counted again. Fails with `not_in_review`, `count_closed` or `not_found`."""
    return {"lines": ask_recount(request.auth, count_id=count_id, variant_ids=body.variant_ids)}


@router.post("/inventory/counts/{count_id}/accept", response=DecidedOut)
@needs("inventory.write")
def post_accepted_counts(request: ApiRequest, count_id: UUID, body: AcceptIn) -> dict[str, int]:
    """Let items stand as they were counted, without a recount.

    Fails with `not_in_review`, `count_closed` or `not_found`.
    """
    return {"lines": accept_counts(request.auth, count_id=count_id, variant_ids=body.variant_ids)}


@router.post("/inventory/counts/{count_id}/reasons", response=DecidedOut)
@needs("inventory.write")
def post_count_reasons(request: ApiRequest, count_id: UUID, body: CountReasonIn) -> dict[str, int]:
    """Say why items differ: `theft`, `damage`, or words of your own.

    Fails with `not_in_review`, `count_closed` or `not_found`.
    """
    given = give_reasons(request.auth, count_id=count_id, variant_ids=body.variant_ids, reason=body.reason)
    return {"lines": given}


@router.post("/inventory/counts/{count_id}/preview", response=PreviewOut)
@needs("inventory.approve")
def post_count_preview(request: ApiRequest, count_id: UUID, body: FinaliseIn) -> object:
    """What finalising would do; nothing is done. Fails as finalising does."""
    actor = request.auth
    return rehearsed(lambda: finalise_count(actor, count_id=count_id, not_counted=body.not_counted, now=now()))


@router.post("/inventory/counts/{count_id}/finalise", response=CountOut)
@needs("inventory.write")
def post_finalised_count(request: ApiRequest, count_id: UUID, body: FinaliseIn) -> CountView:
    """Book what was counted, in one posting; a second time changes nothing.

    Fails with `recounts_open`, `nothing_counted`, `not_in_review`, `count_closed`, `period_closed`,
    `not_found` or, above the company's limit, `count_approval_needed`.
    """
    finalise_count(request.auth, count_id=count_id, not_counted=body.not_counted, now=now())
    return count_view(request.auth, count_id)


@router.post("/inventory/counts/{count_id}/undo", response=CountOut)
@needs("inventory.write")
def post_count_undoing(request: ApiRequest, count_id: UUID) -> CountView:
    """Take back what a finalised count booked. Fails with `not_finalised`, `not_enough_stock` or `not_found`."""
    undo_count(request.auth, count_id=count_id, now=now())
    return count_view(request.auth, count_id)
