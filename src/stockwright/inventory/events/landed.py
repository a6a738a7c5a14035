"""What happens to costs that came with goods."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class LandedCostAdded(Happening):
    """A cost was divided over goods; the part of those that had left already is cost of goods sold."""

    name: ClassVar[str] = "inventory.landed_cost_added"
    cost_id: UUID
    kind: str
    document: str
    amount: Decimal
    average_variance: Decimal
    fifo_variance: Decimal

    @property
    def subject(self) -> str:
        """The cost."""
        return f"landed-cost:{self.cost_id}"


@dataclass(frozen=True)
class LandedCostTakenBack(Happening):
    """A cost was taken out of the stock again; what had left since stays cost of goods sold."""

    name: ClassVar[str] = "inventory.landed_cost_undone"
    cost_id: UUID
    kind: str
    document: str
    amount: Decimal
    average_value: Decimal
    fifo_value: Decimal
    reason: str

    @property
    def subject(self) -> str:
        """The cost."""
        return f"landed-cost:{self.cost_id}"
