"""What happens to promises of stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class HeldLine:
    """An item at a place, and the pieces this event is about."""

    variant_id: UUID
    location_id: UUID
    quantity: Decimal


@dataclass(frozen=True)
class ReservationEvent(Happening):
    """Base of what happens to one reservation."""

    reservation_id: UUID
    source: str
    channel: str
    lines: Sequence[HeldLine]

    @property
    def subject(self) -> str:
        """The reservation."""
        return f"reservation:{self.reservation_id}"


@dataclass(frozen=True)
class StockReserved(ReservationEvent):
    """Stock was promised."""

    name: ClassVar[str] = "inventory.reserved"
    expires_at: datetime | None


@dataclass(frozen=True)
class ReservationReleased(ReservationEvent):
    """Promised stock became free again; `reason` is `expired` where its time ran out."""

    name: ClassVar[str] = "inventory.released"
    reason: str


@dataclass(frozen=True)
class ReservationCommitted(ReservationEvent):
    """Promised stock went out."""

    name: ClassVar[str] = "inventory.committed"


@dataclass(frozen=True)
class ReservationExtended(ReservationEvent):
    """A promise holds for longer."""

    name: ClassVar[str] = "inventory.extended"
    expires_at: datetime | None


@dataclass(frozen=True)
class ChannelRuleSet(Happening):
    """What a channel may sell was changed."""

    name: ClassVar[str] = "channel_rule.changed"
    channel: str
    variant_id: UUID | None
    before: dict[str, str]
    after: dict[str, str]
