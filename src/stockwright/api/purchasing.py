"""Purchase orders: placed, received, cancelled."""

from datetime import date, timedelta
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import AwareDatetime, Field

from stockwright.accounts.queries import company_of
from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Amount, In, Money, Out, PageIn, PageOut, Pieces, Quantity
from stockwright.catalog.queries import item_of
from stockwright.insights.queries.orders import OrderView, order_view, orders_page
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.ids import new_id
from stockwright.kit.paging import Page
from stockwright.purchasing.actions.arrivals import ArrivedAs, ArrivedLot
from stockwright.purchasing.actions.orders import cancel_order, place_order, receive_order
from stockwright.purchasing.rules import InvalidOrder, OrderState

router = Router(tags=["Purchase orders"])


class OrderLineOut(Out):
    """Pieces of one product in an order."""

    variant_id: UUID
    sku: str
    quantity: Quantity
    received: Quantity
    unit_cost: Money | None


class OrderOut(Out):
    """An order to a supplier for one place."""

    id: UUID
    number: str
    state: OrderState
    supplier: str | None
    location_id: UUID
    location: str
    placed_on: date
    expected_on: date
    lines: list[OrderLineOut]


class OrderFilter(PageIn):
    """Which orders."""

    state: OrderState | None = None
    variant_id: UUID | None = Field(None, description="Orders that hold this product.")


class OrderIn(In):
    """Pieces of one product for one place."""

    variant_id: UUID
    location_id: UUID
    quantity: Pieces
    supplier_id: UUID | None = Field(None, description="Left out: the product's own.")
    unit_cost: Amount | None = Field(None, description="Left out: the product's own.")
    placed_on: date | None = Field(None, description="Left out: today.")
    expected_on: date | None = Field(None, description="Left out: after the product's lead time.")
    reference: str | None = Field(
        None, min_length=1, max_length=100, description="Your own reference: one order is placed for each."
    )


class ArrivedLotIn(In):
    """Pieces that arrived in one lot."""

    code: str = Field(min_length=1, max_length=100)
    quantity: Pieces
    expires_on: date | None = Field(None, description="The last day on which they may be sold.")


class ArrivedIn(In):
    """Pieces of a product that arrived."""

    variant_id: UUID
    quantity: Pieces
    lots: list[ArrivedLotIn] = Field([], max_length=500, description="What is in no lot stays in none.")
    tags: list[str] = Field([], max_length=5000, description="The codes of a product followed by piece.")


class ReceiptIn(In):
    """What arrived, and when."""

    lines: list[ArrivedIn] | None = Field(None, max_length=1000, description="Left out: all that is missing.")
    at: AwareDatetime | None = Field(None, description="Left out: now.")


@router.get("/purchase-orders", response=PageOut[OrderOut])
@needs("purchasing.read")
def list_orders(request: ApiRequest, wanted: Query[OrderFilter]) -> Page[OrderView]:
    """Orders with their lines, the newest first."""
    return orders_page(
        request.auth,
        state=wanted.state,
        variant_id=wanted.variant_id,
        cursor=wanted.cursor,
        limit=wanted.limit,
    )


@router.post("/purchase-orders", response={201: OrderOut})
@needs("purchasing.write")
def post_order(request: ApiRequest, body: OrderIn) -> Status[OrderView]:
    """Place an order; its pieces count as on their way from now on. Fails with `not_found`.

    A second request with the same reference answers the order already placed.
    """
    actor = request.auth
    placed_on = body.placed_on or company_day(actor)
    order = place_order(
        actor,
        variant_id=body.variant_id,
        location_id=body.location_id,
        quantity=body.quantity,
        placed_on=placed_on,
        expected_on=body.expected_on or placed_on + _lead_time(actor, body.variant_id),
        source=f"api:{body.reference or new_id()}",
        supplier_id=body.supplier_id,
        unit_cost=body.unit_cost,
    )
    return Status(201, order_view(actor, order.pk))


@router.get("/purchase-orders/{order_id}", response=OrderOut)
@needs("purchasing.read")
def get_order(request: ApiRequest, order_id: UUID) -> OrderView:
    """One order with its lines. Fails with `not_found`."""
    return order_view(request.auth, order_id)


@router.post("/purchase-orders/{order_id}/receive", response=OrderOut)
@needs("purchasing.write")
def post_receipt(request: ApiRequest, order_id: UUID, body: ReceiptIn) -> OrderView:
    """Take in what arrived; the order closes when nothing is missing.

    Fails with `too_much_received`, `not_on_order`, `order_closed`, `tags_needed` or `not_found`. Send an
    Idempotency-Key: the same receipt told twice without one is two receipts.
    """
    if body.lines is not None and len({line.variant_id for line in body.lines}) < len(body.lines):
        raise InvalidOrder(detail="Name each item once; several lots of it go into its `lots`.")
    arrived = None if body.lines is None else {line.variant_id: line.quantity for line in body.lines}
    details = {line.variant_id: _arrived_as(line) for line in body.lines or () if line.lots or line.tags}
    receive_order(request.auth, order_id=order_id, at=body.at or now(), quantities=arrived, details=details)
    return order_view(request.auth, order_id)


@router.post("/purchase-orders/{order_id}/cancel", response=OrderOut)
@needs("purchasing.write")
def post_cancellation(request: ApiRequest, order_id: UUID) -> OrderView:
    """Close an order whose missing goods will not come. Fails with `order_closed` or `not_found`."""
    cancel_order(request.auth, order_id=order_id)
    return order_view(request.auth, order_id)


def _arrived_as(line: ArrivedIn) -> ArrivedAs:
    lots = [ArrivedLot(lot.code, lot.quantity, lot.expires_on) for lot in line.lots]
    return ArrivedAs(lots=lots, tags=line.tags)


def _lead_time(actor: Actor, variant_id: UUID) -> timedelta:
    item = item_of(actor, variant_id)
    known = (item.lead_days, item.supplier_lead_days, company_of(actor).lead_days)
    return timedelta(days=next(days for days in known if days is not None))
