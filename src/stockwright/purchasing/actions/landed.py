"""Costs that came with the goods of a purchase order."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.actions.landed import add_landed_cost
from stockwright.inventory.models import LandedCost
from stockwright.inventory.queries.landed import receipts_of
from stockwright.inventory.rules.landed import CostKind, Division
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.problems import NotFound
from stockwright.purchasing.models import PurchaseOrder, PurchaseOrderLine


@deed("inventory.write")
def add_order_cost(
    actor: Actor,
    *,
    number: str,
    kind: CostKind,
    amount: Decimal,
    divided_by: Division,
    now: datetime,
    source: str,
    note: str = "",
) -> LandedCost:
    """Divide a cost over everything that an order has received so far."""
    order = PurchaseOrder.objects.of(actor).filter(number=number).first()
    if order is None:
        raise NotFound(f"There is no purchase order “{number}”.")
    return add_landed_cost(
        actor,
        posting_ids=_receipts(actor, order),
        kind=kind,
        amount=amount,
        divided_by=divided_by,
        now=now,
        source=source,
        document=order.number,
        note=note,
    )


def _receipts(actor: Actor, order: PurchaseOrder) -> list[UUID]:
    items = PurchaseOrderLine.objects.of(actor).filter(order=order).values_list("variant_id", flat=True)
    return receipts_of(actor, ref_type="purchase_order", ref_id=order.number, variant_ids=list(items))
