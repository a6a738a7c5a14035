"""Goods that customers bring back."""

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.simulator import words
from stockwright.engine.simulator.records import Sales

Ints = NDArray[np.int64]

# By channel: bought unseen comes back more often.
_UNSEEN = np.array([0.4, 1.3, 1.5, 0.3])
_FROM, _WITHIN = 6 * 3600 + 1800, 1800
_FIRST, _LAST = 3, 22


class Returns:
    """The returns to come, by the day on which they will be booked."""

    def __init__(self, category: Ints, locations: int, days: int) -> None:
        share = np.array([shelf.returned for shelf in words.CATEGORIES])
        self._share = np.repeat(share[category], locations)
        self._due: list[list[Sales]] = [[] for _ in range(days + _LAST + 1)]

    def expect(self, sold: Sales, day: int, rng: np.random.Generator) -> None:
        """Choose which of today's lines come back, in whole or by one piece, and when."""
        chosen = rng.random(len(sold.cell)) < self._share[sold.cell] * _UNSEEN[sold.channel]
        lines = sold.chosen(chosen)
        whole = rng.random(len(lines.cell)) < 0.7
        back = lines._replace(pieces=np.where(whole, -lines.pieces, -1).astype(np.int32))
        after = rng.integers(_FIRST, _LAST + 1, len(back.cell))
        for days in np.unique(after):
            self._due[day + days].append(back.chosen(after == days))

    def due(self, day: int, rng: np.random.Generator) -> Sales:
        """The lines that are brought back today, before trade begins."""
        parts = self._due[day]
        if not parts:
            return Sales.none()
        lines = Sales(*(np.concatenate(column) for column in zip(*parts, strict=True)))
        second = (_FROM + rng.integers(0, _WITHIN, len(lines.cell))).astype(np.int32)
        return lines._replace(day=np.full(len(second), day, dtype=np.int32), second=second)
