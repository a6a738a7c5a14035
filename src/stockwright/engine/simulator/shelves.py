"""What lies in the shop, second by second."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.simulator.baskets import Requests

Ints = NDArray[np.int64]
Column = NDArray[Any]

_DAY = 86_400


class Shelves:
    """The stock of every cell through one day after another; deliveries come first, then customers."""

    def __init__(self, opening: Ints) -> None:
        self.stock = opening.copy()
        self.open_day()

    def open_day(self) -> None:
        """Midnight: what has stock is in stock from now on."""
        self._since = np.where(self.stock > 0, 0, _DAY)
        self._until = np.where(self.stock > 0, _DAY, 0)

    def put(self, cell: Column, pieces: Column, second: Column) -> None:
        """Add pieces (delivered or returned) at a second before trade begins."""
        np.add.at(self.stock, cell, pieces)
        np.minimum.at(self._since, cell, second)
        self._until[cell] = _DAY

    def serve(self, asked: Requests) -> Ints:
        """Give each request, first come first served, what is left of what it asks for."""
        order = np.lexsort((asked.second, asked.cell))
        cell, pieces = asked.cell[order], asked.pieces[order]
        begins = np.flatnonzero(np.diff(cell, prepend=-1))
        running = np.cumsum(pieces)
        before = np.repeat(running[begins] - pieces[begins], np.diff(begins, append=len(cell)))
        left = self.stock[cell] - (running - pieces - before)
        given = np.clip(left, 0, pieces)
        np.subtract.at(self.stock, cell, given)
        last = (given > 0) & (left <= pieces)
        self._until[cell[last]] = asked.second[order[last]]
        answer = np.empty_like(given)
        answer[order] = given
        return answer

    def minutes(self) -> Ints:
        """Whole minutes of the day on which each cell had stock."""
        return np.asarray(np.maximum(self._until - self._since, 0) // 60)
