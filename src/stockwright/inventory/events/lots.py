"""What happens to lots."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class LotEvent(Happening):
    """Base of what happens to one lot."""

    lot_id: UUID
    code: str

    @property
    def subject(self) -> str:
        """The lot."""
        return f"lot:{self.lot_id}"


@dataclass(frozen=True)
class LotAdded(LotEvent):
    """A lot became known."""

    name: ClassVar[str] = "inventory.lot_added"
    variant_id: UUID
    expires_on: str | None


@dataclass(frozen=True)
class LotChanged(LotEvent):
    """A lot was corrected, blocked or let go."""

    name: ClassVar[str] = "inventory.lot_changed"
    before: dict[str, str | None]
    after: dict[str, str | None]


@dataclass(frozen=True)
class LotAssigned(LotEvent):
    """Pieces at a place were put into a lot; below zero they were taken out of it into none."""

    name: ClassVar[str] = "inventory.lot_assigned"
    location_id: UUID
    quantity: Decimal
