"""What happens to planned prices."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class PricesPlanned(Happening):
    """Prices were set for days to come."""

    name: ClassVar[str] = "price.planned"
    prices: int
    source: str


@dataclass(frozen=True)
class PlannedPriceDropped(Happening):
    """A planned price was taken back before its day."""

    name: ClassVar[str] = "price.cancelled"
    price_id: UUID
    variant_id: UUID
    from_on: str
