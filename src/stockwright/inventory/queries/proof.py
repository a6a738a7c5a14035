"""Whether the totals agree with what they follow from."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask

_COMPARE = """
    with summed as (
        select variant_id, location_id, sum(quantity) as ledger
        from inventory_movement where company_id = %(company)s group by variant_id, location_id
    ), held as (
        select variant_id, location_id, on_hand from inventory_level where company_id = %(company)s
    )
    select variant_id, location_id, coalesce(ledger, 0), coalesce(on_hand, 0)
    from summed full join held using (variant_id, location_id)
    where coalesce(ledger, 0) <> coalesce(on_hand, 0) order by variant_id, location_id
"""


@dataclass(frozen=True)
class LevelDifference:
    """A level that is not the sum of its movements."""

    variant_id: UUID
    location_id: UUID
    ledger: Decimal
    level: Decimal


def compare_levels(actor: Actor) -> list[LevelDifference]:
    """Every level that is not the sum of its movements; none in a healthy company."""
    return [LevelDifference(*row) for row in ask(_COMPARE, {"company": actor.company_id})]
