"""What happens to the ledger and its totals."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class StockMoved(Happening):
    """Movements were posted to the ledger."""

    name: ClassVar[str] = "stock.moved"
    movements: int


@dataclass(frozen=True)
class LevelsRebuilt(Happening):
    """Levels that differed from the ledger were set to it."""

    name: ClassVar[str] = "levels.rebuilt"
    corrected: int


@dataclass(frozen=True)
class SnapshotsTaken(Happening):
    """Days were added to the history of stock."""

    name: ClassVar[str] = "snapshots.taken"
    up_to: date
    days: int
