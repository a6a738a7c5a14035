"""Lots: batches of a product with a last day, first expired first out."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Money, Out, PageIn, PageOut, Quantity, optional
from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.lots import assign_lot, block_lot, change_lot, ensure_lot, release_lot
from stockwright.inventory.actions.tracking import set_tracking
from stockwright.inventory.queries.lots import LotRow, LotStory, lot_story, lots_page
from stockwright.inventory.queries.picks import Pick, pick_list
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Lots"])


class LotOut(Out):
    """A lot with what there is of it, over all places."""

    id: UUID
    code: str
    variant_id: UUID
    sku: str
    name: str
    expires_on: date | None = Field(description="The last day on which it may be sold; null: it keeps.")
    blocked_at: datetime | None = Field(description="Since when it is not offered for sale.")
    blocked_reason: str
    on_hand: Quantity
    value: Money = Field(description="What the pieces are worth by the company's method.")


class LotPlaceOut(Out):
    """Pieces at a place."""

    location_id: UUID
    location: str
    quantity: Quantity


class LotMoveOut(Out):
    """Pieces that came into the lot or left it."""

    at: datetime
    kind: str
    location: str
    quantity: Quantity
    ref_type: str
    ref_id: str
    reason: str
    by: str


class LotStoryOut(Out):
    """A lot with its places and its last movements."""

    lot: LotOut
    places: list[LotPlaceOut]
    loose: list[LotPlaceOut] = Field(description="Pieces of the product that are in no lot.")
    moves: list[LotMoveOut]


class LotFilter(PageIn):
    """Which lots."""

    search: str = Field("", max_length=200, description="A part of the lot's code, the SKU or the name.")
    variant_id: UUID | None = None
    expires_by: date | None = Field(None, description="Lots that may be sold up to this day at the longest.")
    empty: bool = Field(False, description="Also lots of which nothing is left.")


class LotIn(In):
    """A lot of a product."""

    variant_id: UUID
    code: str = Field(min_length=1, max_length=100, examples=["L2026-11"])
    expires_on: date | None = None


class LotChangesIn(In):
    """What to correct."""

    code: str = optional(min_length=1, max_length=100)
    expires_on: date | None = None


class BlockIn(In):
    """Why the lot is not to be sold."""

    reason: str = Field(min_length=1, max_length=200)


class AssignIn(In):
    """Pieces in no lot that belong to this one."""

    location_id: UUID
    quantity: Annotated[Decimal, Field(max_digits=18, decimal_places=4)] = Field(
        description="Below zero: take pieces out of the lot into none."
    )


class TrackingIn(In):
    """How closely to follow the pieces of a product."""

    tracking: Tracking


class TrackingOut(Out):
    """How closely the pieces of a product are followed."""

    id: UUID
    sku: str
    tracking: Tracking


class PickOut(Out):
    """Pieces to take at a place, out of a lot where they are in one."""

    line: int
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    lot: str | None
    expires_on: date | None
    quantity: Quantity
    tracking: Tracking


@router.get("/inventory/lots", response=PageOut[LotOut])
@needs("inventory.read")
def list_lots(request: ApiRequest, wanted: Query[LotFilter]) -> Page[LotRow]:
    """Lots, the first to expire first."""
    return lots_page(
        request.auth,
        search=wanted.search,
        variant_id=wanted.variant_id,
        expires_by=wanted.expires_by,
        empty=wanted.empty,
        cursor=wanted.cursor or "",
        limit=wanted.limit,
    )


@router.post("/inventory/lots", response={201: LotStoryOut})
@needs("inventory.write")
def post_lot(request: ApiRequest, body: LotIn) -> Status[LotStory]:
    """Make a lot known, or answer the one that is.

    Fails with `not_tracked_by_lot`, `invalid_lot` or `not_found`.
    """
    lot = ensure_lot(request.auth, variant_id=body.variant_id, code=body.code, expires_on=body.expires_on)
    return Status(201, lot_story(request.auth, lot.pk))


@router.get("/inventory/lots/{lot_id}", response=LotStoryOut)
@needs("inventory.read")
def get_lot(request: ApiRequest, lot_id: UUID) -> LotStory:
    """One lot with its places and its last movements. Fails with `not_found`."""
    return lot_story(request.auth, lot_id)


@router.patch("/inventory/lots/{lot_id}", response=LotStoryOut)
@needs("inventory.write")
def patch_lot(request: ApiRequest, lot_id: UUID, body: LotChangesIn) -> LotStory:
    """Correct a lot's code or its last day. Fails with `invalid_lot` or `not_found`."""
    change_lot(request.auth, lot_id=lot_id, **body.changes())
    return lot_story(request.auth, lot_id)


@router.post("/inventory/lots/{lot_id}/block", response=LotStoryOut)
@needs("inventory.write")
def post_block(request: ApiRequest, lot_id: UUID, body: BlockIn) -> LotStory:
    """Keep a lot from being sold; its pieces stay on hand. Fails with `not_found`."""
    block_lot(request.auth, lot_id=lot_id, now=now(), reason=body.reason)
    return lot_story(request.auth, lot_id)


@router.post("/inventory/lots/{lot_id}/unblock", response=LotStoryOut)
@needs("inventory.write")
def post_unblock(request: ApiRequest, lot_id: UUID) -> LotStory:
    """Let a blocked lot be sold again. Fails with `not_found`."""
    release_lot(request.auth, lot_id=lot_id)
    return lot_story(request.auth, lot_id)


@router.post("/inventory/lots/{lot_id}/assign", response=LotStoryOut)
@needs("inventory.write")
def post_assignment(request: ApiRequest, lot_id: UUID, body: AssignIn) -> LotStory:
    """Put pieces that are in no lot into this one; what is on hand stays.

    Fails with `not_enough_unassigned`, `not_enough_in_lot` or `not_found`. Send an Idempotency-Key: the same
    twice without one is done twice.
    """
    assign_lot(request.auth, lot_id=lot_id, location_id=body.location_id, quantity=body.quantity, now=now())
    return lot_story(request.auth, lot_id)


@router.put("/products/{variant_id}/tracking", response=TrackingOut)
@needs("catalog.write")
def put_tracking(request: ApiRequest, variant_id: UUID, body: TrackingIn) -> object:
    """Follow the pieces of a product not at all, by lot or one by one. Fails with `not_found`."""
    return set_tracking(request.auth, variant_id=variant_id, tracking=body.tracking, now=now())


@router.get("/inventory/reservations/{reservation_id}/picks", response=PageOut[PickOut])
@needs("inventory.read")
def list_picks(request: ApiRequest, reservation_id: UUID) -> Page[Pick]:
    """What to take from which shelf for a reservation, first expired first. Fails with `not_found`."""
    day = company_day(request.auth)
    return Page(pick_list(request.auth, reservation_id, today=day), None)
