"""A shop with known truth, made from a seed."""

import numpy as np

from stockwright.engine.simulator import catalog, frames
from stockwright.engine.simulator.shop import Shop
from stockwright.engine.simulator.spec import ShopSpec
from stockwright.engine.simulator.trade import Trade
from stockwright.engine.simulator.world import create


def simulate(spec: ShopSpec) -> Shop:
    """Make a shop and trade in it; the same spec always gives the same shop.

    What is sold is the smaller of what is wanted and what is there, customer by customer; what lies there
    follows from the orders of an imperfect buyer and from suppliers who keep their word by and large.
    """
    rng = np.random.default_rng(spec.seed)
    world = create(spec, rng)
    trade = Trade(world, rng)
    trade.run()
    calendar = frames.Calendar(spec)
    orders = trade.pipeline.orders()
    return Shop(
        spec=spec,
        suppliers=catalog.suppliers_frame(world.goods.suppliers),
        products=catalog.products_frame(world.goods, calendar.dates(world.launched)),
        locations=frames.locations(spec),
        opening=frames.opening(calendar, world.goods, trade.opening),
        sales=frames.sales(calendar, world.goods, trade.records),
        receipts=frames.receipts(calendar, world.goods, trade.records, orders),
        purchase_orders=frames.purchase_orders(calendar, world.goods, trade.records, orders),
        promotions=world.promotions.frame,
        truth=frames.truth(calendar, world, trade.records),
    )
