"""What happens to adjustments and their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class AdjustedLine:
    """An item at a place (of a lot, where one is named): before, after, and what that is worth."""

    variant_id: UUID
    sku: str
    location_id: UUID
    lot_id: UUID | None
    before: Decimal
    quantity: Decimal
    after: Decimal
    value: Decimal | None


@dataclass(frozen=True)
class AdjustmentEvent(Happening):
    """Base of what happens to one adjustment."""

    adjustment_id: UUID
    number: str
    reason: str
    kind: str

    @property
    def subject(self) -> str:
        """The adjustment."""
        return f"adjustment:{self.adjustment_id}"


@dataclass(frozen=True)
class StockAdjusted(AdjustmentEvent):
    """Stock was set right; `own_approval` where a single owner agreed to what they had asked for."""

    name: ClassVar[str] = "inventory.adjusted"
    note: str
    at_stake: Decimal
    own_approval: bool
    lines: Sequence[AdjustedLine]


@dataclass(frozen=True)
class AdjustmentRequested(AdjustmentEvent):
    """Somebody asks for stock to be set right."""

    name: ClassVar[str] = "inventory.adjustment_requested"
    note: str
    at_stake: Decimal
    lines: Sequence[AdjustedLine]


@dataclass(frozen=True)
class AdjustmentRejected(AdjustmentEvent):
    """It will not be done; `why` in words."""

    name: ClassVar[str] = "inventory.adjustment_rejected"
    why: str


@dataclass(frozen=True)
class AdjustmentUndone(AdjustmentEvent):
    """What it did was taken back."""

    name: ClassVar[str] = "inventory.adjustment_undone"
    posting_id: UUID
    why: str


@dataclass(frozen=True)
class ReasonSet(Happening):
    """A reason for adjustments was added or changed."""

    name: ClassVar[str] = "adjustment_reason.changed"
    code: str
    before: dict[str, str]
    after: dict[str, str]
