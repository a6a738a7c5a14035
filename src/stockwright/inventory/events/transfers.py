"""What happens to goods that go from one place to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class TransferredLine:
    """An item of a transfer, and the pieces this event is about."""

    line_id: UUID
    variant_id: UUID
    quantity: Decimal
    lot_id: UUID | None
    tags: Sequence[str]
    surplus: Decimal = Decimal(0)
    outcome: str = ""


@dataclass(frozen=True)
class TransferEvent(Happening):
    """Base of what happens to one transfer."""

    transfer_id: UUID
    number: str
    origin_id: UUID
    destination_id: UUID
    state: str
    lines: Sequence[TransferredLine]

    @property
    def subject(self) -> str:
        """The transfer."""
        return f"transfer:{self.transfer_id}"


@dataclass(frozen=True)
class TransferDrafted(TransferEvent):
    """Goods are to go from one place to another."""

    name: ClassVar[str] = "inventory.transfer_drafted"


@dataclass(frozen=True)
class TransferChanged(TransferEvent):
    """What is to go was changed."""

    name: ClassVar[str] = "inventory.transfer_changed"


@dataclass(frozen=True)
class TransferSent(TransferEvent):
    """Goods left their place."""

    name: ClassVar[str] = "inventory.transfer_sent"


@dataclass(frozen=True)
class TransferReceived(TransferEvent):
    """Goods arrived."""

    name: ClassVar[str] = "inventory.transfer_received"


@dataclass(frozen=True)
class TransferClosed(TransferEvent):
    """What had not arrived was given up as lost, or came back."""

    name: ClassVar[str] = "inventory.transfer_closed"
    reason: str


@dataclass(frozen=True)
class TransferCancelled(TransferEvent):
    """Nothing of it is to arrive; what was on its way came back."""

    name: ClassVar[str] = "inventory.transfer_cancelled"
    reason: str


@dataclass(frozen=True)
class TransferStepTakenBack(TransferEvent):
    """A step was undone."""

    name: ClassVar[str] = "inventory.transfer_step_undone"
    step_id: UUID
    kind: str
    reason: str
