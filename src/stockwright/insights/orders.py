"""What of an item is on its way, with the documents."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from stockwright.kit.actor import Actor
from stockwright.purchasing.models import PurchaseOrderLine
from stockwright.purchasing.rules import OPEN


@dataclass(frozen=True)
class OpenLine:
    """The missing quantity of an open order."""

    order_id: UUID
    number: str
    supplier: str
    location_id: UUID
    placed_on: date
    expected_on: date
    quantity: Decimal


def open_lines(actor: Actor, variant_id: UUID) -> list[OpenLine]:
    """Every open order line of a variant, the next to arrive first."""
    rows = PurchaseOrderLine.objects.of(actor).filter(
        variant_id=variant_id, order__state__in=OPEN, quantity__gt=F("received")
    )
    found = rows.select_related("order__supplier").order_by("order__expected_on", "order__number")
    return [
        OpenLine(
            row.order_id,
            row.order.number,
            row.order.supplier.name if row.order.supplier else "",
            row.order.location_id,
            row.order.placed_on,
            row.order.expected_on,
            row.quantity - row.received,
        )
        for row in found
    ]
