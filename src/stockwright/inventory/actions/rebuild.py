"""The levels made anew from the ledger, which is the truth."""

from stockwright.inventory.actions.posting_sql import LOCK_ALL_LEVELS
from stockwright.inventory.events.ledger import LevelsRebuilt
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.statements import run
from stockwright.messaging.actions.events import emit

_ADD = """
    insert into inventory_level (company_id, variant_id, location_id, on_hand, reserved)
    select distinct company_id, variant_id, location_id, 0, 0
    from inventory_movement where company_id = %(company)s order by 1, 2, 3
    on conflict do nothing
"""

_SET = """
    with summed as (
        select variant_id, location_id, sum(quantity) as on_hand
        from inventory_movement where company_id = %(company)s group by variant_id, location_id
    )
    update inventory_level l set on_hand = coalesce(s.on_hand, 0), changed_at = now()
    from inventory_level k left join summed s using (variant_id, location_id)
    where l.company_id = %(company)s and k.company_id = %(company)s and k.variant_id = l.variant_id
        and k.location_id = l.location_id and l.on_hand <> coalesce(s.on_hand, 0)
"""


@deed("inventory.write")
def rebuild_levels(actor: Actor) -> int:
    """Set every level to the sum of its movements; the number of levels that were wrong."""
    company = {"company": actor.company_id}
    run(_ADD, company)
    run(LOCK_ALL_LEVELS, company)
    corrected = run(_SET, company)
    if corrected:
        emit(actor, LevelsRebuilt(corrected=corrected))
    return corrected
