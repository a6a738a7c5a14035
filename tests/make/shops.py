"""A whole shop with a plan: simulated sales and stock, a forecast and the morning's lists."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import polars as pl
from tests.make.goods import rows_of
from tests.make.people import owner

from stockwright.channels.connectors.simulator.connector import bring_shop_in
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.inventory.actions.statements import state_stock
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.replenishment.actions.plans import run_plan


def stocked_shop(*, items: int = 30, days: int = 70, locations: int = 1) -> Actor:
    """The owner of a company with sales up to yesterday and stock, not yet forecast."""
    actor = owner("Fjord & Field")
    end_on = clock.today("UTC") - timedelta(days=1)
    bring_shop_in(actor, shop=simulate(ShopSpec(end_on=end_on, items=items, days=days, locations=locations)))
    return actor


def planned_shop(*, items: int = 30, days: int = 70, locations: int = 1) -> Actor:
    """The owner of a company whose morning page is ready, and says to order what sells best whatever day it is."""
    actor = stocked_shop(items=items, days=days, locations=locations)
    sell_out(actor)
    today = clock.today("UTC")
    run_forecast(actor, today=today)
    run_plan(actor, today=today)
    return actor


def sell_out(actor: Actor, items: int = 3) -> None:
    """Say that of what sells best nothing was left last night."""
    best = rows_of(
        actor,
        """
        select v.sku, p.name from sales_dailysales d
        join catalog_variant v on v.id = d.variant_id join inventory_location p on p.id = d.location_id
        group by 1, 2 order by sum(d.ordered) desc, 1
        """,
    )[:items]
    at = datetime.combine(clock.today("UTC"), time(), UTC) - timedelta(minutes=1)
    stock = {
        "sku": [str(sku) for sku, _ in best],
        "location": [str(place) for _, place in best],
        "on_hand": [Decimal(0)] * len(best),
        "at": [at] * len(best),
    }
    state_stock(actor, stock=pl.DataFrame(stock), batch_id=new_id())
