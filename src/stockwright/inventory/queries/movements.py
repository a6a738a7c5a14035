"""The movements of one item with the balance after each, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.catalog.queries import item_of
from stockwright.inventory.models import Location, Movement
from stockwright.inventory.rules.ledger import PROMISES, MovementKind
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask

# The balance after a row is what is there now without all newer rows. They are counted down to the oldest
# row of the page and no further; late rows take their place by when they happened.
_MOVEMENTS = """
    with page as materialized (
        select m.* from inventory_movement m
        where m.company_id = %(company)s and m.variant_id = %(variant)s {here} {kinds} {after}
        order by m.happened_at desc, m.id desc limit %(limit)s
    ), counted as (
        select m.id, sum(m.quantity) over newest as newer
        from inventory_movement m
        where m.company_id = %(company)s and m.variant_id = %(variant)s {here}
            and m.happened_at >= (select min(happened_at) from page)
        window newest as (order by m.happened_at desc, m.id desc rows between unbounded preceding and 1 preceding)
    ), now as (
        select coalesce(sum(m.on_hand), 0) as on_hand from inventory_level m
        where m.company_id = %(company)s and m.variant_id = %(variant)s {here}
    )
    select p.id, p.kind, o.name, p.quantity, p.reserved, now.on_hand - coalesce(c.newer, 0),
        p.{value}, p.unit_cost, p.happened_at, p.recorded_at, p.ref_type, p.ref_id, p.channel, p.reason, p.by,
        p.reverses
    from page p cross join now
    join inventory_location o on o.id = p.location_id
    left join counted c on c.id = p.id
    order by p.happened_at desc, p.id desc
"""


@dataclass(frozen=True)
class MovementFilter:
    """Which movements of an item; without a kind all but promises, which move nothing."""

    location_id: UUID | None = None
    kinds: frozenset[MovementKind] = frozenset(MovementKind) - PROMISES


class MovementRow(NamedTuple):
    """A movement; `balance` is what was there after it, `value` follows the company's method."""

    id: int
    kind: str
    location: str
    quantity: Decimal
    reserved: Decimal
    balance: Decimal
    value: Decimal
    unit_cost: Decimal | None
    happened_at: datetime
    recorded_at: datetime
    ref_type: str
    ref_id: str
    channel: str
    reason: str
    by: str
    reverses: int | None


def movements_of(
    actor: Actor, variant_id: UUID, *, wanted: MovementFilter, cursor: str = "", limit: int = 50
) -> Page[MovementRow]:
    """The movements before `cursor`; NotFound for another company's item or place."""
    item_of(actor, variant_id)
    if wanted.location_id and not Location.objects.of(actor).filter(pk=wanted.location_id).exists():
        raise NotFound(what="location")
    params: dict[str, Any] = {"company": actor.company_id, "variant": variant_id, "limit": limit + 1}
    params |= {"location": wanted.location_id, "kinds": [kind.value for kind in wanted.kinds]}
    if cursor:
        params["at"], params["id"] = decode_cursor(cursor, 2)
    statement = _MOVEMENTS.format(
        here="and m.location_id = %(location)s" if wanted.location_id else "",
        kinds="" if len(wanted.kinds) == len(MovementKind) else "and m.kind = any(%(kinds)s)",
        after="and (m.happened_at, m.id) < (%(at)s::timestamptz, %(id)s::bigint)" if cursor else "",
        value=f"{company_of(actor).valuation}_value",
    )
    rows = [MovementRow(*row) for row in ask(statement, params)]
    return page_of(rows, limit, key=lambda row: (row.happened_at.isoformat(), row.id))


def count_movements(actor: Actor, variant_id: UUID, *, wanted: MovementFilter) -> int:
    """How many movements pass the filter."""
    rows = Movement.objects.of(actor).filter(variant_id=variant_id)
    if wanted.location_id:
        rows = rows.filter(location_id=wanted.location_id)
    if len(wanted.kinds) < len(MovementKind):
        rows = rows.filter(kind__in=wanted.kinds)
    return rows.count()
