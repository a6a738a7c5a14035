"""The stock that single pieces take with them wherever they go.

The functions here run inside another action's transaction, which holds the locks of the levels and the pieces.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.inventory.actions.ledger import Entry, Key, LockedLevel, Posted, write
from stockwright.inventory.actions.tag_history import About, TagMove
from stockwright.inventory.events.ledger import StockChanged
from stockwright.inventory.models import Location, Movement
from stockwright.inventory.queries.withheld import withheld
from stockwright.inventory.rules.ledger import MovementKind, NotEnoughStock
from stockwright.inventory.rules.lots import business_day
from stockwright.inventory.rules.tags import WITHHELD, TagDeed, TagState, TagStatus
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO, plain

_REASONS = {TagDeed.LOST: "lost", TagDeed.FOUND: "found"}


class Way(NamedTuple):
    """What a deed makes of a piece, and as what its stock is booked (None: it stays where it is)."""

    status: TagStatus
    movement: MovementKind | None
    asks_for_free: bool = False


WAYS: Mapping[TagDeed, Way] = {
    TagDeed.SOLD: Way(TagStatus.SOLD, MovementKind.SALE, asks_for_free=True),
    TagDeed.RETURNED: Way(TagStatus.RETURNED, MovementKind.RETURN),
    TagDeed.MOVED: Way(TagStatus.IN_STOCK, MovementKind.TRANSFER_OUT, asks_for_free=True),
    TagDeed.SERVICED: Way(TagStatus.IN_SERVICE, None, asks_for_free=True),
    TagDeed.READY: Way(TagStatus.IN_STOCK, None),
    TagDeed.SCRAPPED: Way(TagStatus.SCRAPPED, MovementKind.WASTE),
    TagDeed.LOST: Way(TagStatus.LOST, MovementKind.ADJUSTMENT),
    TagDeed.FOUND: Way(TagStatus.IN_STOCK, MovementKind.ADJUSTMENT),
}


def refuse_promised(
    actor: Actor, tags: Sequence[TagState], levels: Mapping[Key, LockedLevel], now: datetime
) -> None:
    """Pass silently, or NotEnoughStock where pieces are taken that are promised to somebody."""
    taken: Counter[Key] = Counter()
    for tag in tags:
        if tag.location_id and tag.status not in WITHHELD:
            taken[tag.variant_id, tag.location_id] += 1
    today = business_day(now, company_of(actor).time_zone)
    kept = withheld(actor, levels, today=today)
    for (variant_id, location_id), pieces in taken.items():
        level = levels[variant_id, location_id]
        free = level.free - kept.get((variant_id, location_id), ZERO)
        if free < pieces:
            place = Location.objects.of(actor).get(pk=location_id).name
            raise NotEnoughStock(sku=level.sku, location=place, free=plain(max(free, ZERO)), wanted=pieces)


def move_stock(
    actor: Actor,
    moves: Sequence[TagMove],
    about: About,
    way: Way,
    levels: Mapping[Key, LockedLevel],
    channel: str,
) -> Sequence[StockChanged]:
    """The stock that pieces take with them: what leaves first, so that what arrives carries its value."""
    if way.movement is None:
        return ()
    left: Counter[Key] = Counter((one.tag.variant_id, one.tag.location_id) for one in moves if one.tag.location_id)
    came: Counter[Key] = Counter((one.tag.variant_id, one.location_id) for one in moves if one.location_id)
    stay = left & came
    changes = [*_book(actor, left - stay, -1, about, way.movement, levels, channel).changes]
    arrived = came - stay
    if left and arrived:
        values = _values(actor, about.posting_id)
        kind = MovementKind.TRANSFER_IN
        changes += _book(actor, arrived, 1, about, kind, levels, channel, values=values).changes
    elif arrived:
        changes += _book(actor, arrived, 1, about, way.movement, levels, channel).changes
    return changes


def _book(
    actor: Actor,
    pieces: "Counter[Key]",
    sign: int,
    about: About,
    kind: MovementKind,
    levels: Mapping[Key, LockedLevel],
    channel: str,
    *,
    values: Mapping[UUID, tuple[Decimal, Decimal]] | None = None,
) -> Posted:
    entries = [
        Entry(
            cause=f"tags-{about.kind}:{about.posting_id}:{kind}:{number}",
            variant_id=variant_id,
            location_id=location_id,
            kind=kind,
            happened_at=about.now,
            quantity=Decimal(sign * count),
            value=values[variant_id] if values else None,
            ref_type=about.ref_type,
            ref_id=about.ref_id,
            channel=channel,
            reason=about.note[:200] or _REASONS.get(about.kind, ""),
        )
        for number, ((variant_id, location_id), count) in enumerate(pieces.items())
    ]
    return write(actor, entries, posting_id=about.posting_id, levels=levels)


def _values(actor: Actor, posting_id: UUID | None) -> dict[UUID, tuple[Decimal, Decimal]]:
    """What the pieces of each item that left in a posting were worth."""
    values: dict[UUID, tuple[Decimal, Decimal]] = {}
    rows = Movement.objects.of(actor).filter(posting_id=posting_id, quantity__lt=0)
    for variant_id, average, fifo in rows.values_list("variant_id", "average_value", "fifo_value"):
        before = values.get(variant_id, (ZERO, ZERO))
        values[variant_id] = (before[0] - average, before[1] - fifo)
    return values
