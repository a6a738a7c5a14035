"""Everything about a shop that is settled before its first customer comes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.simulator import catalog, demand, promotions
from stockwright.engine.simulator.spec import ShopSpec

_WEIGHTS = np.array([3.0, 1.6, 1.0])


class World(NamedTuple):
    """`share`: how an item's demand divides over the locations, items x locations."""

    spec: ShopSpec
    goods: catalog.Catalog
    promotions: promotions.Promotions
    demand: demand.Demand
    share: NDArray[np.float64]

    @property
    def launched(self) -> NDArray[np.int64]:
        """The first day of each item."""
        return self.demand.launched

    def per_cell(self, of_item: NDArray[np.float64]) -> NDArray[np.float64]:
        """Repeat a number of the item for each of its locations."""
        return np.repeat(of_item, self.spec.locations)


def create(spec: ShopSpec, rng: np.random.Generator) -> World:
    """Settle goods, promotions, demand and where it comes from."""
    goods = catalog.stock_up(spec, rng)
    reduced = promotions.announce(spec, goods, rng)
    wanted = demand.foresee(spec, goods, reduced, rng)
    weights = _WEIGHTS[: spec.locations] * rng.lognormal(0.0, 0.5, (spec.items, spec.locations))
    return World(spec, goods, reduced, wanted, weights / weights.sum(axis=1, keepdims=True))
