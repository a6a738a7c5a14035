"""What documents will bring in or take out, kept beside the levels that it changes.

The functions here run inside another action's transaction and under its permission.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from stockwright.inventory.actions.ledger import changes_of, lock_levels
from stockwright.inventory.actions.posting_sql import CHANGES, FOUND
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask_prepared
from stockwright.kit.wire import to_json
from stockwright.messaging.actions.events import emit_all

_TOUCHED = """
    select distinct variant_id, location_id from inventory_expectedmove
    where company_id = %(company)s and (source, direction) in (
        select r.source, r.direction from jsonb_to_recordset(%(rows)s) as r (source text, direction text)
    )
"""

# What was expected of a source gives way to what is expected now; a level takes on the difference.
_SET = (
    """
    with told as materialized (
        select * from jsonb_to_recordset(%(rows)s) as r (source text, direction text, variant_id uuid,
            location_id uuid, quantity numeric(18,4), due_on date)
    ), old as materialized (
        select e.* from inventory_expectedmove e join told t using (source, direction)
        where e.company_id = %(company)s
    ), gone as (
        delete from inventory_expectedmove e using told t
        where e.company_id = %(company)s and e.source = t.source and e.direction = t.direction
            and t.quantity <= 0
    ), kept as (
        insert into inventory_expectedmove as e
            (company_id, source, direction, variant_id, location_id, quantity, due_on)
        select %(company)s, source, direction, variant_id, location_id, quantity, due_on
        from told where quantity > 0
        on conflict (company_id, source, direction) do update set variant_id = excluded.variant_id,
            location_id = excluded.location_id, quantity = excluded.quantity, due_on = excluded.due_on
    ), differences as (
        select variant_id, location_id, direction, greatest(quantity, 0) as quantity from told
        union all
        select variant_id, location_id, direction, -quantity from old
    ), items as (
        select variant_id, location_id, coalesce(sum(quantity) filter (where direction = 'in'), 0) as inbound,
            coalesce(sum(quantity) filter (where direction = 'out'), 0) as outbound
        from differences group by variant_id, location_id
    ),"""
    + FOUND
    + """, moved as (
        update inventory_level l set inbound = l.inbound + i.inbound, outbound = l.outbound + i.outbound,
            version = l.version + 1, changed_at = now()
        from found i
        where l.ctid = i.row and (i.inbound <> 0 or i.outbound <> 0)
        returning l.*, 0::numeric as quantity, 0::numeric as promised, array['expected'] as kinds, 1 as rows
    )
"""
    + CHANGES
)


class Expected(NamedTuple):
    """Pieces that a source (a line of a document) will still bring in or take out; none ends the expectation."""

    source: str
    direction: Literal["in", "out"]
    variant_id: UUID
    location_id: UUID
    quantity: Decimal
    due_on: date | None = None


def set_expected(actor: Actor, moves: Sequence[Expected]) -> None:
    """Let each source expect this from now on, instead of what it did before."""
    if not moves:
        return
    told = to_json([move._asdict() for move in moves])
    params = {"company": actor.company_id, "rows": told}
    touched = {(variant, location) for variant, location in ask_prepared(_TOUCHED, params)}
    lock_levels(actor, touched | {(move.variant_id, move.location_id) for move in moves})
    emit_all(actor, changes_of(ask_prepared(_SET, params)))
