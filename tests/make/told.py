"""What people tell the forecast: events, promotions, prices, overrides."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from tests.make.goods import item

from stockwright.forecasting.actions.calendar import add_event
from stockwright.forecasting.actions.overrides import make_override
from stockwright.forecasting.actions.prices import plan_prices
from stockwright.forecasting.actions.promotions import plan_promotions
from stockwright.forecasting.models import CalendarEvent, Override, PlannedPrice, Promotion
from stockwright.forecasting.rules.calendar import EventTold
from stockwright.forecasting.rules.overrides import OverrideTold, Way
from stockwright.forecasting.rules.prices import PriceTold
from stockwright.forecasting.rules.promotions import PromotionTold
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now

FAIR = EventTold("Spring fair", "fair", date(2026, 3, 10), date(2026, 3, 12))


def source() -> str:
    """A cause of its own."""
    return f"test:{uuid4()}"


def event(actor: Actor, told: EventTold = FAIR) -> CalendarEvent:
    """An event of the calendar."""
    return add_event(actor, told=told, now=now(), source=source())


def promotion(
    actor: Actor,
    *variant_ids: UUID,
    starts_on: date = date(2026, 3, 5),
    days: int = 7,
    discount: str = "0.2",
    name: str = "Spring sale",
) -> Promotion:
    """A promotion of these items, or of a fresh one."""
    told = PromotionTold(
        name=name,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days - 1),
        discount=Decimal(discount),
        variant_ids=variant_ids or (item(actor, f"SKU-{uuid4().hex[:8]}"),),
    )
    return plan_promotions(actor, told=[told], now=now(), source=source())[0]


def price(actor: Actor, variant_id: UUID, *, from_on: date, today: date, amount: str = "8.50") -> PlannedPrice:
    """A planned price of an item."""
    told = [PriceTold(variant_id, Decimal(amount), from_on)]
    return plan_prices(actor, told=told, now=now(), today=today, source=source())[0]


def override(
    actor: Actor,
    variant_id: UUID,
    *,
    way: Way = Way.FIXED,
    amount: str = "20",
    starts_on: date = date(2026, 3, 2),
    expires_on: date = date(2026, 3, 8),
    location_id: UUID | None = None,
    today: date = date(2026, 3, 2),
) -> Override:
    """An override of an item's forecast."""
    told = OverrideTold(variant_id, location_id, way, Decimal(amount), starts_on, expires_on, "A big order comes.")
    return make_override(actor, told=told, now=now(), today=today, source=source())
