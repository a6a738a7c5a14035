"""What purchase orders will bring in, told to the stock that waits for it."""

from collections.abc import Iterable
from uuid import UUID

from stockwright.inventory.actions.expected import Expected, set_expected
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.purchasing.models import PurchaseOrderLine
from stockwright.purchasing.rules import OPEN


def tell_expected(actor: Actor, order_ids: Iterable[UUID]) -> None:
    """Let the stock expect what is missing of these orders, and nothing of those that are closed."""
    lines = PurchaseOrderLine.objects.of(actor).filter(order_id__in=list(order_ids)).select_related("order")
    set_expected(actor, [_expected(line) for line in lines])


def _expected(line: PurchaseOrderLine) -> Expected:
    order = line.order
    missing = max(line.quantity - line.received, ZERO) if order.state in OPEN else ZERO
    return Expected(f"po-line:{line.pk}", "in", line.variant_id, order.location_id, missing, order.expected_on)
