"""Promising stock, so that nobody else can sell it: reserved, extended, committed, released.

Whoever changes a reservation locks its row first and the levels afterwards, in key order, so that no two deeds
ever wait for each other in a circle. One line from one place, the most frequent wish by far, is not locked but
written under the condition that as much is still free: of an item that everybody wants at once a level is held
for one statement, and what is seen as not enough is looked at again under lock before anybody is refused.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from stockwright.catalog.models import Variant
from stockwright.inventory.actions import reservations_sql as sql
from stockwright.inventory.events.reservations import HeldLine, StockReserved
from stockwright.inventory.models import Location
from stockwright.inventory.rules.reservations import (
    InsufficientStock,
    InvalidReservation,
    ReservationClosed,
    ReservationState,
    SourceUsedOtherwise,
    Split,
    Stand,
    allot_lines,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.money import plain
from stockwright.kit.problems import NotFound, Problem
from stockwright.kit.statements import ask_prepared
from stockwright.kit.wire import to_json

MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class Wish:
    """Pieces of an item, from one place or (without one) from wherever the company sells."""

    variant_id: UUID
    quantity: Decimal
    location_id: UUID | None = None


class Promised(NamedTuple):
    """A share of a line (0 is the first) at a place; `backordered` of it is not there yet."""

    line: int
    variant_id: UUID
    location_id: UUID
    quantity: Decimal
    backordered: Decimal


@dataclass(frozen=True)
class Promise:
    """What was promised to a source; `short` are pieces by line that could not be."""

    reservation_id: UUID
    source: str
    state: str
    expires_at: datetime | None
    lines: Sequence[Promised]
    short: Mapping[int, Decimal]


@deed("inventory.reserve")
def reserve_stock(
    actor: Actor,
    *,
    lines: Sequence[Wish],
    source: str,
    now: datetime,
    channel: str = "",
    ref_type: str = "",
    ref_id: str = "",
    reason: str = "",
    hold_for: timedelta | None = None,
    split: Split = Split.WHOLE_FIRST,
    partial: bool = False,
) -> Promise:
    """Promise stock to `source`: every line in full or, with `partial`, as much as there is.

    Asking again for the same source and lines returns the promise made before, or ReservationClosed where nothing
    of it is held any more; another try takes another source. Without `hold_for` it holds as
    long as the channel's rule says. Any number of lines takes the same few statements.
    """
    _check(lines, source, channel)
    reservation_id, mark = new_id(), _fingerprint(lines, split, partial)
    terms = {
        "company": actor.company_id,
        "id": reservation_id,
        "source": source,
        "ref_type": ref_type,
        "ref_id": ref_id,
        "channel": channel,
        "fingerprint": mark,
        "reason": reason,
        "until": now + hold_for if hold_for else None,
        "now": now,
        "by": actor.label,
    }
    asked = {
        **terms,
        "variants": list({wish.variant_id for wish in lines}),
        "locations": list({wish.location_id for wish in lines if wish.location_id}),
    }
    seen = _reserve_seen(actor, lines, asked, split) if len(lines) == 1 else None
    if isinstance(seen, Promise):
        return seen
    claim = seen or _Claim._make(ask_prepared(sql.CLAIM, terms)[0])
    if not claim.made:
        return _known(actor, lines, source, mark)
    levels = map(Stand._make, ask_prepared(sql.LOCK_LEVELS, {**asked, "today": claim.today}))
    shares = allot_lines(lines, list(levels), split=split, backorder=claim.backorders)
    promised = [
        Promised(line, lines[line].variant_id, *share) for line, told in enumerate(shares) for share in told.shares
    ]
    short = {line: told.short for line, told in enumerate(shares) if told.short}
    if (short and not partial) or not promised:
        raise _insufficient(actor, lines, short)
    _reserve(actor, terms, promised, claim.expires_at)
    return Promise(reservation_id, source, ReservationState.HELD, claim.expires_at, promised, short)


def _check(lines: Sequence[Wish], source: str, channel: str) -> None:
    if not lines or len(lines) > MOST_LINES:
        raise InvalidReservation(detail=f"A reservation has 1 to {MOST_LINES} lines.")
    if any(wish.quantity <= 0 for wish in lines):
        raise InvalidReservation(detail="Every line needs a quantity above zero.")
    if not source.strip() or len(source) > 120 or len(channel) > 50:
        raise InvalidReservation(detail="Give a source of 1 to 120 characters, and a channel of at most 50.")


def _fingerprint(lines: Sequence[Wish], split: Split, partial: bool) -> str:
    told = [(str(wish.variant_id), str(wish.quantity.normalize()), str(wish.location_id)) for wish in lines]
    return hashlib.sha256(json.dumps([told, split, partial]).encode()).hexdigest()


class _Claim(NamedTuple):
    """The terms of a reservation, and whether its source is claimed by it."""

    backorders: bool
    today: date
    expires_at: datetime | None
    made: bool


def _reserve_seen(
    actor: Actor, lines: Sequence[Wish], asked: Mapping[str, Any], split: Split
) -> Promise | _Claim | None:
    """Promise one line of what is seen to be free without a lock, if it still is when it is taken.

    Otherwise the claim, which tells whether the source was free; None where nothing was tried.

    Only a whole line of one place, out of an item of which the channel keeps nothing back, can be had in this way;
    and only of the first level in key order: it stays locked where it turns out to hold too little.
    """
    rows = ask_prepared(sql.SEE_LEVELS, asked)
    levels = [Stand._make(row[: len(Stand._fields)]) for row in rows]
    [told] = allot_lines(lines, levels, split=split, backorder=False)
    if told.short or len(told.shares) != 1:
        return None
    [level] = [level for level in levels if level.location_id == told.shares[0].location_id]
    is_first = level.location_id == min(one.location_id for one in levels)
    if level.buffer or level.floor or not is_first:
        return None
    backorders, today, expires_at = rows[0][len(Stand._fields) :]
    share = Promised(0, level.variant_id, *told.shares[0])
    taken = {"variant": share.variant_id, "location": share.location_id, "quantity": share.quantity}
    words = _told(actor, asked, [share], expires_at)
    [(events, made)] = ask_prepared(sql.RESERVE_IF_FREE, {**asked, **words, **taken, "kept": level.kept})
    if not events:
        return _Claim(backorders, today, expires_at, made)
    return Promise(asked["id"], asked["source"], ReservationState.HELD, expires_at, [share], {})


def _reserve(
    actor: Actor, terms: Mapping[str, Any], promised: Sequence[Promised], expires_at: datetime | None
) -> None:
    shares = [{"number": number, **share._asdict()} for number, share in enumerate(promised)]
    told = _told(actor, terms, promised, expires_at)
    ask_prepared(sql.RESERVE, {**terms, **told, "shares": to_json(shares)})


def _told(
    actor: Actor, terms: Mapping[str, Any], promised: Sequence[Promised], expires_at: datetime | None
) -> dict[str, object]:
    """What a statement that reserves needs for its events: one of the promise and one of each level."""
    held = [HeldLine(share.variant_id, share.location_id, share.quantity) for share in promised]
    told = StockReserved(terms["id"], terms["source"], terms["channel"], held, expires_at)
    levels = {(share.variant_id, share.location_id) for share in promised}
    return {
        "person": actor.person_id,
        "told": to_json(told),
        "event": new_id(),
        "events": [new_id() for _ in levels],
    }


def _known(actor: Actor, lines: Sequence[Wish], source: str, mark: str) -> Promise:
    """The promise that the source got before."""
    rows = ask_prepared(sql.KNOWN, {"company": actor.company_id, "source": source})
    reservation_id, state, fingerprint, expires_at, *_ = rows[0]
    if fingerprint != mark:
        raise SourceUsedOtherwise(source=source)
    if state in (ReservationState.RELEASED, ReservationState.EXPIRED):
        raise ReservationClosed(state=state)
    promised = [Promised(*row[4:]) for row in rows if row[4] is not None]
    got: dict[int, Decimal] = defaultdict(Decimal)
    for share in promised:
        got[share.line] += share.quantity
    short = {line: wish.quantity - got[line] for line, wish in enumerate(lines) if wish.quantity > got[line]}
    return Promise(reservation_id, source, state, expires_at, promised, short)


def _insufficient(actor: Actor, lines: Sequence[Wish], short: Mapping[int, Decimal]) -> Problem:
    """Which items lack how much; NotFound where an item or a place is not the company's."""
    wanted = {wish.variant_id for wish in lines}
    known = dict(Variant.objects.of(actor).filter(pk__in=wanted).values_list("pk", "sku"))
    if len(known) < len(wanted):
        return NotFound(what="item")
    asked = {wish.location_id for wish in lines if wish.location_id}
    if Location.objects.of(actor).filter(pk__in=asked).count() < len(asked):
        return NotFound(what="location")
    lacking = [
        {
            "line": line,
            "sku": known[lines[line].variant_id],
            "variant_id": str(lines[line].variant_id),
            "wanted": plain(lines[line].quantity),
            "free": plain(lines[line].quantity - lacks),
        }
        for line, lacks in short.items()
    ]
    told = ", ".join(f"{one['free']} of {one['wanted']} “{one['sku']}”" for one in lacking[:5])
    return InsufficientStock(short=told, items=lacking)
