"""Goods that are planned to go between places against what the places expect."""

from stockwright.inventory.queries.comparing import Comparison, compared
from stockwright.inventory.rules.transfers import ENDS
from stockwright.kit.actor import Actor

_OVER = ", ".join(f"'{state.value}'" for state in sorted(ENDS.values()))

PLANNED = f"""
    select 'transfer-line:' || l.id as source, p.direction, l.variant_id, p.location_id, p.quantity, t.due_on,
        t.id as transfer_id,
        'T-' || t.number || ' ' || p.direction as subject
    from inventory_transfer t
    join inventory_transferline l on l.company_id = t.company_id and l.transfer_id = t.id
    cross join lateral (values
        ('out', t.origin_id, case when t.state in ({_OVER}) then 0 else l.quantity - l.sent end),
        ('in', t.destination_id, l.sent - l.received - l.lost - l.returned)
    ) as p (direction, location_id, quantity)
    where t.company_id = %(company)s and p.quantity > 0
"""
"""What each line of a transfer will still take out of its origin and bring to its destination."""

TOLD = """
    select * from inventory_expectedmove where company_id = %(company)s and source like 'transfer-line:%%'
"""
"""What the places expect of transfers."""

_EXPECTED = f"""
    select coalesce('T-' || t.number, e.source) || ' ' || e.direction
        as subject, e.variant_id, e.location_id, e.quantity as amount
    from ({TOLD}) e
    left join inventory_transferline l on l.company_id = e.company_id and 'transfer-line:' || l.id = e.source
    left join inventory_transfer t on t.company_id = l.company_id and t.id = l.transfer_id
"""


def compare_transit(actor: Actor) -> Comparison:
    """What transfers will still move against what the places expect of them, in both directions."""
    planned = f"select subject, variant_id, location_id, quantity as amount from ({PLANNED}) planned"
    return compared(actor, wanted=planned, found=_EXPECTED)
