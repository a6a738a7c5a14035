"""Sales that were known before anybody said how much stock there was."""

from stockwright.inventory.actions.ledger import post_staged
from stockwright.inventory.actions.posting_sql import POSTING
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import one_at_a_time, run, work_in_bulk

_MOVE = """
    insert into posting
    select 'sale:' || coalesce(s.batch_id::text, '') || ':' || s.cause, s.variant_id, s.location_id,
        case when s.quantity > 0 then 'sale' else 'return' end, -s.quantity, null, s.sold_at, 'sale',
        s.order_ref, s.channel, null
    from inventory_level l
    cross join lateral (
        select * from sales_saleline s where s.company_id = %(company)s and s.variant_id = l.variant_id
            and s.location_id = l.location_id and s.sold_at > l.stated_at offset 0
    ) s
    where l.company_id = %(company)s and not exists (
        select from inventory_reservation r
        join inventory_hold h on h.company_id = r.company_id and h.reservation_id = r.id
        where r.company_id = %(company)s and s.order_ref <> '' and r.ref_id = s.order_ref
            and r.channel = s.channel and h.variant_id = s.variant_id and h.committed > 0 and s.quantity > 0
    )
"""


@deed("sales.write")
def move_sales_since_statements(actor: Actor) -> int:
    """Let every sale after the last statement of its item move stock, where it has not yet.

    Needed after a statement about a moment before sales that are known already. The number of movements.
    """
    one_at_a_time(actor.company_id, "stock")
    work_in_bulk()
    stage_frames([], "posting", POSTING)
    if not run(_MOVE, {"company": actor.company_id}):
        return 0
    return post_staged(actor).posted
