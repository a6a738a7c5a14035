"""The shop, day after day."""

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.simulator.baskets import Public, Requests
from stockwright.engine.simulator.buyer import Buyer
from stockwright.engine.simulator.deliveries import Pipeline
from stockwright.engine.simulator.records import Records, Sales
from stockwright.engine.simulator.returns import Returns
from stockwright.engine.simulator.shelves import Shelves
from stockwright.engine.simulator.world import World

Ints = NDArray[np.int64]


class Trade:
    """A shop at work: deliveries and returns in the morning, customers, and the buyer in the evening."""

    def __init__(self, world: World, rng: np.random.Generator) -> None:
        spec = world.spec
        self._world, self._rng = world, rng
        self._buyer = Buyer(world.goods, world.share, world.launched, rng, caution=spec.caution)
        self.opening = self._buyer.opening()
        self.records = Records.empty(spec.days, len(self.opening))
        self.pipeline = Pipeline(len(self.opening), spec.days)
        self._shelves = Shelves(self.opening)
        self._public = Public(
            locations=spec.locations, channels=spec.channels, size=200 + spec.items * spec.days // 60
        )
        self._returns = Returns(world.goods.category, spec.locations, spec.days)
        self._pieces_a_line = world.per_cell(world.goods.pieces_a_line)
        self._unrest = world.per_cell(np.maximum(world.demand.erratic, 0.01))

    def run(self) -> None:
        """Trade from the first day to the last."""
        for day in range(self._world.spec.days):
            self._take_in(day)
            stocked = self._shelves.stock > 0
            asked = self._wishes(day)
            given = self._shelves.serve(asked)
            self._returns.expect(self._write(day, asked, given), day, self._rng)
            self._buyer.observe(self.records.sold[day], day, stocked)
            self._order(day)

    def _take_in(self, day: int) -> None:
        come, back = self.pipeline.arrive(day), self._returns.due(day, self._rng)
        self._shelves.open_day()
        self._shelves.put(come.cell, come.pieces, come.second)
        self._shelves.put(back.cell, -back.pieces, back.second)
        self.records.add_receipts(day, come)
        self.records.sales.append(back)

    def _wishes(self, day: int) -> Requests:
        pieces = (self._world.demand.mean[day][:, None] * self._world.share).ravel()
        today = self._rng.gamma(1.0 / self._unrest, self._unrest)
        return self._public.visit(pieces * today / self._pieces_a_line, self._pieces_a_line, self._rng)

    def _write(self, day: int, asked: Requests, given: Ints) -> Sales:
        """Note the truth of the day and its sales; give back the lines that were sold."""
        cells = len(self.opening)
        self.records.demand[day] = np.bincount(asked.cell, asked.pieces, cells)
        self.records.sold[day] = np.bincount(asked.cell, given, cells)
        self.records.minutes[day] = self._shelves.minutes()
        item = asked.cell // self._world.spec.locations
        paid = self._world.goods.price[item] * (1.0 - self._world.promotions.discount[day, item])
        return self.records.add_sales(day, asked, given, np.round(paid, 2))

    def _order(self, day: int) -> None:
        cell, pieces = self._buyer.decide(day, self._shelves.stock + self.pipeline.on_order)
        if not len(cell):
            return
        supplier, lead, location = self._buyer.place_of(cell)
        self.pipeline.place(
            cell,
            pieces,
            group=supplier * self._world.spec.locations + location,
            supplier=supplier,
            lead_days=lead,
            day=day,
            suppliers=self._world.goods.suppliers,
            rng=self._rng,
        )
