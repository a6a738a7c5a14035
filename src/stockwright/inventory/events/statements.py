"""What happens to statements of stock."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


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
