"""The stock of the whole company at a moment, named, valued and paged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.inventory.models import Location
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask, by_hash

_THEN = """
    with told as materialized (
        select variant_id, location_id, sum(quantity) as quantity, sum(average_value) as average_value,
            sum(fifo_value) as fifo_value
        from inventory_movement
        where company_id = %(company)s and happened_at <= %(moment)s and recorded_at <= %(known)s {where}
        group by variant_id, location_id having sum(quantity) <> 0 or sum({value}) <> 0
    ), totals as materialized (
        select count(*) as rows, sum(quantity) as pieces, sum({value}) as value from told
    )
    select v.id, v.sku, p.name, o.id, o.name, v.unit, t.quantity, t.average_value, t.fifo_value, t.{value},
        totals.rows, totals.pieces, totals.value
    from told t cross join totals
    join catalog_variant v on v.company_id = %(company)s and v.id = t.variant_id
    join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    join inventory_location o on o.company_id = %(company)s and o.id = t.location_id
    where {after}
    order by p.name, v.sku, o.id {limit}
"""


@dataclass(frozen=True)
class Moments:
    """When it was, as far as it was recorded by when; and where (None: everywhere)."""

    moment: datetime
    known_at: datetime
    location_id: UUID | None = None


class ThenRow(NamedTuple):
    """What of an item was at a place; `value` follows the company's method."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    unit: str
    quantity: Decimal
    average_value: Decimal
    fifo_value: Decimal
    value: Decimal


class ThenTotals(NamedTuple):
    """What all rows add up to."""

    rows: int
    pieces: Decimal
    value: Decimal


def stock_then(
    actor: Actor, *, wanted: Moments, cursor: str = "", limit: int | None = 50
) -> tuple[Page[ThenRow], ThenTotals]:
    """A page of the stock at a moment, by name, and the totals of all of it; everything without a limit."""
    if wanted.location_id and not Location.objects.of(actor).filter(pk=wanted.location_id).exists():
        raise NotFound(what="location")
    params: dict[str, Any] = {"company": actor.company_id, "moment": wanted.moment, "known": wanted.known_at}
    params |= {"location": wanted.location_id, "limit": limit and limit + 1}
    if cursor:
        params["name"], params["sku"], params["place"] = decode_cursor(cursor, 3)
    statement = _THEN.format(
        where="and location_id = %(location)s" if wanted.location_id else "",
        value=f"{company_of(actor).valuation}_value",
        after="(p.name, v.sku, o.id) > (%(name)s, %(sku)s, %(place)s::uuid)" if cursor else "true",
        limit="limit %(limit)s" if limit else "",
    )
    with by_hash():
        found = ask(statement, params)
    rows = [ThenRow(*row[:10]) for row in found]
    page = page_of(rows, limit or len(rows), key=lambda row: (row.name, row.sku, row.location_id))
    return page, _totals(found)


def _totals(found: Sequence[tuple[Any, ...]]) -> ThenTotals:
    return ThenTotals(*found[0][10:]) if found else ThenTotals(0, ZERO, ZERO)
