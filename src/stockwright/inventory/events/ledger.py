"""What happens to the ledger and its totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class StockMoved(Happening):
    """Movements were posted to the ledger."""

    name: ClassVar[str] = "stock.moved"
    movements: int


@dataclass(frozen=True)
class StockChanged(Happening):
    """The stock of an item at a place is another one now: by how much, and what it is."""

    name: ClassVar[str] = "inventory.stock_changed"
    variant_id: UUID
    location_id: UUID
    kinds: Sequence[str]
    quantity: Decimal
    promised: Decimal
    on_hand: Decimal
    reserved: Decimal
    inbound: Decimal
    outbound: Decimal
    available: Decimal
    version: int

    @property
    def subject(self) -> str:
        """The level."""
        return f"stock:{self.variant_id}:{self.location_id}"

    @property
    def sequence(self) -> int:
        """The level counts its own changes."""
        return self.version


@dataclass(frozen=True)
class PostingReversed(Happening):
    """What a posting did was taken back by another one."""

    name: ClassVar[str] = "inventory.undone"
    posting_id: UUID
    reversed_by: UUID
    reason: str
    movements: int


@dataclass(frozen=True)
class LevelsRebuilt(Happening):
    """Levels that differed from the ledger were set to it."""

    name: ClassVar[str] = "levels.rebuilt"
    corrected: int


@dataclass(frozen=True)
class LayersRebuilt(Happening):
    """Layers that did not follow from the ledger were made anew; some items were revalued to fit."""

    name: ClassVar[str] = "layers.rebuilt"
    corrected: int
    revalued: int


@dataclass(frozen=True)
class PromisesSettled(Happening):
    """Reserved stock that no reservation held, or too little of it, was set right."""

    name: ClassVar[str] = "promises.settled"
    corrected: int


@dataclass(frozen=True)
class SnapshotsTaken(Happening):
    """Days were added to the history of stock."""

    name: ClassVar[str] = "snapshots.taken"
    up_to: date
    days: int
