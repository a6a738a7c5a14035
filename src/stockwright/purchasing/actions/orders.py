"""Orders to suppliers: placed, received, cancelled."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

import polars as pl

from stockwright.catalog.models import Supplier, Variant
from stockwright.inventory.models import Location
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.money import plain
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask_one, one_at_a_time
from stockwright.messaging.actions.events import emit
from stockwright.purchasing.actions.arrivals import ArrivedAs, post_arrivals
from stockwright.purchasing.actions.expected import tell_expected
from stockwright.purchasing.actions.staged import OrdersTaken, check_orders, put_orders
from stockwright.purchasing.events import OrderCancelled, OrderPlaced, OrderReceived, OrdersAdded
from stockwright.purchasing.models import PurchaseOrder, PurchaseOrderLine
from stockwright.purchasing.rules import (
    OPEN,
    InvalidOrder,
    NotOnOrder,
    OrderClosed,
    OrderState,
    TooMuchReceived,
    check_order,
)

Row = TypeVar("Row")

_HIGHEST = """
    select coalesce(max(substring(number from '^PO-([0-9]{1,15})$')::bigint), 0)
    from purchasing_purchaseorder where company_id = %(company)s
"""


@deed("purchasing.write")
def place_order(
    actor: Actor,
    *,
    variant_id: UUID,
    location_id: UUID,
    quantity: Decimal,
    expected_on: date,
    placed_on: date,
    source: str,
    supplier_id: UUID | None = None,
    unit_cost: Decimal | None = None,
) -> PurchaseOrder:
    """Order pieces of one item for one place, with the item's own supplier and cost unless others are given.

    Asking again for the same source returns the order already placed.
    """
    check_order(quantity, placed_on, expected_on)
    one_at_a_time(actor.company_id, "purchasing")
    if placed := PurchaseOrder.objects.of(actor).filter(source=source).first():
        return placed
    variant = _found(Variant.objects.of(actor).filter(pk=variant_id).first(), "item")
    place = _found(Location.objects.of(actor).filter(pk=location_id).first(), "location")
    if supplier_id is not None:
        _found(Supplier.objects.of(actor).filter(pk=supplier_id).first(), "supplier")
    order = PurchaseOrder.objects.create(
        company_id=actor.company_id,
        number=_next_number(actor),
        supplier_id=supplier_id or variant.supplier_id,
        location=place,
        state=OrderState.SENT,
        placed_on=placed_on,
        expected_on=expected_on,
        source=source,
    )
    PurchaseOrderLine.objects.create(
        company_id=actor.company_id,
        order=order,
        variant=variant,
        quantity=quantity,
        unit_cost=variant.cost if unit_cost is None else unit_cost,
    )
    tell_expected(actor, [order.pk])
    emit(actor, OrderPlaced(order_id=order.pk, number=order.number, source=source))
    return order


@deed("purchasing.write")
def add_orders(actor: Actor, *, orders: pl.DataFrame) -> OrdersTaken:
    """Take in orders placed elsewhere, one row for each line; what they received moves no stock here.

    Columns: number, sku, location, quantity, placed_on, expected_on, and any of supplier, received_quantity,
    unit_cost. Unknown SKUs, locations and suppliers are added; an order with a known number stays as it is.
    """
    check_orders(orders)
    one_at_a_time(actor.company_id, "purchasing")
    done = put_orders(actor, orders)
    if done.added:
        tell_expected(actor, done.order_ids)
        emit(actor, OrdersAdded(orders=done.added, lines=done.lines))
    return done


@deed("purchasing.write")
def cancel_order(actor: Actor, *, order_id: UUID) -> PurchaseOrder:
    """Close an order whose missing goods will not come; what arrived stays. A second time changes nothing."""
    order = _locked_order(actor, order_id)
    if order.state == OrderState.CANCELLED:
        return order
    _refuse_closed(order)
    before = _standing(order, order.lines.all())
    order.state = OrderState.CANCELLED
    order.save(update_fields=["state"])
    tell_expected(actor, [order.pk])
    after = _standing(order, order.lines.all())
    emit(actor, OrderCancelled(order_id=order.pk, number=order.number, before=before, after=after))
    return order


@deed("purchasing.write")
def receive_order(
    actor: Actor,
    *,
    order_id: UUID,
    at: datetime,
    quantities: Mapping[UUID, Decimal] | None = None,
    details: Mapping[UUID, ArrivedAs] | None = None,
) -> PurchaseOrder:
    """Take in what arrived: pieces by item, or all that is missing. The order closes when nothing is.

    `details` says by item in which lots and with which codes; of an item that is followed by piece every piece
    has to be named.
    """
    order = _locked_order(actor, order_id)
    _refuse_closed(order)
    lines = {line.variant_id: line for line in order.lines.order_by("pk")}
    arrived = _arrived(order, lines, quantities)
    before = _standing(order, lines.values())
    for variant_id, quantity in arrived.items():
        lines[variant_id].received += quantity
    PurchaseOrderLine.objects.bulk_update([lines[variant_id] for variant_id in arrived], ["received"])
    post_arrivals(actor, order, lines, arrived, details or {}, at)
    complete = all(line.received >= line.quantity for line in lines.values())
    if complete:
        order.state = OrderState.RECEIVED
        order.save(update_fields=["state"])
    tell_expected(actor, [order.pk])
    told = {str(variant_id): plain(quantity) for variant_id, quantity in arrived.items()}
    emit(
        actor,
        OrderReceived(
            order_id=order.pk,
            number=order.number,
            received=told,
            complete=complete,
            before=before,
            after=_standing(order, lines.values()),
        ),
    )
    return order


def _standing(order: PurchaseOrder, lines: Iterable[PurchaseOrderLine]) -> dict[str, str]:
    """Where an order stands, as an event tells it."""
    received = sum((line.received for line in lines), Decimal(0))
    return {"state": str(order.state), "received": plain(received)}


def _arrived(
    order: PurchaseOrder,
    lines: Mapping[UUID, PurchaseOrderLine],
    quantities: Mapping[UUID, Decimal] | None,
) -> dict[UUID, Decimal]:
    """The pieces to take in by item, within what is missing."""
    missing = {variant_id: line.quantity - line.received for variant_id, line in lines.items()}
    if quantities is None:
        return {variant_id: quantity for variant_id, quantity in missing.items() if quantity > 0}
    for variant_id, quantity in quantities.items():
        if variant_id not in missing:
            raise NotOnOrder(number=order.number)
        if quantity <= 0:
            raise InvalidOrder(detail="Receive at least one piece of each line that you name.")
        if quantity > missing[variant_id]:
            raise TooMuchReceived(open=plain(missing[variant_id]))
    if not quantities:
        raise InvalidOrder(detail="Name at least one line that arrived.")
    return dict(quantities)


def _locked_order(actor: Actor, order_id: UUID) -> PurchaseOrder:
    return locked_one(PurchaseOrder.objects.of(actor).filter(pk=order_id), what="purchase order")


def _refuse_closed(order: PurchaseOrder) -> None:
    if order.state not in OPEN:
        raise OrderClosed(number=order.number, state=order.state)


def _next_number(actor: Actor) -> str:
    """The number after the highest; safe only while the company's orders are placed one at a time."""
    [highest] = ask_one(_HIGHEST, {"company": actor.company_id})
    return f"PO-{highest + 1:05d}"


def _found(row: Row | None, what: str) -> Row:
    if row is None:
        raise NotFound(what=what)
    return row
