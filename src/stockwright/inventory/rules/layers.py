"""First in first out, played from the beginning: which layers the movements of an item leave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from stockwright.kit.money import ZERO

_CENT = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement of one item at one place, as the ledger has it."""

    id: int
    posting: UUID | str
    happened_at: datetime
    quantity: Decimal
    value: Decimal
    unit_cost: Decimal | None = None
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """Pieces of one arrival (`id` is its movement) that are still there, and what they are worth."""

    id: int
    posting: UUID | str
    received_at: datetime
    quantity: Decimal
    value: Decimal


@dataclass(slots=True)
class _Shelf:
    """The layers at a moment, and what each movement took out of them."""

    slices: list[Slice] = field(default_factory=list)
    taken: dict[int, list[Slice]] = field(default_factory=dict)
    on_hand: Decimal = ZERO
    value: Decimal = ZERO


def replayed(movements: Iterable[Moved]) -> list[Slice]:
    """The layers that the movements (in the order of their ids) leave, the oldest first.

    Within a posting what comes in counts before what goes out. Stock below zero is settled by what comes next;
    what is left of that is worth what the ledger says. An undoing puts the same pieces back, or takes them out.
    """
    shelf = _Shelf()
    for _, posting in groupby(movements, key=attrgetter("posting")):
        rows = list(posting)
        for row in sorted(rows, key=lambda one: one.quantity <= 0):
            _play(shelf, row)
        shelf.value += sum((row.value for row in rows), ZERO)
        if shelf.on_hand <= 0:
            shelf.slices.clear()
    return shelf.slices


def _play(shelf: _Shelf, row: Moved) -> None:
    if row.quantity > 0:
        _come(shelf, row)
    elif row.quantity < 0:
        _go(shelf, row)
    elif row.value:
        shelf.slices = revalued(shelf.slices, row.value)
    shelf.on_hand += row.quantity


def _come(shelf: _Shelf, row: Moved) -> None:
    back = shelf.taken.pop(row.reverses, None) if row.reverses else None
    if back and shelf.on_hand >= 0 and sum((one.quantity for one in back), ZERO) == row.quantity:
        shelf.slices = _put_back(shelf.slices, back)
        return
    left = row.quantity - max(-shelf.on_hand, ZERO)
    if left <= 0:
        return
    shelf.slices.append(Slice(row.id, row.posting, row.happened_at, left, _worth(shelf, row, left)))


def _worth(shelf: _Shelf, row: Moved, left: Decimal) -> Decimal:
    """What is left of an arrival after it settled a debt: at its own cost, or what the ledger is worth then.

    The booked value of the last arrival of a posting also holds what all of them settled.
    """
    if row.unit_cost is None:
        return row.value if left == row.quantity else shelf.value + row.value
    whole = _rounded(row.quantity * row.unit_cost)
    return whole - _rounded(whole * (row.quantity - left) / row.quantity)


def _go(shelf: _Shelf, row: Moved) -> None:
    """Take the pieces of the arrival that is undone, or else the oldest."""
    own = [one for one in shelf.slices if row.reverses and one.id == row.reverses]
    if own and own[0].quantity == -row.quantity:
        shelf.slices.remove(own[0])
        return
    wanted, taken, kept = -row.quantity, list[Slice](), list[Slice]()
    for one in shelf.slices:
        out = min(one.quantity, wanted)
        wanted -= out
        gone, rest = _cut(one, out)
        taken.extend(gone)
        kept.extend(rest)
    shelf.slices, shelf.taken[row.id] = kept, taken


def _cut(one: Slice, out: Decimal) -> tuple[list[Slice], list[Slice]]:
    if out == 0:
        return [], [one]
    if out == one.quantity:
        return [one], []
    value = _rounded(one.value * out / one.quantity)
    gone = replace(one, quantity=out, value=value)
    return [gone], [replace(one, quantity=one.quantity - out, value=one.value - value)]


def _put_back(slices: Sequence[Slice], back: Sequence[Slice]) -> list[Slice]:
    by_arrival = {one.id: one for one in slices}
    for one in back:
        there = by_arrival.get(one.id)
        by_arrival[one.id] = (
            replace(one, quantity=there.quantity + one.quantity, value=there.value + one.value) if there else one
        )
    return sorted(by_arrival.values(), key=attrgetter("id"))


def revalued(slices: Sequence[Slice], value: Decimal) -> list[Slice]:
    """The layers with a value added, each piece its even share; the newest layer gets what rounding leaves."""
    pieces = sum((one.quantity for one in slices), ZERO)
    if not pieces:
        return list(slices)
    shares = [_rounded(value * one.quantity / pieces) for one in slices[:-1]]
    shares.append(value - sum(shares, ZERO))
    return [replace(one, value=one.value + share) for one, share in zip(slices, shares, strict=True)]


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)
