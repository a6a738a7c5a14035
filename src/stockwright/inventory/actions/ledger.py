"""The one way into the stock ledger: rows, what they are worth, the levels that follow, the snapshots they outdate.

The functions here run inside another action's transaction and under its permission. `post` takes a few
movements, `post_staged` any number from a temporary table; both write by the same statement (posting_sql).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.lot_shares import Move, divide_staged, lot_shares
from stockwright.inventory.actions.posting_sql import (
    ADD_LEVELS,
    ADD_STAGED_LEVELS,
    CLOSED,
    LOCK_KEYS,
    LOCK_LEVELS,
    POST,
    POST_PROMISES,
    POST_STAGED,
)
from stockwright.inventory.events.ledger import StockChanged
from stockwright.inventory.rules.ledger import PROMISES, MovementKind, PeriodClosed
from stockwright.inventory.rules.lots import LotShare
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.money import ZERO
from stockwright.kit.statements import ask, ask_one, ask_prepared, run, run_prepared, work_in_bulk
from stockwright.kit.wire import to_json
from stockwright.messaging.actions.events import emit_all

Key = tuple[UUID, UUID]
"""A variant and a location."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A movement to be posted.

    `quantity` changes what is there, `reserved` what of it is promised. What comes in is worth `unit_cost` a
    piece, or `value` (moving average, first in first out) in all, or else what the stock there is worth. With
    `layered` false the values are booked as given and no layer is touched: whoever posts it did that. A row that
    is only `told` (a sale out of a file) is left out where a later statement of stock contains it already.
    """

    cause: str
    variant_id: UUID
    location_id: UUID
    kind: MovementKind
    happened_at: datetime
    quantity: Decimal = ZERO
    reserved: Decimal = ZERO
    unit_cost: Decimal | None = None
    value: tuple[Decimal, Decimal] | None = None
    ref_type: str = ""
    ref_id: str = ""
    channel: str = ""
    reason: str = ""
    lot_id: UUID | None = None
    reverses: int | None = None
    layered: bool = True
    told: bool = False

    @property
    def key(self) -> Key:
        """The level it changes."""
        return self.variant_id, self.location_id


class LockedLevel(NamedTuple):
    """A level that nobody else can change until this transaction ends."""

    variant_id: UUID
    location_id: UUID
    sku: str
    tracking: str
    on_hand: Decimal
    reserved: Decimal
    inbound: Decimal
    outbound: Decimal
    version: int

    @property
    def free(self) -> Decimal:
        """What is there and neither promised nor planned to leave."""
        return self.on_hand - self.reserved - self.outbound


class Posted(NamedTuple):
    """What a posting did: movements written and left out, and the levels it changed."""

    posting_id: UUID
    posted: int
    left_out: int
    changes: Sequence[StockChanged]


class MovementsPosted(NamedTuple):
    """Movements written, and those left out: known by their cause, or told before the last statement."""

    posted: int
    left_out: int


def lock_levels(actor: Actor, keys: Collection[Key]) -> dict[Key, LockedLevel]:
    """The levels of these items at these places, locked in primary-key order; missing ones are added."""
    found = _locked(actor, keys, fewest=len(set(keys)))
    if len(found) < len(set(keys)):
        run_prepared(ADD_LEVELS, _keys(actor, keys))
        found = _locked(actor, keys)
    return found


def post(actor: Actor, entries: Sequence[Entry], *, posting_id: UUID | None = None) -> Posted:
    """Write movements, change the levels with them and announce each change; a known cause changes nothing."""
    levels = lock_levels(actor, {entry.key for entry in entries})
    posted = write(actor, entries, posting_id=posting_id, levels=levels)
    emit_all(actor, posted.changes)
    return posted


def write(
    actor: Actor,
    entries: Sequence[Entry],
    *,
    posting_id: UUID | None = None,
    levels: Mapping[Key, LockedLevel] | None = None,
) -> Posted:
    """The same where the caller holds the levels' locks and announces the changes.

    PeriodClosed where an entry is of a day whose books are closed; promises are not in the books. With the locked
    `levels` given, items that are not followed by lot cost no look at their lots.
    """
    wanted = posting_id or new_id()
    if not entries:
        return Posted(wanted, 0, 0, ())
    promises = all(entry.kind in PROMISES for entry in entries)
    if not promises:
        refuse_closed(actor, min(entry.happened_at for entry in entries))
    divided = entries if promises else _by_lot(actor, entries, levels)
    told = [_row(number, entry) for number, entry in enumerate(divided)]
    rows = ask_prepared(
        POST_PROMISES if promises else POST,
        {
            "company": actor.company_id,
            "by": actor.label,
            "posting": wanted,
            "rows": to_json(told),
        },
    )
    posted = rows[0][-1] if rows else 0
    return Posted(wanted, posted, len(divided) - posted, changes_of(rows))


def post_staged(actor: Actor, *, posting_id: UUID | None = None) -> MovementsPosted:
    """Post the movements that wait in the temporary table `posting`; a known cause is passed over."""
    company = {"company": actor.company_id, "by": actor.label, "posting": posting_id or new_id()}
    [staged, since] = ask_one("select count(*), min(happened_at) from posting", company)
    if not staged:
        return MovementsPosted(0, 0)
    refuse_closed(actor, since)
    work_in_bulk(staged)
    run("analyze posting", company)
    run(ADD_STAGED_LEVELS, company)
    run(LOCK_LEVELS.format(items="posting"), company)
    further = divide_staged(actor)
    rows = ask(POST_STAGED, company)
    posted = rows[0][-1] if rows else 0
    emit_all(actor, changes_of(rows))
    return MovementsPosted(posted=posted, left_out=staged + further - posted)


def _by_lot(actor: Actor, entries: Sequence[Entry], levels: Mapping[Key, LockedLevel] | None) -> Sequence[Entry]:
    """The entries; those that go out of lots without naming one are divided over them, a named lot is checked."""
    keys = {
        entry.key
        for entry in entries
        if entry.lot_id or (entry.quantity < 0 and (levels is None or levels[entry.key].tracking == Tracking.LOT))
    }
    if not keys:
        return entries
    touched = [number for number, entry in enumerate(entries) if entry.key in keys and entry.quantity]
    shares = lot_shares(actor, [_move(entries[number]) for number in touched])
    found = {touched[place]: told for place, told in shares.items()}
    return [part for number, entry in enumerate(entries) for part in _parts(entry, found.get(number))]


def _move(entry: Entry) -> Move:
    whole = entry.reverses is not None or not entry.layered
    return Move(entry.cause, *entry.key, entry.kind, entry.quantity, entry.happened_at, entry.lot_id, whole)


def _parts(entry: Entry, shares: Sequence[LotShare] | None) -> Iterator[Entry]:
    """A movement for each share. The first keeps the cause, so that a replay is known by it."""
    if not shares:
        yield entry
        return
    in_step = entry.reserved == entry.quantity
    for number, share in enumerate(shares):
        yield replace(
            entry,
            cause=f"{entry.cause}:{number}" if number else entry.cause,
            lot_id=share.lot_id,
            quantity=-share.quantity,
            reserved=-share.quantity if in_step else ZERO if number else entry.reserved,
        )


def _locked(actor: Actor, keys: Collection[Key], *, fewest: int = 0) -> dict[Key, LockedLevel]:
    levels = map(LockedLevel._make, ask_prepared(LOCK_KEYS, {**_keys(actor, keys), "fewest": fewest}))
    return {(level.variant_id, level.location_id): level for level in levels}


def _keys(actor: Actor, keys: Iterable[Key]) -> dict[str, object]:
    pairs = list(keys)
    return {
        "company": actor.company_id,
        "variants": [variant for variant, _ in pairs],
        "locations": [location for _, location in pairs],
    }


def _row(number: int, entry: Entry) -> dict[str, object]:
    average, fifo = entry.value or (None, None)
    return {
        "number": number,
        "cause": entry.cause,
        "variant_id": entry.variant_id,
        "location_id": entry.location_id,
        "kind": entry.kind,
        "quantity": entry.quantity,
        "reserved": entry.reserved,
        "unit_cost": entry.unit_cost,
        "average_value": average,
        "fifo_value": fifo,
        "happened_at": entry.happened_at,
        "ref_type": entry.ref_type,
        "ref_id": entry.ref_id,
        "channel": entry.channel,
        "reason": entry.reason,
        "lot_id": entry.lot_id,
        "reverses": entry.reverses,
        "layered": entry.layered,
        "told": entry.told,
    }


def changes_of(rows: Iterable[Sequence[object]]) -> list[StockChanged]:
    """What the statements that change levels answer, as the events that tell it."""
    return [StockChanged(*row[:-1]) for row in rows]  # type: ignore[arg-type]


def closed_through(actor: Actor, since: datetime | None) -> date | None:
    """The day up to which the books are closed, where that touches the moment `since`."""
    [(day,)] = ask_prepared(CLOSED, {"company": actor.company_id, "since": since})
    return day  # type: ignore[no-any-return]


def refuse_closed(actor: Actor, since: datetime | None) -> None:
    """Pass silently, or PeriodClosed where the books of that day are closed."""
    day = closed_through(actor, since)
    if day is not None:
        raise PeriodClosed(closed_through=day.isoformat())
