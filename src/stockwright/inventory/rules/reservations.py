"""How wanted pieces are promised from what is free, place by place."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from stockwright.kit.money import ZERO
from stockwright.kit.problems import Conflict, Invalid


class ReservationState(StrEnum):
    """Where a promise stands."""

    HELD = "held"
    COMMITTED = "committed"
    RELEASED = "released"
    EXPIRED = "expired"


class Split(StrEnum):
    """From which places a line is promised when the caller names none."""

    WHOLE_FIRST = "whole_first"
    """The first place by rank that has the whole line; where none has, place after place by rank."""
    BY_RANK = "by_rank"
    """Place after place by rank."""
    MOST_STOCK = "most_stock"
    """The place with the most free pieces first."""


class InsufficientStock(Conflict):
    """Less is free than is wanted, and the company does not sell what it does not have."""

    message = "There is not enough stock free for this: {short}."


class InvalidReservation(Invalid):
    """The wish cannot be understood."""

    message = "{detail}"


class SourceUsedOtherwise(Conflict):
    """One source cannot stand for two different promises."""

    message = "The source “{source}” has a reservation already, of other lines. Use one source for each order."


class ReservationClosed(Conflict):
    """Nothing of it is promised any more."""

    message = "This reservation is {state} already."


class NotThatMuchHeld(Conflict):
    """More is to be committed or released than is held."""

    message = "Only {held} are held on line {line}, and {wanted} are to be taken."


class Wanted(Protocol):
    """A line to be promised, from one place or (without one) from wherever the company sells."""

    @property
    def variant_id(self) -> UUID:
        """The item."""

    @property
    def quantity(self) -> Decimal:
        """So many pieces."""

    @property
    def location_id(self) -> UUID | None:
        """The only place it may come from."""


class Stand(NamedTuple):
    """What there is of an item at a place; `kept` of what is left is not for sale.

    `buffer` and `floor` are those of the channel that asks.
    """

    variant_id: UUID
    location_id: UUID
    rank: int
    left: Decimal
    kept: Decimal
    buffer: Decimal
    floor: Decimal
    sells: bool


class Place(NamedTuple):
    """A place that might serve a line, and what is free there (below zero where too much was promised)."""

    location_id: UUID
    rank: int
    free: Decimal


class Share(NamedTuple):
    """What one place promises; `backordered` of it is not there yet."""

    location_id: UUID
    quantity: Decimal
    backordered: Decimal


class Allotment(NamedTuple):
    """The shares of the places, and what nobody could promise."""

    shares: tuple[Share, ...]
    short: Decimal


def offered(free: Decimal, *, buffer: Decimal, floor: Decimal) -> Decimal:
    """What a channel may sell of `free` pieces: the buffer stays back, and less than the floor is nothing."""
    left = max(free - buffer, ZERO)
    return left if left >= floor else ZERO


def allot(wanted: Decimal, places: Sequence[Place], *, most: Decimal, split: Split, backorder: bool) -> Allotment:
    """Divide `wanted` pieces over places; together no more than `most` of what is free.

    With `backorder` the first place also promises what is not there.
    """
    by_rank = sorted(places, key=lambda place: (place.rank, place.location_id))
    can = min(wanted, max(most, ZERO))
    shares: dict[UUID, Decimal] = {}
    for place in _in_turn(can, by_rank, split):
        taken = min(can - sum(shares.values(), ZERO), max(place.free, ZERO))
        if taken > 0:
            shares[place.location_id] = taken
    short = wanted - sum(shares.values(), ZERO)
    if not (short and backorder and by_rank):
        return Allotment(tuple(Share(where, taken, ZERO) for where, taken in shares.items()), short)
    first = next(iter(shares), by_rank[0].location_id)
    shares[first] = shares.get(first, ZERO) + short
    return Allotment(
        tuple(Share(where, taken, short if where == first else ZERO) for where, taken in shares.items()), ZERO
    )


def allot_lines(
    lines: Sequence[Wanted], stands: Sequence[Stand], *, split: Split, backorder: bool
) -> list[Allotment]:
    """Divide each line over the places of its item, in turn: what one line gets is gone for the next."""
    places: dict[UUID, dict[UUID, Place]] = defaultdict(dict)
    free: dict[UUID, Decimal] = defaultdict(Decimal)
    for stand in stands:
        place = Place(stand.location_id, stand.rank, stand.left - stand.kept)
        places[stand.variant_id][stand.location_id] = place
        if stand.sells:
            free[stand.variant_id] += max(place.free, ZERO)
    selling = {stand.location_id for stand in stands if stand.sells}
    most = {
        stand.variant_id: offered(free[stand.variant_id], buffer=stand.buffer, floor=stand.floor)
        for stand in stands
    }
    rules = {stand.variant_id: (stand.buffer, stand.floor) for stand in stands}
    told = []
    for wish in lines:
        there = places[wish.variant_id]
        able = [
            place
            for place in there.values()
            if place.location_id == wish.location_id or (wish.location_id is None and place.location_id in selling)
        ]
        can = most.get(wish.variant_id, ZERO)
        if able and wish.location_id and wish.location_id not in selling:
            buffer, floor = rules[wish.variant_id]
            can = offered(max(able[0].free, ZERO), buffer=buffer, floor=floor)
        share = allot(wish.quantity, able, most=can, split=split, backorder=backorder)
        for location_id, quantity, _ in share.shares:
            there[location_id] = there[location_id]._replace(free=there[location_id].free - quantity)
            if location_id in selling:
                most[wish.variant_id] -= quantity
        told.append(share)
    return told


def _in_turn(wanted: Decimal, by_rank: Sequence[Place], split: Split) -> Sequence[Place]:
    if split == Split.MOST_STOCK:
        return sorted(by_rank, key=lambda place: -place.free)
    if split == Split.WHOLE_FIRST:
        whole = [place for place in by_rank if place.free >= wanted]
        return whole[:1] or by_rank
    return by_rank


def taken_from(held: Sequence[Decimal], wanted: Decimal) -> list[Decimal] | None:
    """How `wanted` pieces are taken from holds one after the other; None where they hold less together."""
    taken = []
    for pieces in held:
        taken.append(min(pieces, wanted))
        wanted -= taken[-1]
    return taken if wanted <= 0 else None
