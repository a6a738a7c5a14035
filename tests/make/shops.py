"""A whole shop with a plan: simulated sales and stock, a forecast and the morning's lists."""

from datetime import timedelta

from tests.make.people import owner

from stockwright.channels.connectors.simulator.connector import bring_shop_in
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.replenishment.actions.plans import run_plan


def stocked_shop(*, items: int = 30, days: int = 70, locations: int = 1) -> Actor:
    """The owner of a company with sales up to yesterday and stock, not yet forecast."""
    actor = owner("Fjord & Field")
    end_on = clock.today("UTC") - timedelta(days=1)
    bring_shop_in(actor, shop=simulate(ShopSpec(end_on=end_on, items=items, days=days, locations=locations)))
    return actor


def planned_shop(*, items: int = 30, days: int = 70, locations: int = 1) -> Actor:
    """The owner of a company whose morning page is ready."""
    actor = stocked_shop(items=items, days=days, locations=locations)
    today = clock.today("UTC")
    run_forecast(actor, today=today)
    run_plan(actor, today=today)
    return actor
