"""What is on its way."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import polars as pl
from django.db.models import F

from stockwright.catalog.queries import item_of
from stockwright.inventory.queries.comparing import Comparison, compared
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.kit.problems import NotFound
from stockwright.purchasing.models import PurchaseOrder, PurchaseOrderLine
from stockwright.purchasing.rules import OPEN

ARRIVALS: Schema = {
    "variant_id": pl.String,
    "location_id": pl.String,
    "order_number": pl.String,
    "quantity": pl.Float64,
    "placed_on": pl.Date,
    "expected_on": pl.Date,
}

_ARRIVALS = """
    select l.variant_id, o.location_id, o.number, l.quantity - l.received, o.placed_on, o.expected_on
    from purchasing_purchaseorder o
    join purchasing_purchaseorderline l on l.company_id = o.company_id and l.order_id = o.id
    where o.company_id = %s and o.state = any(%s) and l.quantity > l.received
    order by o.expected_on, o.number
"""


_MISSING = """
    select o.number as subject, l.variant_id, o.location_id, l.quantity - l.received as amount
    from purchasing_purchaseorder o
    join purchasing_purchaseorderline l on l.company_id = o.company_id and l.order_id = o.id
    where o.company_id = %(company)s and o.state in ({open}) and l.quantity > l.received
"""

_EXPECTED = """
    select coalesce(o.number, e.source) as subject, e.variant_id, e.location_id, e.quantity as amount
    from inventory_expectedmove e
    left join purchasing_purchaseorderline l on l.company_id = e.company_id and 'po-line:' || l.id = e.source
    left join purchasing_purchaseorder o on o.company_id = l.company_id and o.id = l.order_id
    where e.company_id = %(company)s and e.direction = 'in' and e.source like 'po-line:%%'
"""


@dataclass(frozen=True)
class OpenOrder:
    """What is still missing of an item in one order."""

    order_id: UUID
    number: str
    state: str
    supplier: str | None
    location: str
    quantity: Decimal
    received: Decimal
    unit_cost: Decimal | None
    placed_on: date
    expected_on: date

    @property
    def missing(self) -> Decimal:
        """Pieces that are still to come."""
        return self.quantity - self.received


def open_arrivals(actor: Actor) -> pl.DataFrame:
    """Every line of an order, drafts included, of which pieces are missing; the earliest expected first.

    Columns: variant_id, location_id (text), order_number, quantity (missing pieces), placed_on, expected_on.
    """
    return read_frame(_ARRIVALS, [actor.company_id, [state.value for state in OPEN]], ARRIVALS)


def open_orders_of(actor: Actor, variant_id: UUID) -> list[OpenOrder]:
    """The orders of which pieces of an item are missing, the earliest expected first."""
    item_of(actor, variant_id)
    lines = (
        PurchaseOrderLine.objects.of(actor)
        .filter(variant_id=variant_id, order__state__in=OPEN, quantity__gt=F("received"))
        .select_related("order__supplier", "order__location")
        .order_by("order__expected_on", "order__number")
    )
    return [_open(line) for line in lines]


def compare_expected(actor: Actor) -> Comparison:
    """What is missing of each order against what the stock expects of it, in both directions."""
    states = ", ".join(f"'{state.value}'" for state in sorted(OPEN))
    return compared(actor, wanted=_MISSING.format(open=states), found=_EXPECTED)


def order_of(actor: Actor, order_id: UUID) -> PurchaseOrder:
    """One order; NotFound where there is none, or another company's."""
    order = PurchaseOrder.objects.of(actor).filter(pk=order_id).first()
    if order is None:
        raise NotFound(what="purchase order")
    return order


def _open(line: PurchaseOrderLine) -> OpenOrder:
    order = line.order
    return OpenOrder(
        order_id=order.pk,
        number=order.number,
        state=order.state,
        supplier=order.supplier.name if order.supplier else None,
        location=order.location.name,
        quantity=line.quantity,
        received=line.received,
        unit_cost=line.unit_cost,
        placed_on=order.placed_on,
        expected_on=order.expected_on,
    )
