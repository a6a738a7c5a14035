"""Purchase orders on their way: when they were placed and when their goods really come."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.simulator.catalog import Suppliers

Ints = NDArray[np.int64]

_FROM, _WITHIN = 6 * 3600, 1800


class Orders(NamedTuple):
    """Order lines: `number` of the order, cell, pieces, day placed, day promised."""

    number: Ints
    cell: Ints
    pieces: Ints
    placed: Ints
    promised: Ints


class Arrivals(NamedTuple):
    """Goods that come on a day: the index of their order line, cell, pieces, second of the day."""

    line: Ints
    cell: Ints
    pieces: Ints
    second: Ints


class Pipeline:
    """All purchase orders of the shop, from placing to arrival."""

    def __init__(self, cells: int, days: int) -> None:
        self.on_order = np.zeros(cells, dtype=np.int64)
        self._placed: list[Orders] = []
        self._due: list[list[Arrivals]] = [[] for _ in range(days)]
        self._lines = self._orders = 0

    def place(
        self,
        cell: Ints,
        pieces: Ints,
        *,
        group: Ints,
        supplier: Ints,
        lead_days: Ints,
        day: int,
        suppliers: Suppliers,
        rng: np.random.Generator,
    ) -> None:
        """Order `pieces` for each cell today; lines of the same `group` become one order and one shipment.

        A shipment takes as long as its supplier's gamma law says; some lines come in two parts.
        """
        groups, first, member = np.unique(group, return_index=True, return_inverse=True)
        takes = _journey(supplier[first], suppliers, rng)[member]
        second = _FROM + rng.integers(0, _WITHIN, len(groups))[member]
        line = self._lines + np.arange(len(cell))
        number = self._orders + member
        self._placed.append(Orders(number, cell, pieces, np.full(len(cell), day), day + lead_days))
        self._lines, self._orders = self._lines + len(cell), self._orders + len(groups)
        self.on_order[cell] += pieces
        now = _first_part(pieces, suppliers.partial_share[supplier], rng)
        later = takes + rng.integers(4, 21, len(cell))
        self._schedule(Arrivals(line, cell, now, second), day + takes)
        self._schedule(Arrivals(line, cell, pieces - now, second), day + later)

    def arrive(self, day: int) -> Arrivals:
        """Take in what comes today."""
        parts = self._due[day]
        if not parts:
            return Arrivals(*(np.zeros(0, dtype=np.int64) for _ in Arrivals._fields))
        come = Arrivals(*(np.concatenate(column) for column in zip(*parts, strict=True)))
        np.subtract.at(self.on_order, come.cell, come.pieces)
        return come

    def orders(self) -> Orders:
        """All order lines that were ever placed; the index of a line is its place here."""
        if not self._placed:
            return Orders(*(np.zeros(0, dtype=np.int64) for _ in Orders._fields))
        return Orders(*(np.concatenate(column) for column in zip(*self._placed, strict=True)))

    def _schedule(self, goods: Arrivals, day: Ints) -> None:
        real = goods.pieces > 0
        for due in np.unique(day[real]):
            if due < len(self._due):
                chosen = real & (day == due)
                self._due[due].append(Arrivals(*(column[chosen] for column in goods)))


def _journey(supplier: Ints, suppliers: Suppliers, rng: np.random.Generator) -> Ints:
    mean, deviation = suppliers.lead_mean[supplier], suppliers.lead_deviation[supplier]
    scale = deviation**2 / mean
    return np.maximum(np.rint(rng.gamma(mean / scale, scale)), 1).astype(np.int64)


def _first_part(pieces: Ints, partial_share: NDArray[np.float64], rng: np.random.Generator) -> Ints:
    parted = (rng.random(len(pieces)) < partial_share) & (pieces > 1)
    some = np.maximum((pieces * rng.uniform(0.4, 0.85, len(pieces))).astype(np.int64), 1)
    return np.where(parted, some, pieces)
