"""The stock at any moment."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.catalog.queries import item_of
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask


def stock_as_of(actor: Actor, variant_id: UUID, *, moment: datetime, known_at: datetime) -> dict[UUID, Decimal]:
    """An item's stock by place at a moment, as far as it was recorded by `known_at`."""
    item_of(actor, variant_id)
    told = ask(
        """
        select location_id, sum(quantity) from inventory_movement
        where company_id = %(company)s and variant_id = %(variant)s and happened_at <= %(moment)s
            and recorded_at <= %(known)s
        group by location_id
        """,
        {"company": actor.company_id, "variant": variant_id, "moment": moment, "known": known_at},
    )
    return dict(told)
