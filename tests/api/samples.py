"""For every id in a path how to make a row that has it, and for every write a body that is accepted.

The generated tests fail for a route that these tables do not know.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import polars as pl
from tests.make.people import PASSWORD, colleague

from stockwright.accounts.actions.tokens import make_token
from stockwright.accounts.queries import members_of
from stockwright.catalog.actions.items import create_item
from stockwright.catalog.queries import variant_ids
from stockwright.inventory.actions.locations import add_location
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.statements import state_stock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.purchasing.actions.orders import place_order
from stockwright.replenishment.models import Advice, PlanRun

Make = Callable[[Actor], object]


def member(actor: Actor) -> UUID:
    """The id of a colleague's membership."""
    person = colleague(actor, "viewer")
    with scope(actor.company_id):
        return next(one.id for one in members_of(actor) if one.email == person.label)


def token(actor: Actor) -> UUID:
    """The id of a token."""
    return make_token(actor, name="Web shop", role="viewer")[0].pk


def product(actor: Actor) -> UUID:
    """The id of a product."""
    return create_item(actor, sku=f"TEA-{uuid4().hex}", name="Green tea", cost=Decimal("2.50")).pk


def location(actor: Actor) -> UUID:
    """The id of a place."""
    return add_location(actor, name=f"Warehouse {uuid4().hex[:8]}").pk


def order(actor: Actor) -> UUID:
    """The id of a purchase order for three pieces."""
    placed = place_order(
        actor,
        variant_id=product(actor),
        location_id=location(actor),
        quantity=Decimal(3),
        placed_on=date(2026, 1, 5),
        expected_on=date(2026, 1, 19),
        source=f"test:{uuid4()}",
    )
    return placed.pk


def reservation(actor: Actor) -> UUID:
    """The id of a reservation of one piece."""
    return reserve_stock(
        actor,
        lines=[Wish(stocked(actor), Decimal(1))],
        source=f"test:{uuid4()}",
        now=datetime(2026, 1, 5, 12, tzinfo=UTC),
    ).reservation_id


def stocked(actor: Actor) -> UUID:
    """The id of a product of which ten pieces are there."""
    sku = f"TEA-{uuid4().hex}"
    at = datetime(2026, 1, 5, tzinfo=UTC)
    stock = pl.DataFrame({"sku": [sku], "location": ["Main"], "on_hand": [Decimal(10)], "at": [at]})
    state_stock(actor, stock=stock, batch_id=uuid4())
    with scope(actor.company_id):
        return variant_ids(actor, [sku])[sku]


def advice(actor: Actor, *, priority: float = 1.0, run: PlanRun | None = None) -> UUID:
    """The id of a line of a finished plan, which orders seven pieces today."""
    variant_id, location_id = product(actor), location(actor)
    with scope(actor.company_id):
        run = run or PlanRun.objects.create(
            company_id=actor.company_id,
            planned_on=date(2026, 1, 5),
            forecast_run_id=uuid4(),
            state="done",
            finished_at=datetime(2026, 1, 5, 7, tzinfo=UTC),
        )
        line = Advice.objects.create(
            company_id=actor.company_id,
            run=run,
            variant_id=variant_id,
            location_id=location_id,
            action_list="order_today",
            shown_in="order_today",
            sku="TEA-001",
            name="Green tea",
            location_name="Warehouse",
            recommended_quantity=Decimal(7),
            order_value=Decimal("17.50"),
            money_at_stake=Decimal("99.90"),
            priority=priority,
            confidence=0.8,
            terms={"lead_days": 14},
        )
    return line.pk


def wish(actor: Actor) -> dict[str, object]:
    """A basket of one product."""
    return {"source": f"test:{uuid4()}", "lines": [{"variant_id": stocked(actor), "quantity": "2"}]}


IDS: dict[str, Make] = {
    "advice_id": advice,
    "member_id": member,
    "order_id": order,
    "reservation_id": reservation,
    "token_id": token,
    "variant_id": product,
}
"""What an id in a path names."""

BODIES: dict[str, Make] = {
    "PATCH /company": lambda _: {"name": "New name"},
    "POST /members": lambda _: {
        "email": f"{uuid4().hex}@example.com",
        "password": PASSWORD,
        "role": "viewer",
    },
    "PATCH /members/{member_id}": lambda _: {"role": "buyer"},
    "POST /tokens": lambda _: {"name": "Till", "role": "viewer"},
    "POST /products": lambda _: {"sku": "TEA-001", "name": "Green tea", "price": "4.90"},
    "PATCH /products/{variant_id}": lambda _: {"price": "5.10"},
    "POST /locations": lambda _: {"name": "Warehouse north"},
    "POST /inventory/levels": lambda _: {
        "items": [{"sku": "TEA-001", "on_hand": "12", "at": "2026-01-05T10:00:00Z"}]
    },
    "POST /inventory/availability": lambda actor: {"variant_ids": [product(actor)]},
    "POST /inventory/reservations": wish,
    "POST /inventory/reserve": wish,
    "POST /inventory/reservations/{reservation_id}/commit": lambda _: {},
    "POST /inventory/reservations/{reservation_id}/release": lambda _: {},
    "POST /inventory/reservations/{reservation_id}/extend": lambda _: {"hold_minutes": 30},
    "POST /inventory/commit": lambda actor: {"reservation_id": reservation(actor)},
    "POST /inventory/release": lambda actor: {"reservation_id": reservation(actor)},
    "POST /sales": lambda _: {
        "lines": [{"sku": "TEA-001", "quantity": 2, "price": "4.90", "at": "2026-01-05T10:00:00Z"}]
    },
    "POST /purchase-orders": lambda actor: {
        "variant_id": product(actor),
        "location_id": location(actor),
        "quantity": "3",
    },
    "POST /purchase-orders/{order_id}/receive": lambda _: {},
    "POST /advice/{advice_id}/order": lambda _: {"quantity": "5"},
    "POST /advice/{advice_id}/flag": lambda _: {"note": "Look at the price."},
}
"""What is accepted as the body of a write."""

WITHOUT_BODY = {
    "DELETE /advice/{advice_id}/flag",
    "DELETE /advice/{advice_id}/order",
    "DELETE /products/{variant_id}",
    "DELETE /tokens/{token_id}",
    "POST /products/{variant_id}/restore",
    "POST /purchase-orders/{order_id}/cancel",
}

QUERY_IDS: dict[str, Make] = {"location_id": location, "store_id": location, "variant_id": product}
"""What an id in a query names."""

NEEDS_QUERY: dict[str, dict[str, Make]] = {
    "GET /inventory/availability": {"variant_id": product},
    "GET /inventory/as-of": {"moment": lambda _: "2026-01-05T10:00:00Z"},
}
"""Queries that an operation cannot do without."""

BODY_IDS: dict[str, dict[str, Make]] = {
    "POST /inventory/availability": {"store_id": location},
    "POST /inventory/commit": {"reservation_id": reservation},
    "POST /inventory/release": {"reservation_id": reservation},
    "POST /purchase-orders": {"variant_id": product, "location_id": location, "supplier_id": lambda _: uuid4()},
}
"""The ids inside a body, each of which has to be of the own company."""
