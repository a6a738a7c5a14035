"""The sheets of a count: its lines, what counters enter, recounts, reasons, and the booking of the result."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Query, Router
from pydantic import AwareDatetime, Field

from stockwright.api.counts import CountOut
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Money, Out, PageIn, PageOut, Quantity
from stockwright.inventory.actions.count_entries import Entered, Outcome, Told, enter_counts
from stockwright.inventory.actions.count_finish import finalise_count, undo_count
from stockwright.inventory.actions.count_review import (
    accept_counts,
    ask_recount,
    give_reasons,
    resume_count,
    review_count,
)
from stockwright.inventory.queries.count_entries import EntryRow, entries_page
from stockwright.inventory.queries.count_lines import CountLineRow, Lines, count_lines_page
from stockwright.inventory.queries.counts import CountView, count_view
from stockwright.inventory.rules.counts import MOST_ENTRIES, NotCounted
from stockwright.kit.clock import now
from stockwright.kit.money import ZERO
from stockwright.kit.paging import Page
from stockwright.kit.rehearsal import rehearsed

router = Router(tags=["Counts"])

MOST_LINES = 10_000


class CountLineOut(Out):
    """An item of a count; in a blind one what is expected is null until its review."""

    variant_id: UUID
    sku: str
    name: str
    expected: Quantity | None = Field(description="What the ledger knew at the counted moment.")
    counted: Quantity | None = Field(description="What was found when the count was last reviewed.")
    counted_at: datetime | None
    difference: Quantity | None
    value: Money | None = Field(description="What the difference is worth.")
    round: int
    recount: str = Field(description="Why it is to be counted again; empty where it is not.")
    accepted: bool
    moved: bool = Field(description="Stock of it moved while it was counted.")
    added: bool = Field(description="It was found, and not on the list.")
    reason: str


class CountLineFilter(PageIn):
    """Which lines; those that differ come by the money they differ by."""

    which: Lines = Lines.ALL
    search: str = Field("", max_length=200, description="A part of the SKU or the name.")


class EntryIn(In):
    """Pieces that were counted, or an entry that is taken back."""

    key: str = Field(min_length=1, max_length=64, description="Your own; sent again it adds nothing.")
    quantity: Annotated[Quantity, Field(ge=0)] | None = Field(None, description="Left out: one piece.")
    code: str = Field("", max_length=100, description="A barcode or SKU.")
    variant_id: UUID | None = None
    counted_at: AwareDatetime | None = Field(None, description="Left out: now.")
    takes_back: str = Field("", max_length=64, description="The key of your entry that was wrong.")


class EntriesIn(In):
    """One entry or many."""

    entries: list[EntryIn] = Field(min_length=1, max_length=MOST_ENTRIES)


class EnteredOut(Out):
    """What became of an entry."""

    key: str
    outcome: Outcome
    variant_id: UUID | None
    sku: str
    name: str
    mine: Quantity | None = Field(description="What you have of the item now.")


class EnteredAllOut(Out):
    """What became of each entry, in the same order."""

    items: list[EnteredOut]


class EntryOut(Out):
    """An entry of a counter."""

    id: int
    key: str
    variant_id: UUID
    sku: str
    name: str
    quantity: Quantity
    round: int
    counted_at: datetime
    recorded_at: datetime
    by: str
    takes_back: int | None = Field(description="The id of the entry that this one takes back.")
    taken_back: bool


class EntryFilter(PageIn):
    """Which entries."""

    variant_id: UUID | None = None


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


@router.get("/inventory/counts/{count_id}/lines", response=PageOut[CountLineOut])
@needs("inventory.read")
def list_count_lines(request: ApiRequest, count_id: UUID, wanted: Query[CountLineFilter]) -> Page[CountLineRow]:
    """The items of a count by SKU. Fails with `not_found` or, in a blind count, `hidden_while_blind`."""
    return count_lines_page(
        request.auth,
        count_id,
        which=wanted.which,
        search=wanted.search,
        cursor=wanted.cursor,
        limit=wanted.limit,
    )


@router.get("/inventory/counts/{count_id}/entries", response=PageOut[EntryOut])
@needs("inventory.read")
def list_count_entries(request: ApiRequest, count_id: UUID, wanted: Query[EntryFilter]) -> Page[EntryRow]:
    """What counters entered, the newest first. Fails with `not_found`."""
    return entries_page(
        request.auth, count_id, variant_id=wanted.variant_id, cursor=wanted.cursor, limit=wanted.limit
    )


@router.post("/inventory/counts/{count_id}/entries", response=EnteredAllOut)
@needs("inventory.write")
def post_count_entries(request: ApiRequest, count_id: UUID, body: EntriesIn) -> dict[str, list[Entered]]:
    """Enter what was counted, one entry or up to 1000. Fails with `count_closed` or `not_found`.

    An entry that is sent again with its key adds nothing. One that cannot be taken (see `outcome`) does not
    stop the others.
    """
    entries = [
        Told(
            key=one.key,
            quantity=_pieces(one),
            code=one.code,
            variant_id=one.variant_id,
            counted_at=one.counted_at,
            takes_back=one.takes_back,
        )
        for one in body.entries
    ]
    return {"items": enter_counts(request.auth, count_id=count_id, entries=entries, now=now())}


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


def _pieces(one: EntryIn) -> Decimal:
    if one.takes_back:
        return ZERO
    return Decimal(1) if one.quantity is None else one.quantity
