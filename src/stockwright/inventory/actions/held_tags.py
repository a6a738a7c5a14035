"""Which single pieces a reservation is about: chosen beforehand, sold with it, or free again."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.ledger import Key, LockedLevel, lock_levels
from stockwright.inventory.actions.tag_history import (
    About,
    TagMove,
    check_held_for,
    check_places,
    locked_tags,
    tags_held_for,
    write_tags,
)
from stockwright.inventory.events.tags import TagsMoved
from stockwright.inventory.models import Hold, Reservation
from stockwright.inventory.rules.reservations import ReservationClosed, ReservationState
from stockwright.inventory.rules.tags import (
    NotTrackedBySerial,
    TagDeed,
    TagsNeeded,
    TagState,
    TagStatus,
    check_fit,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.money import plain
from stockwright.messaging.actions.events import emit

RESERVATION = "reservation"

Taken = Sequence[tuple[Hold, Decimal]]


@deed("inventory.reserve")
def hold_tags(
    actor: Actor, *, reservation_id: UUID, tags: Mapping[int, Sequence[str]], now: datetime
) -> Reservation:
    """Choose the pieces that a reservation gets, by line (0 is the first); they are nobody else's from now on."""
    reservation = locked_one(Reservation.objects.of(actor).filter(pk=reservation_id), what="reservation")
    if reservation.state != ReservationState.HELD:
        raise ReservationClosed(state=reservation.state)
    held = Hold.objects.of(actor).filter(reservation=reservation, held__gt=0).order_by("number")
    taken = [(hold, hold.held) for hold in held if hold.line in tags]
    levels = lock_levels(actor, {(hold.variant_id, hold.location_id) for hold, _ in taken})
    chosen = chosen_tags(actor, reservation, taken, levels, tags)
    fresh = [tag for tag in chosen if tag.status == TagStatus.IN_STOCK]
    _tell(actor, reservation, fresh, TagDeed.RESERVED, TagStatus.RESERVED, now)
    return reservation


def chosen_tags(
    actor: Actor,
    reservation: Reservation,
    taken: Taken,
    levels: Mapping[Key, LockedLevel],
    named: Mapping[int, Sequence[str]],
) -> list[TagState]:
    """The pieces that go with what is taken of a reservation, locked: those named, or else those held for it.

    TagsNeeded where they are not as many as the pieces; items that are not followed by piece cost nothing.
    """
    lines: dict[int, list[tuple[Hold, Decimal]]] = defaultdict(list)
    for hold, pieces in taken:
        lines[hold.line].append((hold, pieces))
    followed = {
        line: own
        for line, own in lines.items()
        if levels[own[0][0].variant_id, own[0][0].location_id].tracking == Tracking.SERIAL
    }
    for line in named:
        if line not in followed:
            own = lines.get(line)
            sku = levels[own[0][0].variant_id, own[0][0].location_id].sku if own else f"line {line}"
            raise NotTrackedBySerial(sku=sku)
    if not followed:
        return []
    held = tags_held_for(actor, ref_type=RESERVATION, ref_id=str(reservation.pk))
    codes = [code for told in named.values() for code in told]
    found = {tag.code: tag for tag in locked_tags(actor, codes)} if codes else {}
    chosen = []
    for line, own in followed.items():
        if line in named:
            tags = [found[code.strip()] for code in named[line]]
        else:
            tags = [tag for tag in held if tag.variant_id == own[0][0].variant_id][: int(_sum(own))]
        _check_line(own, tags, levels, {tag.code: tag for tag in held})
        chosen += tags
    if len({tag.tag_id for tag in chosen}) < len(chosen):
        code = next(code for code, times in Counter(tag.code for tag in chosen).items() if times > 1)
        raise TagsNeeded(sku=code, wanted=1, named=2)
    return chosen


def tell_sold(
    actor: Actor, reservation: Reservation, tags: Sequence[TagState], posting_id: UUID, now: datetime
) -> None:
    """Write that the pieces went out with a reservation."""
    _tell(actor, reservation, tags, TagDeed.SOLD, TagStatus.SOLD, now, posting_id)


def free_tags(
    actor: Actor, reservation: Reservation, taken: Taken, levels: Mapping[Key, LockedLevel], now: datetime
) -> None:
    """Let the pieces held for a reservation be sold to others, as many as are given back of each item."""
    left: Counter[UUID] = Counter()
    for hold, pieces in taken:
        if levels[hold.variant_id, hold.location_id].tracking == Tracking.SERIAL:
            left[hold.variant_id] += int(pieces)
    if not left:
        return
    freed = []
    for tag in tags_held_for(actor, ref_type=RESERVATION, ref_id=str(reservation.pk)):
        if left[tag.variant_id] > 0:
            left[tag.variant_id] -= 1
            freed.append(tag)
    _tell(actor, reservation, freed, TagDeed.RELEASED, TagStatus.IN_STOCK, now)


def _check_line(
    own: Taken, tags: Sequence[TagState], levels: Mapping[Key, LockedLevel], held: Mapping[str, TagState]
) -> None:
    hold = own[0][0]
    if len(tags) != _sum(own):
        sku = levels[hold.variant_id, hold.location_id].sku
        raise TagsNeeded(sku=sku, wanted=plain(_sum(own)), named=len(tags))
    for tag in tags:
        check_fit(tag, TagDeed.SOLD, variant_id=hold.variant_id)
        check_held_for(tag, held)
    places: Counter[UUID] = Counter()
    for one, pieces in own:
        places[one.location_id] += int(pieces)
    check_places(tags, places)


def _sum(own: Taken) -> Decimal:
    return sum((pieces for _, pieces in own), Decimal(0))


def _tell(
    actor: Actor,
    reservation: Reservation,
    tags: Sequence[TagState],
    kind: TagDeed,
    status: TagStatus,
    now: datetime,
    posting_id: UUID | None = None,
) -> None:
    if not tags:
        return
    sold = status == TagStatus.SOLD
    about = About(
        kind,
        now,
        posting_id,
        (reservation.ref_type or RESERVATION) if sold else RESERVATION,
        (reservation.ref_id or str(reservation.pk)) if sold else str(reservation.pk),
    )
    write_tags(actor, [TagMove(tag, status, None if sold else tag.location_id) for tag in tags], about)
    codes = [tag.code for tag in tags]
    emit(actor, TagsMoved(kind, codes, status, None, posting_id, about.ref_type, about.ref_id))
