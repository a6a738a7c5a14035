"""What setting stock right would change, in pieces and in money."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from stockwright.inventory.rules.adjustments import Stake, difference, stake_of
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask, work_in_bulk

# A piece is worth what the stock there is worth on average (by the company's valuation), else the last cost.
_LOOK = """
    select v.id, v.sku, p.name, pl.name, k.id, coalesce(k.code, ''), coalesce(l.on_hand, 0),
        coalesce(l.reserved, 0), coalesce(kl.on_hand, 0),
        coalesce(r.unit_cost, case when l.on_hand > 0 and w.worth > 0 then w.worth / l.on_hand end,
            l.last_cost, v.cost)
    from jsonb_to_recordset(%(rows)s) as r (number int, variant_id uuid, location_id uuid, lot_id uuid,
        unit_cost numeric)
    left join catalog_variant v on v.company_id = %(company)s and v.id = r.variant_id
    left join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    left join inventory_location pl on pl.company_id = %(company)s and pl.id = r.location_id
    left join inventory_lot k
        on k.company_id = %(company)s and k.id = r.lot_id and k.variant_id = r.variant_id
    left join inventory_level l
        on l.company_id = %(company)s and l.variant_id = r.variant_id and l.location_id = r.location_id
    left join inventory_lotlevel kl
        on kl.company_id = %(company)s and kl.lot_id = r.lot_id and kl.location_id = r.location_id
    left join lateral (
        select case c.valuation when 'fifo' then l.fifo_value else l.average_value end as worth
        from accounts_company c where c.id = %(company)s
    ) w on true
    order by r.number
"""


class Wanted(NamedTuple):
    """A line of an adjustment: pieces to add or take (`change_by`), or how many there are (`set_to`)."""

    variant_id: UUID
    location_id: UUID
    way: str
    amount: Decimal
    lot_id: UUID | None = None
    unit_cost: Decimal | None = None


@dataclass(frozen=True)
class Effect:
    """What a line does: of the lot, where it names one, else of the item at the place.

    `value` is what the change is worth (None where nobody knows what a piece costs), `on_hand` what will be
    there of all lots, `reserved` what of it is promised.
    """

    number: int
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    lot_id: UUID | None
    lot: str
    before: Decimal
    quantity: Decimal
    after: Decimal
    value: Decimal | None
    on_hand: Decimal
    reserved: Decimal

    @property
    def unfulfilled(self) -> Decimal:
        """Promised pieces that will not be there any more."""
        return max(min(self.reserved - self.on_hand, -self.quantity), ZERO)


def effects_of(actor: Actor, lines: Sequence[Wanted]) -> list[Effect]:
    """What the lines would do now; NotFound where an item, place or lot is not the company's."""
    work_in_bulk(len(lines))
    told = [{"number": number, **line._asdict()} for number, line in enumerate(lines)]
    rows = ask(_LOOK, {"company": actor.company_id, "rows": json.dumps(told, cls=DjangoJSONEncoder)})
    found = zip(lines, map(_Found._make, rows), strict=True)
    return [_effect(number, line, row) for number, (line, row) in enumerate(found, 1)]


def stake(effects: Sequence[Effect]) -> Stake:
    """The money that the effects move."""
    return stake_of(effect.value for effect in effects)


class _Found(NamedTuple):
    """What the database knows of a line; the ids are null where nothing of the company was found."""

    variant_id: UUID | None
    sku: str
    name: str
    location: str | None
    lot_id: UUID | None
    lot: str
    on_hand: Decimal
    reserved: Decimal
    of_lot: Decimal
    cost: Decimal | None


def _effect(number: int, line: Wanted, found: _Found) -> Effect:
    if found.variant_id is None:
        raise NotFound(what="item")
    if found.location is None:
        raise NotFound(what="location")
    if found.lot_id != line.lot_id:
        raise NotFound(what="lot")
    before = found.of_lot if line.lot_id else found.on_hand
    quantity = difference(line.way, line.amount, before)
    return Effect(
        number=number,
        variant_id=line.variant_id,
        sku=found.sku,
        name=found.name,
        location_id=line.location_id,
        location=found.location,
        lot_id=line.lot_id,
        lot=found.lot,
        before=before,
        quantity=quantity,
        after=before + quantity,
        value=_value(quantity, found.cost),
        on_hand=found.on_hand + quantity,
        reserved=found.reserved,
    )


def _value(quantity: Decimal, cost: Decimal | None) -> Decimal | None:
    if quantity == 0:
        return ZERO
    return None if cost is None else round(quantity * cost, 4)
