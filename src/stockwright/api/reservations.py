"""Promises of stock: reserved for an order, committed when it goes out, released when it does not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import PageOut
from stockwright.api.reservation_fields import (
    ByIdIn,
    ExtendIn,
    PromiseOut,
    ReservationFilter,
    ReservationIn,
    ReservationOut,
    TakeIn,
)
from stockwright.inventory.actions.fulfilment import commit_reservation, extend_reservation, release_reservation
from stockwright.inventory.actions.reservations import Promise, Wish, reserve_stock
from stockwright.inventory.queries.reservations import ReservationRow, reservation_of, reservations_page
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Reservations"])


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
