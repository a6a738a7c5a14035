"""Promises of stock: reserved for an order, committed when it goes out, released when it does not."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageIn, PageOut, Quantity
from stockwright.inventory.actions.fulfilment import commit_reservation, extend_reservation, release_reservation
from stockwright.inventory.actions.reservations import MOST_LINES, Promise, Wish, reserve_stock
from stockwright.inventory.queries.reservations import ReservationRow, reservation_of, reservations_page
from stockwright.inventory.rules.reservations import InvalidReservation, ReservationState, Split
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Reservations"])

Pieces = Annotated[Quantity, Field(gt=0)]


class WishIn(In):
    """Pieces of a product."""

    variant_id: UUID
    quantity: Pieces
    store_id: UUID | None = Field(
        None, description="The location they have to come from; leave it out to let the rule choose."
    )


class ReservationIn(In):
    """What is to be promised, and to whom."""

    source: str = Field(
        min_length=1,
        max_length=120,
        description="What it is for, once in the company: asking again returns the promise made before.",
        examples=["web-order:10045"],
    )
    lines: list[WishIn] = Field(min_length=1, max_length=MOST_LINES)
    channel: str = Field("", max_length=50, examples=["WEB"])
    ref_type: str = Field("", max_length=30, examples=["order"])
    ref_id: str = Field("", max_length=100, examples=["10045"])
    reason: str = Field("", max_length=200)
    hold_minutes: int | None = Field(
        None, ge=1, le=525_600, description="How long it holds; leave it out for what the channel's rule says."
    )
    split: Split = Field(
        Split.WHOLE_FIRST,
        description="Which locations serve a line that names none: the first by rank that has it whole, else "
        "one after the other by rank; always by rank; or where most is free first.",
    )
    partial: bool = Field(default=False, description="Promise as much as there is instead of all or nothing.")


class PromisedOut(Out):
    """What a location promised of a line (0 is the first)."""

    line: int
    variant_id: UUID
    store_id: UUID = Field(validation_alias="location_id")
    quantity: Quantity
    backordered: Quantity = Field(description="What of it is not there yet.")


class ShortOut(Out):
    """What nobody could promise of a line."""

    line: int
    quantity: Quantity


class PromiseOut(Out):
    """What was promised."""

    id: UUID
    source: str
    state: ReservationState
    expires_at: datetime | None
    lines: list[PromisedOut]
    short: list[ShortOut]


class TakenIn(In):
    """Pieces of one line."""

    line: int = Field(ge=0)
    quantity: Pieces
    tags: list[str] = Field([], max_length=5000, description="The codes of a product followed by piece.")


class TakeIn(In):
    """Which pieces; nothing for all that are held."""

    lines: list[TakenIn] | None = Field(None, min_length=1, max_length=MOST_LINES)
    reason: str = Field("", max_length=200)

    def quantities(self) -> Mapping[int, Decimal] | None:
        """Pieces by line; InvalidReservation where a line is named twice."""
        if self.lines and len({one.line for one in self.lines}) < len(self.lines):
            raise InvalidReservation(detail="Name each line once.")
        return {one.line: one.quantity for one in self.lines} if self.lines else None

    def tags(self) -> Mapping[int, Sequence[str]]:
        """Codes of pieces by line."""
        return {one.line: one.tags for one in self.lines or () if one.tags}


class ByIdIn(TakeIn):
    """The same with the reservation named in the body."""

    reservation_id: UUID


class ExtendIn(In):
    """For how long from now."""

    hold_minutes: int = Field(ge=1, le=525_600)


class HoldOut(Out):
    """A line (0 is the first) at a location: asked for, and what became of it."""

    line: int
    variant_id: UUID
    sku: str
    name: str
    store_id: UUID = Field(validation_alias="location_id")
    location: str
    asked: Quantity
    backordered: Quantity
    held: Quantity
    committed: Quantity
    released: Quantity


class ReservationOut(Out):
    """A reservation with its lines."""

    id: UUID
    source: str
    ref_type: str
    ref_id: str
    channel: str
    state: ReservationState
    reason: str
    expires_at: datetime | None
    created_at: datetime
    closed_at: datetime | None
    by: str
    lines: list[HoldOut]


class ReservationFilter(PageIn):
    """Which reservations."""

    state: Literal["", "held", "committed", "released", "expired"] = ""
    channel: str = Field("", max_length=50)
    ref_id: str = Field("", max_length=100)
    variant_id: UUID | None = None


@router.get("/inventory/reservations", response=PageOut[ReservationOut])
@needs("inventory.read")
def list_reservations(request: ApiRequest, wanted: Query[ReservationFilter]) -> Page[ReservationRow]:
    """Reservations, the newest first."""
    told = wanted.model_dump() | {"cursor": wanted.cursor or ""}
    return reservations_page(request.auth, **told)


@router.post("/inventory/reservations", response={201: PromiseOut})
@needs("inventory.reserve")
def create_reservation(request: ApiRequest, body: ReservationIn) -> Status[dict[str, Any]]:
    """Reserve stock for an order or a cart; what is promised is nobody else's.

    Fails with `insufficient_stock` (and says which lines lack how much), `source_used_otherwise`,
    `reservation_closed` (what the source got was released or expired), `invalid_reservation` or `not_found`.
    """
    return Status(201, _promised(request, body))


@router.post("/inventory/reserve", response={201: PromiseOut})
@needs("inventory.reserve")
def post_reserve(request: ApiRequest, body: ReservationIn) -> Status[dict[str, Any]]:
    """The same as POST /inventory/reservations."""
    return Status(201, _promised(request, body))


@router.get("/inventory/reservations/{reservation_id}", response=ReservationOut)
@needs("inventory.read")
def get_reservation(request: ApiRequest, reservation_id: UUID) -> ReservationRow:
    """One reservation. Fails with `not_found`."""
    return reservation_of(request.auth, reservation_id)


@router.post("/inventory/reservations/{reservation_id}/commit", response=ReservationOut)
@needs("inventory.reserve")
def post_reservation_commit(request: ApiRequest, reservation_id: UUID, body: TakeIn) -> ReservationRow:
    """Let what is held go out as sold, in full or some lines. Fails with `not_enough_stock`, `reservation_closed`,
    `not_that_much_held` or `not_found`.
    """
    return _committed(request, reservation_id, body)


@router.post("/inventory/reservations/{reservation_id}/release", response=ReservationOut)
@needs("inventory.reserve")
def post_reservation_release(request: ApiRequest, reservation_id: UUID, body: TakeIn) -> ReservationRow:
    """Give back what is held, in full or some lines. Fails with `reservation_closed`, `not_that_much_held` or
    `not_found`.
    """
    return _released(request, reservation_id, body)


@router.post("/inventory/reservations/{reservation_id}/extend", response=ReservationOut)
@needs("inventory.reserve")
def post_reservation_extend(request: ApiRequest, reservation_id: UUID, body: ExtendIn) -> ReservationRow:
    """Let a reservation hold for longer. Fails with `reservation_closed` or `not_found`."""
    hold_for = timedelta(minutes=body.hold_minutes)
    extend_reservation(request.auth, reservation_id=reservation_id, now=now(), hold_for=hold_for)
    return reservation_of(request.auth, reservation_id)


@router.post("/inventory/commit", response=ReservationOut)
@needs("inventory.reserve")
def post_commit(request: ApiRequest, body: ByIdIn) -> ReservationRow:
    """The same as POST /inventory/reservations/{reservation_id}/commit."""
    return _committed(request, body.reservation_id, body)


@router.post("/inventory/release", response=ReservationOut)
@needs("inventory.reserve")
def post_release(request: ApiRequest, body: ByIdIn) -> ReservationRow:
    """The same as POST /inventory/reservations/{reservation_id}/release."""
    return _released(request, body.reservation_id, body)


def _promised(request: ApiRequest, body: ReservationIn) -> dict[str, Any]:
    promise = reserve_stock(
        request.auth,
        lines=[Wish(one.variant_id, one.quantity, one.store_id) for one in body.lines],
        now=now(),
        hold_for=timedelta(minutes=body.hold_minutes) if body.hold_minutes else None,
        **body.model_dump(include={"source", "channel", "ref_type", "ref_id", "reason", "split", "partial"}),
    )
    return _told(promise)


def _told(promise: Promise) -> dict[str, Any]:
    short: Sequence[dict[str, object]] = [
        {"line": line, "quantity": quantity} for line, quantity in promise.short.items()
    ]
    return {
        "id": promise.reservation_id,
        "source": promise.source,
        "state": promise.state,
        "expires_at": promise.expires_at,
        "lines": promise.lines,
        "short": short,
    }


def _committed(request: ApiRequest, reservation_id: UUID, body: TakeIn) -> ReservationRow:
    commit_reservation(
        request.auth,
        reservation_id=reservation_id,
        now=now(),
        quantities=body.quantities(),
        tags=body.tags(),
    )
    return reservation_of(request.auth, reservation_id)


def _released(request: ApiRequest, reservation_id: UUID, body: TakeIn) -> ReservationRow:
    release_reservation(
        request.auth,
        reservation_id=reservation_id,
        now=now(),
        reason=body.reason,
        quantities=body.quantities(),
    )
    return reservation_of(request.auth, reservation_id)
