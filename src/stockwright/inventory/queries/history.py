"""The stock at any moment, as known at any other."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from stockwright.catalog.queries import item_of
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask, by_hash

_AS_OF = """
    select variant_id, location_id, sum(quantity), sum(average_value), sum(fifo_value)
    from inventory_movement
    where company_id = %(company)s and happened_at <= %(moment)s and recorded_at <= %(known)s {which}
    group by variant_id, location_id
"""


class StockThen(NamedTuple):
    """What of an item was at a place, and what it was worth by either method."""

    variant_id: UUID
    location_id: UUID
    quantity: Decimal
    average_value: Decimal
    fifo_value: Decimal


def stock_as_of(actor: Actor, variant_id: UUID, *, moment: datetime, known_at: datetime) -> dict[UUID, Decimal]:
    """An item's stock by place at a moment, as far as it was recorded by `known_at`."""
    item_of(actor, variant_id)
    rows = stock_as_of_all(actor, moment=moment, known_at=known_at, variant_ids=[variant_id])
    return {row.location_id: row.quantity for row in rows}


def stock_as_of_all(
    actor: Actor,
    *,
    moment: datetime,
    known_at: datetime,
    variant_ids: Sequence[UUID] | None = None,
    location_id: UUID | None = None,
) -> list[StockThen]:
    """The stock of all items (or of these, or at one place) at a moment, as recorded by `known_at`.

    Items without a movement by then are left out; in no order.
    """
    which = "" if variant_ids is None else "and variant_id = any(%(variants)s)"
    which += " and location_id = %(location)s" if location_id else ""
    params = {"company": actor.company_id, "moment": moment, "known": known_at, "location": location_id}
    params["variants"] = list(variant_ids) if variant_ids is not None else None
    with by_hash():
        return [StockThen(*row) for row in ask(_AS_OF.format(which=which), params)]
