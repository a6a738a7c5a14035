"""What is written down while the shop trades."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.simulator.baskets import Requests
from stockwright.engine.simulator.deliveries import Arrivals

Ints = NDArray[np.int64]
Column = NDArray[Any]


class Sales(NamedTuple):
    """Sales lines of one day in columns; `pieces` below zero are returns, `customer` -1 is unknown."""

    day: Column
    second: Column
    cell: Column
    channel: Column
    order: Column
    pieces: Column
    price: Column
    customer: Column

    @classmethod
    def none(cls) -> "Sales":
        """No lines at all."""
        ints = np.zeros(0, dtype=np.int32)
        return cls(ints, ints, ints, ints.astype(np.int8), ints.astype(np.int64), ints, ints / 1.0, ints)

    def chosen(self, lines: NDArray[np.bool_]) -> "Sales":
        """Only some of the lines."""
        return Sales(*(column[lines] for column in self))


class Receipts(NamedTuple):
    """Received goods in columns; `line` is the index of the order line."""

    day: Column
    second: Column
    line: Column
    cell: Column
    pieces: Column


@dataclass
class Records:
    """The books of the shop, and its truth: `demand`, `sold` and `minutes` in stock, each days x cells."""

    demand: NDArray[np.int32]
    sold: NDArray[np.int32]
    minutes: NDArray[np.int16]
    sales: list[Sales] = field(default_factory=list)
    receipts: list[Receipts] = field(default_factory=list)
    orders: int = 0

    @classmethod
    def empty(cls, days: int, cells: int) -> "Records":
        """Blank books for so many days and cells."""
        whole = np.zeros((days, cells), dtype=np.int32)
        return cls(whole, whole.copy(), np.zeros((days, cells), dtype=np.int16))

    def add_sales(self, day: int, asked: Requests, given: Ints, paid: NDArray[np.float64]) -> Sales:
        """Write down what was sold on a day; the lines are also given back."""
        lines = Sales(
            np.full(len(given), day, dtype=np.int32),
            asked.second.astype(np.int32),
            asked.cell.astype(np.int32),
            asked.channel.astype(np.int8),
            self.orders + asked.basket,
            given.astype(np.int32),
            paid,
            asked.customer.astype(np.int32),
        ).chosen(given > 0)
        self.orders += int(asked.basket.max(initial=-1)) + 1
        self.sales.append(lines)
        return lines

    def add_receipts(self, day: int, come: Arrivals) -> None:
        """Write down what was delivered on a day."""
        dated = np.full(len(come.line), day)
        columns = (dated, come.second, come.cell, come.pieces)
        day_, second, cell, pieces = (column.astype(np.int32) for column in columns)
        self.receipts.append(Receipts(day_, second, come.line, cell, pieces))
