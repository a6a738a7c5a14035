"""What happens when items run low and recover."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class AlertEvent(Happening):
    """Base of what happens to one alert; without a place it is about the whole company."""

    alert_id: UUID
    variant_id: UUID
    sku: str
    location_id: UUID | None
    available: Decimal
    threshold: Decimal

    @property
    def subject(self) -> str:
        """The alert."""
        return f"low_stock:{self.alert_id}"


@dataclass(frozen=True)
class LowStock(AlertEvent):
    """An item ran low."""

    name: ClassVar[str] = "inventory.low_stock"


@dataclass(frozen=True)
class LowStockResolved(AlertEvent):
    """It is over: the stock recovered (by the system), or a person said so with a note."""

    name: ClassVar[str] = "inventory.low_stock_resolved"
    resolved_by: str
    note: str


@dataclass(frozen=True)
class AlertAcknowledged(AlertEvent):
    """Somebody has seen it."""

    name: ClassVar[str] = "inventory.low_stock_acknowledged"


@dataclass(frozen=True)
class ThresholdSet(Happening):
    """From which quantity on an item is low at a place was changed."""

    name: ClassVar[str] = "low_stock_threshold.changed"
    variant_id: UUID
    location_id: UUID
    before: dict[str, str | None]
    after: dict[str, str | None]
