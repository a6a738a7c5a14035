"""Purchase orders with their lines, as the outside sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import CompanyQuerySet
from stockwright.purchasing.models import PurchaseOrder
from stockwright.purchasing.rules import OrderState


@dataclass(frozen=True)
class OrderLineView:
    """Pieces of one product in an order."""

    variant_id: UUID
    sku: str
    quantity: Decimal
    received: Decimal
    unit_cost: Decimal | None


@dataclass(frozen=True)
class OrderView:
    """An order to a supplier for one place."""

    id: UUID
    number: str
    state: str
    supplier: str | None
    location_id: UUID
    location: str
    placed_on: date
    expected_on: date
    lines: list[OrderLineView]


def orders_page(
    actor: Actor, *, state: OrderState | None, variant_id: UUID | None, cursor: str | None, limit: int
) -> Page[OrderView]:
    """Orders, the newest first, in the order of their ids."""
    orders = _orders(actor)
    if state:
        orders = orders.filter(state=state)
    if variant_id:
        orders = orders.filter(lines__variant_id=variant_id)
    if cursor:
        orders = orders.filter(pk__lt=_id_in(cursor))
    return page_of(_views(orders.order_by("-pk")[: limit + 1]), limit, key=lambda order: (order.id,))


def order_view(actor: Actor, order_id: UUID) -> OrderView:
    """One order; NotFound where there is none, or another company's."""
    found = _views(_orders(actor).filter(pk=order_id))
    if not found:
        raise NotFound(what="purchase order")
    return found[0]


def _orders(actor: Actor) -> CompanyQuerySet[PurchaseOrder]:
    related = PurchaseOrder.objects.of(actor).select_related("supplier", "location")
    return related.prefetch_related("lines__variant")


def _views(orders: Iterable[PurchaseOrder]) -> list[OrderView]:
    return [
        OrderView(
            id=order.pk,
            number=order.number,
            state=order.state,
            supplier=order.supplier.name if order.supplier else None,
            location_id=order.location_id,
            location=order.location.name,
            placed_on=order.placed_on,
            expected_on=order.expected_on,
            lines=[
                OrderLineView(line.variant_id, line.variant.sku, line.quantity, line.received, line.unit_cost)
                for line in sorted(order.lines.all(), key=lambda line: line.variant.sku)
            ],
        )
        for order in orders
    ]


def _id_in(cursor: str) -> UUID:
    try:
        return UUID(decode_cursor(cursor, 1)[0])
    except ValueError as error:
        raise InvalidCursor from error
