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
from stockwright.inventory.actions.ledger import Entry, Key, LockedLevel, lock_levels, write
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
from stockwright.kit.statements import ask_prepared
from stockwright.messaging.actions.events import emit, emit_all

EXPIRED = "expired"
MOST_EXPIRED = 200
"""How many promises are ended in one transaction."""

Taken = Sequence[tuple[Hold, Decimal]]

# What was taken of each hold, and the end of the reservations of which nothing is held any more. Each hold is
# found by its key whatever the planner believes; its reservation is locked, so the row stays where it is.
_SETTLE = """
    with told as materialized (
        select r.*, k.row from unnest(%(reservations)s::uuid[], %(numbers)s::int[], %(pieces)s::numeric[])
            as r (reservation_id, number, pieces)
        cross join lateral (
            select k.ctid as row from inventory_hold k where k.company_id = %(company)s
                and k.reservation_id = r.reservation_id and k.number = r.number offset 0
        ) k
    ), settled as (
        update inventory_hold h set held = h.held - t.pieces, {column} = h.{column} + t.pieces
        from told t where h.ctid = t.row
        returning h.reservation_id, h.number, h.held, h.committed
    ), stands as (
        select h.reservation_id, bool_or(coalesce(s.held, h.held) > 0) as held,
            bool_or(coalesce(s.committed, h.committed) > 0) as sold
        from (select distinct reservation_id from told) t
        cross join lateral (
            select h.* from inventory_hold h
            where h.company_id = %(company)s and h.reservation_id = t.reservation_id offset 0
        ) h
        left join settled s on s.reservation_id = h.reservation_id and s.number = h.number
        group by h.reservation_id
    )
    update inventory_reservation r set closed_at = %(now)s,
        state = case when s.sold then 'committed' else %(otherwise)s end
    from stands s where r.company_id = %(company)s and r.id = s.reservation_id and not s.held
    returning r.id, r.state
"""
_COMMIT, _GIVE_BACK = _SETTLE.format(column="committed"), _SETTLE.format(column="released")


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
    _settle(actor, _COMMIT, [(reservation, taken)], now)
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
    _release(actor, [(reservation, _taken(actor, reservation, quantities))], now, reason)
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
    found = {one.pk: one for one in due.select_for_update(skip_locked=True)[:MOST_EXPIRED]}
    taken: dict[UUID, list[tuple[Hold, Decimal]]] = {pk: [] for pk in found}
    for hold in Hold.objects.of(actor).filter(reservation__in=found, held__gt=0).order_by("reservation", "number"):
        taken[hold.reservation_id].append((hold, hold.held))
    _release(actor, [(found[pk], holds) for pk, holds in taken.items()], now, EXPIRED)
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


def _refuse_missing(actor: Actor, taken: Taken, on_hand: dict[tuple[UUID, UUID], Decimal]) -> None:
    """Pass silently, or NotEnoughStock where less is there than goes out (a count may have found less)."""
    for hold, pieces in taken:
        key = (hold.variant_id, hold.location_id)
        if on_hand[key] < pieces:
            found = Hold.objects.of(actor).filter(pk=hold.pk).values_list("variant__sku", "location__name")
            [(sku, place)] = found
            free = max(on_hand[key], Decimal(0))
            raise NotEnoughStock(sku=sku, location=place, free=plain(free), wanted=plain(pieces))
        on_hand[key] -= pieces


def _release(actor: Actor, given_back: Sequence[tuple[Reservation, Taken]], now: datetime, reason: str) -> None:
    """Give back what is taken of each reservation: the same few statements for any number of them."""
    keys = {(hold.variant_id, hold.location_id) for _, taken in given_back for hold, _ in taken}
    levels = lock_levels(actor, keys)
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
        for reservation, taken in given_back
        for hold, pieces in taken
    ]
    posted = write(actor, entries, levels=levels)
    for reservation, taken in given_back:
        free_tags(actor, reservation, taken, levels, now)
    otherwise = ReservationState.EXPIRED if reason == EXPIRED else ReservationState.RELEASED
    _settle(actor, _GIVE_BACK, given_back, now, otherwise)
    told = [
        ReservationReleased(one.pk, one.source, one.channel, _lines(taken), reason) for one, taken in given_back
    ]
    emit_all(actor, [*told, *posted.changes])


def _settle(
    actor: Actor,
    statement: str,
    settled: Sequence[tuple[Reservation, Taken]],
    now: datetime,
    otherwise: ReservationState = ReservationState.COMMITTED,
) -> None:
    """Note on the holds what was taken, and close the reservations of which nothing is held any more."""
    taken = [one for _, holds in settled for one in holds]
    given = {
        "company": actor.company_id,
        "reservations": [hold.reservation_id for hold, _ in taken],
        "numbers": [hold.number for hold, _ in taken],
        "pieces": [pieces for _, pieces in taken],
        "now": now,
        "otherwise": otherwise,
    }
    closed = dict(ask_prepared(statement, given))
    for reservation, _ in settled:
        if reservation.pk in closed:
            reservation.state, reservation.closed_at = closed[reservation.pk], now


def _lines(taken: Taken) -> list[HeldLine]:
    return [HeldLine(hold.variant_id, hold.location_id, pieces) for hold, pieces in taken]
