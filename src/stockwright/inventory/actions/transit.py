"""What places expect of transfers, made anew from the transfers."""

from stockwright.inventory.actions.expected import Expected, set_expected
from stockwright.inventory.models import Transfer
from stockwright.inventory.queries.transit import PLANNED, TOLD
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked
from stockwright.kit.statements import ask

_DIFFERENT = f"""
    select source, direction, coalesce(p.variant_id, t.variant_id), coalesce(p.location_id, t.location_id),
        coalesce(p.quantity, 0), p.due_on, p.transfer_id
    from ({PLANNED}) p full join ({TOLD}) t using (source, direction)
    where (p.variant_id, p.location_id, p.quantity) is distinct from (t.variant_id, t.location_id, t.quantity)
    order by source, direction
"""


@deed("inventory.write")
def expect_transfers_anew(actor: Actor) -> int:
    """Let places expect what transfers will still move, and nothing else; how many expectations were wrong."""
    asked = {"company": actor.company_id}
    transfers = {transfer_id for *_, transfer_id in ask(_DIFFERENT, asked) if transfer_id}
    locked(Transfer.objects.of(actor).filter(pk__in=transfers))
    wrong = [Expected(*terms) for *terms, _ in ask(_DIFFERENT, asked)]
    set_expected(actor, wrong)
    return len(wrong)
