"""Promising stock, so that nobody else can sell it: reserved, extended, committed, released.

Whoever changes a reservation locks its row first and the levels afterwards, in key order, so that no two deeds
ever wait for each other in a circle.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from stockwright.catalog.models import Variant
from stockwright.inventory.actions.posting_sql import PROMISED
from stockwright.inventory.events.reservations import HeldLine, StockReserved
from stockwright.inventory.models import Location
from stockwright.inventory.queries.withheld import WITHHELD
from stockwright.inventory.rules.reservations import (
    Allotment,
    InsufficientStock,
    InvalidReservation,
    Place,
    ReservationClosed,
    ReservationState,
    SourceUsedOtherwise,
    Split,
    allot,
    offered,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.money import ZERO, plain
from stockwright.kit.problems import NotFound, Problem
from stockwright.kit.statements import ask_prepared
from stockwright.kit.wire import to_json
from stockwright.messaging.actions.events import announced

MOST_LINES = 1000

# Whoever comes second with a source waits here for the first, and then finds what that one promised.
_CLAIM = """
    with terms as (
        select c.allow_backorders, (%(now)s::timestamptz at time zone c.time_zone)::date as today, (
            select r.hold_minutes from inventory_channelrule r
            where r.company_id = %(company)s and r.channel = %(channel)s and r.variant_id is null
        ) as minutes
        from accounts_company c where c.id = %(company)s
    ), claimed as (
        insert into inventory_reservation (company_id, id, source, ref_type, ref_id, channel, state, fingerprint,
            reason, expires_at, by)
        select %(company)s, %(id)s, %(source)s, %(ref_type)s, %(ref_id)s, %(channel)s, 'held', %(fingerprint)s,
            %(reason)s,
            coalesce(%(until)s::timestamptz, %(now)s::timestamptz + make_interval(mins => minutes)), %(by)s
        from terms
        on conflict (company_id, source) do nothing
        returning id, expires_at
    )
    select t.allow_backorders, t.today, k.expires_at, k.id is not null from terms t left join claimed k on true
"""

_PLACES = f"""
    select l.variant_id, l.location_id, p.rank, l.on_hand - l.reserved - l.outbound - ({WITHHELD}),
        coalesce(i.buffer, c.buffer, 0), coalesce(i.floor, c.floor, 0), p.sells
    from inventory_level l
    join inventory_location p on p.company_id = l.company_id and p.id = l.location_id
    left join inventory_channelrule c
        on c.company_id = %(company)s and c.channel = %(channel)s and c.variant_id is null
    left join inventory_channelrule i
        on i.company_id = %(company)s and i.channel = %(channel)s and i.variant_id = l.variant_id
    where l.company_id = %(company)s and l.variant_id = any(%(variants)s)
        and (p.sells or l.location_id = any(%(locations)s))
    order by l.company_id, l.variant_id, l.location_id for update of l
"""

# The holds, their rows in the ledger, the levels and the events, all at once: while this runs others wait.
_RESERVE = (
    """
    with shares as materialized (
        select * from jsonb_to_recordset(%(shares)s) as h
            (number int, line int, variant_id uuid, location_id uuid, quantity numeric, backordered numeric)
    ), held as (
        insert into inventory_hold (company_id, reservation_id, number, line, variant_id, location_id, asked,
            backordered, held, committed, released)
        select %(company)s, %(id)s, number, line, variant_id, location_id, quantity, backordered, quantity, 0, 0
        from shares
    ), written as (
        insert into inventory_movement (company_id, variant_id, location_id, kind, quantity, reserved,
            happened_at, ref_type, ref_id, channel, reason, by, cause, posting_id)
        select %(company)s, variant_id, location_id, 'reserve', 0, quantity, %(now)s, %(ref_type)s, %(ref_id)s,
            %(channel)s, %(reason)s, %(by)s, 'reserve:' || %(id)s::text || ':' || number, %(id)s
        from shares
        returning variant_id, location_id, kind, reserved
    ),
