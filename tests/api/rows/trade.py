"""Products, places, orders and the advice to order."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import polars as pl

from stockwright.catalog.actions.items import create_item
from stockwright.catalog.queries import variant_ids
from stockwright.forecasting.models import ForecastRun, ModelVersion
from stockwright.forecasting.rules.runs import ENGINE
from stockwright.inventory.actions.landed import add_landed_cost
from stockwright.inventory.actions.locations import add_location
from stockwright.inventory.actions.statements import state_stock
from stockwright.inventory.models import Movement
from stockwright.inventory.rules.landed import CostKind, Division
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.purchasing.actions.orders import place_order, receive_order
from stockwright.replenishment.models import Advice, PlanRun


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


def received(actor: Actor) -> UUID:
    """The posting of three pieces that were received at a cost."""
    receive_order(actor, order_id=order(actor), at=datetime(2026, 1, 6, tzinfo=UTC))
    with scope(actor.company_id):
        newest = Movement.objects.of(actor).filter(kind="receipt").latest("pk")
    assert newest.posting_id
    return newest.posting_id


def landed(actor: Actor) -> UUID:
    """The id of a cost that was divided over them."""
    return add_landed_cost(
        actor,
        posting_ids=[received(actor)],
        kind=CostKind.FREIGHT,
        amount=Decimal(6),
        divided_by=Division.QUANTITY,
        now=datetime(2026, 1, 7, tzinfo=UTC),
        source=f"test:{uuid4()}",
    ).pk


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


def model_version(actor: Actor) -> UUID:
    """The id of an earlier version of what the forecast learnt."""
    with scope(actor.company_id):
        newest = ModelVersion.objects.of(actor).order_by("-number").first()
        made = ModelVersion.objects.create(
            company_id=actor.company_id,
            number=1 if newest is None else newest.number + 1,
            why="weekly",
            as_of=date(2026, 1, 5),
            series=3,
            selling_days=90,
            engine=ENGINE,
            settings={},
            fingerprint="0123456789abcdef",
            skill={"smooth": {"weights": {"smoothing": 1.0}, "losses": {}}},
            accuracy={"wape": 0.4, "bias": -0.01},
            seconds=1.5,
            digest="0" * 64,
            content=b"learnt",
        )
    return made.pk


def forecast_run(actor: Actor) -> UUID:
    """The id of a forecast run that ended well."""
    with scope(actor.company_id):
        run = ForecastRun.objects.create(
            company_id=actor.company_id,
            as_of=date(2026, 1, 5),
            engine=ENGINE,
            state="done",
            finished_at=datetime(2026, 1, 6, 7, tzinfo=UTC),
        )
    return run.pk
