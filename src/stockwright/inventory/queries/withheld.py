"""What is on hand and not for sale: spoilt or blocked lots, pieces in service or just returned."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.rules.tags import WITHHELD as WITHHELD_TAGS
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask_prepared

_TAGS = ", ".join(f"'{status}'" for status in WITHHELD_TAGS)


def withheld_on(today: str) -> str:
    """The pieces of level `l` that are not for sale on the day `today` (an expression), as part of a statement.

    Two probes of small partial indexes: an item that is followed by nothing has no rows in either.
    """
    return f"""
    coalesce((
        select sum(k.on_hand) from inventory_lotlevel k
        join inventory_lot t on t.company_id = k.company_id and t.id = k.lot_id
        where k.company_id = l.company_id and k.variant_id = l.variant_id and k.location_id = l.location_id
            and k.on_hand > 0 and (t.blocked_at is not null or t.expires_on < {today})
    ), 0) + (
        select count(*) from inventory_tag g
        where g.company_id = l.company_id and g.variant_id = l.variant_id and g.location_id = l.location_id
            and g.status in ({_TAGS})
    )
"""


KEPT = f"""
    select k.location_id, k.on_hand as pieces from inventory_lotlevel k
    join inventory_lot t on t.company_id = k.company_id and t.id = k.lot_id
    where k.company_id = %(company)s and k.variant_id = w.variant_id
        and k.on_hand > 0 and (t.blocked_at is not null or t.expires_on < %(today)s::date)
    union all
    select g.location_id, 1 from inventory_tag g
    where g.company_id = %(company)s and g.variant_id = w.variant_id and g.status in ({_TAGS})
    offset 0
"""
"""The same for an item `w`, row by row."""

_WITHHELD = f"""
    select l.variant_id, l.location_id, {withheld_on("%(today)s::date")} from inventory_level l
    where l.company_id = %(company)s and (l.variant_id, l.location_id) in (
        select * from unnest(%(variants)s::uuid[], %(locations)s::uuid[])
    )
"""


def withheld(actor: Actor, keys: Collection[tuple[UUID, UUID]], *, today: date) -> dict[tuple[UUID, UUID], Decimal]:
    """The pieces of these items at these places that are there and not for sale."""
    pairs = list(keys)
    rows = ask_prepared(
        _WITHHELD,
        {
            "company": actor.company_id,
            "variants": [variant for variant, _ in pairs],
            "locations": [location for _, location in pairs],
            "today": today,
        },
    )
    return {(variant, location): pieces for variant, location, pieces in rows}