"""
    + PROMISED
    + """, news as materialized (
        select %(event)s::uuid as id, 'inventory.reserved' as name, %(told)s::jsonb as payload,
            'reservation:' || %(id)s::text as subject, 1::bigint as sequence
        union all
        select (%(events)s::uuid[])[row_number() over (order by variant_id, location_id)],
            'inventory.stock_changed',
            jsonb_build_object('variant_id', variant_id, 'location_id', location_id, 'kinds', kinds,
                'quantity', quantity::text, 'promised', promised::text, 'on_hand', on_hand::text,
                'reserved', reserved::text, 'inbound', inbound::text, 'outbound', outbound::text,
                'available', (on_hand - reserved - outbound)::text, 'version', version),
            'stock:' || variant_id || ':' || location_id, version
        from moved
    ), """
    + announced("news")
    + "select count(*) from told"
)

_KNOWN = """
    select r.id, r.state, r.fingerprint, r.expires_at, h.line, h.variant_id, h.location_id, h.asked, h.backordered
    from inventory_reservation r
    left join inventory_hold h on h.company_id = r.company_id and h.reservation_id = r.id
    where r.company_id = %(company)s and r.source = %(source)s order by h.number
"""


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
    [(backorders, today, expires_at, claimed)] = ask_prepared(_CLAIM, terms)
    if not claimed:
        return _known(actor, lines, source, mark)
    shares = _allotted(actor, lines, channel, split, today, backorder=backorders)
    promised = [
        Promised(line, lines[line].variant_id, *share) for line, told in enumerate(shares) for share in told.shares
    ]
    short = {line: told.short for line, told in enumerate(shares) if told.short}
    if (short and not partial) or not promised:
        raise _insufficient(actor, lines, short)
    _write(actor, terms, promised, expires_at)
    return Promise(reservation_id, source, ReservationState.HELD, expires_at, promised, short)


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


def _allotted(
    actor: Actor, lines: Sequence[Wish], channel: str, split: Split, today: date, *, backorder: bool
) -> list[Allotment]:
    """What each line gets, out of the levels, which are locked from here on."""
    rows = ask_prepared(
        _PLACES,
        {
            "company": actor.company_id,
            "channel": channel,
            "today": today,
            "variants": list({wish.variant_id for wish in lines}),
            "locations": list({wish.location_id for wish in lines if wish.location_id}),
        },
    )
    places: dict[UUID, dict[UUID, Place]] = defaultdict(dict)
    terms: dict[UUID, tuple[Decimal, Decimal]] = {}
    selling: set[UUID] = set()
    for variant_id, location_id, rank, free, buffer, floor, sells in rows:
        places[variant_id][location_id] = Place(location_id, rank, free)
        terms[variant_id] = (buffer, floor)
        if sells:
            selling.add(location_id)
    most = {
        variant_id: offered(
            sum((max(place.free, ZERO) for place in there.values() if place.location_id in selling), ZERO),
            buffer=terms[variant_id][0],
            floor=terms[variant_id][1],
        )
        for variant_id, there in places.items()
    }
    told = []
    for wish in lines:
        there = places[wish.variant_id]
        able = [
            place
            for place in there.values()
            if place.location_id == wish.location_id or (wish.location_id is None and place.location_id in selling)
        ]
        share = allot(wish.quantity, able, most=most.get(wish.variant_id, ZERO), split=split, backorder=backorder)
        _take(share, there, most, wish.variant_id)
        told.append(share)
    return told


def _take(share: Allotment, there: dict[UUID, Place], most: dict[UUID, Decimal], variant_id: UUID) -> None:
    """What one line was promised is gone for the next."""
    for location_id, quantity, _ in share.shares:
        place = there[location_id]
        there[location_id] = place._replace(free=place.free - quantity)
        most[variant_id] -= quantity


def _write(
    actor: Actor, terms: Mapping[str, object], promised: Sequence[Promised], expires_at: datetime | None
) -> None:
    held = [HeldLine(share.variant_id, share.location_id, share.quantity) for share in promised]
    told = StockReserved(terms["id"], terms["source"], terms["channel"], held, expires_at)  # type: ignore[arg-type]
    levels = {(share.variant_id, share.location_id) for share in promised}
    shares = [{"number": number, **share._asdict()} for number, share in enumerate(promised)]
    ask_prepared(
        _RESERVE,
        {
            **terms,
            "person": actor.person_id,
            "shares": to_json(shares),
            "told": to_json(told),
            "event": new_id(),
            "events": [new_id() for _ in levels],
        },
    )


def _known(actor: Actor, lines: Sequence[Wish], source: str, mark: str) -> Promise:
    """The promise that the source got before."""
    rows = ask_prepared(_KNOWN, {"company": actor.company_id, "source": source})
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
