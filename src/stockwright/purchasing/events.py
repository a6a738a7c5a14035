"""What happens to purchase orders."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class OrderPlaced(Happening):
    """An order went to a supplier."""

    name: ClassVar[str] = "purchase_order.placed"
    order_id: UUID
    number: str
    source: str

    @property
    def subject(self) -> str:
        """The order."""
        return f"order:{self.order_id}"


@dataclass(frozen=True)
class OrdersAdded(Happening):
    """Orders that run already were taken in."""

    name: ClassVar[str] = "purchase_orders.added"
    orders: int
    lines: int


@dataclass(frozen=True)
class OrderReceived(Happening):
    """Goods of an order arrived; `complete` when none is missing any more."""

    name: ClassVar[str] = "purchase_order.received"
    order_id: UUID
    number: str
    received: dict[str, str]
    complete: bool
    before: dict[str, str]
    after: dict[str, str]

    @property
    def subject(self) -> str:
        """The order."""
        return f"order:{self.order_id}"


@dataclass(frozen=True)
class OrderCancelled(Happening):
    """An order, or what was still missing of it, will not come."""

    name: ClassVar[str] = "purchase_order.cancelled"
    order_id: UUID
    number: str
    before: dict[str, str]
    after: dict[str, str]

    @property
    def subject(self) -> str:
        """The order."""
        return f"order:{self.order_id}"
