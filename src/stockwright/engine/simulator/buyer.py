"""A buyer as shops have them: looks at recent sales, rounds up, forgets, and knows no seasons."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.simulator.catalog import Catalog

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MEMORY_DAYS = 28.0
_FORGETS = 0.06
_COVER_DAYS = 14
_FIRST_ORDER_DAYS = 30
_ALIVE = 0.004  # pieces a day; what sells less is not bought again


class Buyer:
    """Orders for every cell what past sales suggest, at the pace of each supplier.

    `caution` is the buyer's own factor for each item: some are always bought too late, some too much.
    """

    def __init__(
        self, catalog: Catalog, share: Floats, launched: Ints, rng: np.random.Generator, *, caution: float
    ) -> None:
        locations = share.shape[1]
        self._item = np.repeat(np.arange(len(catalog.sku)), locations)
        self._location = np.tile(np.arange(locations), len(catalog.sku))
        self._catalog, self._launched = catalog, launched[self._item]
        self._lead = catalog.lead_days[self._item]
        self._supplier = catalog.supplier[self._item]
        self._review = catalog.suppliers.review_days[self._supplier]
        self._caution = rng.lognormal(caution, 0.35, len(catalog.sku))[self._item]
        self._usual = catalog.pieces_a_line[self._item] - 1.0
        guess = rng.lognormal(0.0, 0.3, len(self._item))
        self.estimate = catalog.pieces_a_day[self._item] * share.ravel() * guess
        self._first_day = np.maximum(self._launched - self._lead - 2, 0)
        self._rng = rng

    def opening(self) -> Ints:
        """What lies in the shop on the first day: any phase of the cycle, nothing of later items."""
        phase = self._rng.uniform(0.4, 1.2, len(self._item))
        days = (self._lead + self._review + _COVER_DAYS) * phase
        pieces = np.ceil(self._need(days)).astype(np.int64)
        return np.where(self._launched > 0, 0, pieces)

    def observe(self, sold: Ints, day: int, stocked: NDArray[np.bool_]) -> None:
        """Remember today's sales of what was there to be sold."""
        seen = stocked & (self._launched <= day)
        self.estimate += seen * (sold - self.estimate) / _MEMORY_DAYS

    def decide(self, day: int, position: Ints) -> tuple[Ints, Ints]:
        """Cells to order for today, and how much."""
        looks = (day + self._supplier) % self._review == 0
        known = looks & (self._launched <= day) & (self._rng.random(len(looks)) >= _FORGETS)
        until = self._need(self._lead + self._review)
        missing = self._need(self._lead + self._review + _COVER_DAYS) - position
        due = known & (position <= until) & (self.estimate > _ALIVE)
        debut = (self._launched > 0) & (self._first_day == day)
        wanted: Floats = np.where(debut, self.estimate * _FIRST_ORDER_DAYS, missing)
        cell = np.flatnonzero((due & (wanted >= 0.5)) | debut)
        return cell, self._lot(cell, wanted[cell])

    def place_of(self, cell: Ints) -> tuple[Ints, Ints, Ints]:
        """Supplier, quoted lead time and location of each cell."""
        return self._supplier[cell], self._lead[cell], self._location[cell]

    def _need(self, days: NDArray[Any]) -> Floats:
        """Expected sales of so many days, and enough for one customer more."""
        return np.asarray(self.estimate * self._caution * days + self._usual)

    def _lot(self, cell: Ints, wanted: Floats) -> Ints:
        item = self._item[cell]
        pack = self._catalog.pack[item]
        least = np.maximum(np.maximum(wanted, self._catalog.moq[item]), 1.0)
        return (np.ceil(least / pack) * pack).astype(np.int64)
