"""What happens to people's overrides of the forecast."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class OfOverride:
    """What every event of an override tells."""

    override_id: UUID
    variant_id: UUID
    sku: str

    @property
    def subject(self) -> str:
        """The override."""
        return f"forecast-override:{self.override_id}"


@dataclass(frozen=True)
class OverrideMade(OfOverride, Happening):
    """Somebody said otherwise than the forecast."""

    name: ClassVar[str] = "override.made"
    way: str
    amount: Decimal
    starts_on: str
    expires_on: str
    note: str


@dataclass(frozen=True)
class OverrideEnded(OfOverride, Happening):
    """Somebody ended an override before its last day."""

    name: ClassVar[str] = "override.ended"
    ended_on: str
