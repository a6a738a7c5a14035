"""What happens to stock."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class LocationAdded(Happening):
    """A place that holds stock was added."""

    name: ClassVar[str] = "location.added"
    location_id: UUID
    location_name: str


@dataclass(frozen=True)
class StockMoved(Happening):
    """Movements were posted to the ledger."""

    name: ClassVar[str] = "stock.moved"
    movements: int


@dataclass(frozen=True)
class StockStated(Happening):
    """A file or a count said how much there is."""

    name: ClassVar[str] = "stock.imported"
    batch_id: UUID
    items: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class StockUndone(Happening):
    """What a batch had stated was taken back."""

    name: ClassVar[str] = "stock.undone"
    batch_id: UUID
    items: int


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
