"""What becomes of a reservation: committed, released, extended, expired.

The reservation's row is locked first, then the levels in key order.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.held_tags import chosen_tags, free_tags, tell_sold
from stockwright.inventory.actions.ledger import Entry, Key, LockedLevel, lock_levels, refuse_closed, write
from stockwright.inventory.events.reservations import (
    HeldLine,
    ReservationCommitted,
    ReservationExtended,
    ReservationReleased,
)
from stockwright.inventory.models import Hold, Reservation
from stockwright.inventory.queries.withheld import withheld
from stockwright.inventory.rules.ledger import MovementKind, NotEnoughStock
from stockwright.inventory.rules.lots import business_day
from stockwright.inventory.rules.reservations import (
    InvalidReservation,
    NotThatMuchHeld,
    ReservationClosed,
    ReservationState,
    taken_from,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.money import plain
from stockwright.messaging.actions.events import emit, emit_all

EXPIRED = "expired"
MOST_EXPIRED = 200
"""How many promises are ended in one transaction."""


@deed("inventory.reserve")
def commit_reservation(
    actor: Actor,
    *,
    reservation_id: UUID,
    now: datetime,
    quantities: Mapping[int, Decimal] | None = None,
    tags: Mapping[int, Sequence[str]] | None = None,
) -> Reservation:
    """Let what is held go out as sold: all of it, or pieces by line (0 is the first); the rest stays held.

    Of an item that is followed by piece `tags` names the codes by line, unless pieces are reserved for it. A
    second commit of the whole changes nothing.
    """
    reservation = _open(actor, reservation_id, done=ReservationState.COMMITTED)
    if reservation.state == ReservationState.COMMITTED:
        return reservation
    refuse_closed(actor, now)
    taken = _taken(actor, reservation, quantities)
    levels = lock_levels(actor, {(hold.variant_id, hold.location_id) for hold, _ in taken})
    company = company_of(actor)
    if not company.allow_backorders:
        _refuse_missing(actor, taken, _sellable(actor, levels, now, company.time_zone))
    pieces_of = chosen_tags(actor, reservation, taken, levels, tags or {})
    entries = [
        Entry(
            cause=f"commit:{reservation.pk}:{hold.number}:{plain(hold.committed)}",
            variant_id=hold.variant_id,
            location_id=hold.location_id,
            kind=MovementKind.SALE,
            happened_at=now,
            quantity=-pieces,
            reserved=-pieces,
            ref_type=reservation.ref_type or "reservation",
            ref_id=reservation.ref_id or str(reservation.pk),
            channel=reservation.channel,
        )
        for hold, pieces in taken
    ]
    posted = write(actor, entries, levels=levels)
    tell_sold(actor, reservation, pieces_of, posted.posting_id, now)
    _settle(actor, reservation, taken, "committed", now)
    told = ReservationCommitted(reservation.pk, reservation.source, reservation.channel, _lines(taken))
    emit_all(actor, [told, *posted.changes])
    return reservation


@deed("inventory.reserve")
def release_reservation(
    actor: Actor,
    *,
    reservation_id: UUID,
    now: datetime,
    reason: str = "",
    quantities: Mapping[int, Decimal] | None = None,
) -> Reservation:
    """Give back what is held: all of it, or pieces by line. A second release of the whole changes nothing."""
    reservation = _open(actor, reservation_id, done=ReservationState.RELEASED)
    if reservation.state == ReservationState.RELEASED:
        return reservation
    _release(actor, reservation, _taken(actor, reservation, quantities), now, reason)
    return reservation


@deed("inventory.reserve")
def extend_reservation(actor: Actor, *, reservation_id: UUID, now: datetime, hold_for: timedelta) -> Reservation:
    """Let a promise hold until `hold_for` from now."""
    if hold_for <= timedelta(0):
        raise InvalidReservation(detail="A reservation is extended by a time above zero.")
    reservation = _open(actor, reservation_id)
    reservation.expires_at = now + hold_for
    reservation.save(update_fields=["expires_at"])
    emit(
        actor,
        ReservationExtended(
            reservation.pk, reservation.source, reservation.channel, [], expires_at=reservation.expires_at
        ),
    )
    return reservation


@deed("inventory.reserve")
def expire_reservations(actor: Actor, *, now: datetime) -> int:
    """Release up to MOST_EXPIRED promises whose time ran out, those that somebody else is at not now."""
    due = Reservation.objects.of(actor).filter(state=ReservationState.HELD, expires_at__lte=now).order_by("pk")
    found = list(due.select_for_update(skip_locked=True)[:MOST_EXPIRED])
    held = [(reservation, _taken(actor, reservation, None)) for reservation in found]
    lock_levels(actor, {(hold.variant_id, hold.location_id) for _, taken in held for hold, _ in taken})
    for reservation, taken in held:
        _release(actor, reservation, taken, now, EXPIRED)
    return len(found)


def _open(actor: Actor, reservation_id: UUID, *, done: ReservationState | None = None) -> Reservation:
    """The reservation, locked; it is still held, or in the state `done`."""
    reservation = locked_one(Reservation.objects.of(actor).filter(pk=reservation_id), what="reservation")
    if reservation.state not in (ReservationState.HELD, done):
        raise ReservationClosed(state=reservation.state)
    return reservation


def _taken(
    actor: Actor, reservation: Reservation, quantities: Mapping[int, Decimal] | None
) -> list[tuple[Hold, Decimal]]:
    """The holds with the pieces to be taken of each."""
    holds = list(Hold.objects.of(actor).filter(reservation=reservation, held__gt=0).order_by("number"))
    if quantities is None:
        return [(hold, hold.held) for hold in holds]
    if not quantities or any(pieces <= 0 for pieces in quantities.values()):
        raise InvalidReservation(detail="Give a quantity above zero for each line.")
    taken: list[tuple[Hold, Decimal]] = []
    for line, wanted in quantities.items():
        own = [hold for hold in holds if hold.line == line]
        shares = taken_from([hold.held for hold in own], wanted)
        if shares is None:
            raise NotThatMuchHeld(
                line=line, held=plain(sum((h.held for h in own), Decimal(0))), wanted=plain(wanted)
            )
        taken += [(hold, pieces) for hold, pieces in zip(own, shares, strict=True) if pieces]
    return taken


def _sellable(actor: Actor, levels: Mapping[Key, LockedLevel], now: datetime, time_zone: str) -> dict[Key, Decimal]:
    """What is there of each level without what is spoilt or blocked; only lots cost a look."""
    there = {key: level.on_hand for key, level in levels.items()}
    followed = [key for key, level in levels.items() if level.tracking == Tracking.LOT]
    if followed:
        for key, kept in withheld(actor, followed, today=business_day(now, time_zone)).items():
            there[key] -= kept
    return there


def _refuse_missing(
    actor: Actor, taken: Sequence[tuple[Hold, Decimal]], on_hand: dict[tuple[UUID, UUID], Decimal]
) -> None:
    """Pass silently, or NotEnoughStock where less is there than goes out (a count may have found less)."""
    for hold, pieces in taken:
        key = (hold.variant_id, hold.location_id)
        if on_hand[key] < pieces:
            found = Hold.objects.of(actor).filter(pk=hold.pk).values_list("variant__sku", "location__name")
            [(sku, place)] = found
            free = max(on_hand[key], Decimal(0))
            raise NotEnoughStock(sku=sku, location=place, free=plain(free), wanted=plain(pieces))
        on_hand[key] -= pieces


def _release(
    actor: Actor, reservation: Reservation, taken: Sequence[tuple[Hold, Decimal]], now: datetime, reason: str
) -> None:
    levels = lock_levels(actor, {(hold.variant_id, hold.location_id) for hold, _ in taken})
    entries = [
        Entry(
            cause=f"release:{reservation.pk}:{hold.number}:{plain(hold.released)}",
            variant_id=hold.variant_id,
            location_id=hold.location_id,
            kind=MovementKind.RELEASE,
            happened_at=now,
            reserved=-pieces,
            ref_type=reservation.ref_type,
            ref_id=reservation.ref_id,
            channel=reservation.channel,
            reason=reason,
        )
        for hold, pieces in taken
    ]
    posted = write(actor, entries, levels=levels)
    free_tags(actor, reservation, taken, levels, now)
    _settle(actor, reservation, taken, "released", now, expired=reason == EXPIRED)
    told = ReservationReleased(reservation.pk, reservation.source, reservation.channel, _lines(taken), reason)
    emit_all(actor, [told, *posted.changes])


def _settle(
    actor: Actor,
    reservation: Reservation,
    taken: Sequence[tuple[Hold, Decimal]],
    column: str,
    now: datetime,
    *,
    expired: bool = False,
) -> None:
    """Note on the holds what was taken, and close the reservation when nothing is held any more."""
    holds = []
    for hold, pieces in taken:
        hold.held -= pieces
        setattr(hold, column, getattr(hold, column) + pieces)
        holds.append(hold)
    Hold.objects.bulk_update(holds, ["held", column])
    own = Hold.objects.of(actor).filter(reservation=reservation)
    if own.filter(held__gt=0).exists():
        return
    if own.filter(committed__gt=0).exists():
        reservation.state = ReservationState.COMMITTED
    else:
        reservation.state = ReservationState.EXPIRED if expired else ReservationState.RELEASED
    reservation.closed_at = now
    reservation.save(update_fields=["state", "closed_at"])


def _lines(taken: Sequence[tuple[Hold, Decimal]]) -> list[HeldLine]:
    return [HeldLine(hold.variant_id, hold.location_id, pieces) for hold, pieces in taken]
