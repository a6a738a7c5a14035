"""The levels made anew from the ledger, which is the truth."""

from stockwright.inventory.actions.ledger import changes_of
from stockwright.inventory.actions.posting_sql import LOCK_ALL_LEVELS
from stockwright.inventory.events.ledger import LevelsRebuilt
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.statements import ask, run
from stockwright.messaging.actions.events import emit_all

_ADD = """
    insert into inventory_level (company_id, variant_id, location_id, on_hand, reserved)
    select distinct company_id, variant_id, location_id, 0, 0
    from inventory_movement where company_id = %(company)s order by 1, 2, 3
    on conflict do nothing
"""

_SET = """
    with summed as (
        select variant_id, location_id, sum(quantity) as on_hand, sum(reserved) as reserved,
            sum(average_value) as average_value, sum(fifo_value) as fifo_value
        from inventory_movement where company_id = %(company)s group by variant_id, location_id
    ), expected as (
        select variant_id, location_id, coalesce(sum(quantity) filter (where direction = 'in'), 0) as inbound,
            coalesce(sum(quantity) filter (where direction = 'out'), 0) as outbound
        from inventory_expectedmove where company_id = %(company)s group by variant_id, location_id
    ), right_ones as (
        select k.ctid as row, coalesce(s.on_hand, 0) as on_hand, coalesce(s.reserved, 0) as reserved,
            coalesce(s.average_value, 0) as average_value, coalesce(s.fifo_value, 0) as fifo_value,
            coalesce(e.inbound, 0) as inbound, coalesce(e.outbound, 0) as outbound
        from inventory_level k
        left join summed s using (variant_id, location_id)
        left join expected e using (variant_id, location_id)
        where k.company_id = %(company)s
    )
    update inventory_level l set on_hand = r.on_hand, reserved = r.reserved, average_value = r.average_value,
        fifo_value = r.fifo_value, inbound = r.inbound, outbound = r.outbound, version = l.version + 1,
        changed_at = now()
    from right_ones r
    where l.ctid = r.row
        and (l.on_hand, l.reserved, l.average_value, l.fifo_value, l.inbound, l.outbound)
            is distinct from (r.on_hand, r.reserved, r.average_value, r.fifo_value, r.inbound, r.outbound)
    returning l.variant_id, l.location_id, array['rebuilt'], 0::numeric, 0::numeric, l.on_hand, l.reserved,
        l.inbound, l.outbound, l.on_hand - l.reserved - l.outbound, l.version, 0
"""


@deed("inventory.write")
def rebuild_levels(actor: Actor) -> int:
    """Set every level to the sum of its movements and expected moves; the number of levels that were wrong."""
    company = {"company": actor.company_id}
    run(_ADD, company)
    run(LOCK_ALL_LEVELS, company)
    changes = changes_of(ask(_SET, company))
    if changes:
        emit_all(actor, [LevelsRebuilt(corrected=len(changes)), *changes])
    return len(changes)
