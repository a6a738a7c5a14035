"""What happens to items."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class ItemsChanged(Happening):
    """Many items were added or changed at once."""

    name: ClassVar[str] = "items.changed"
    added: int
    changed: int


@dataclass(frozen=True)
class ItemAdded(Happening):
    """An item was added."""

    name: ClassVar[str] = "item.added"
    variant_id: UUID
    sku: str

    @property
    def subject(self) -> str:
        """The item."""
        return f"item:{self.variant_id}"


@dataclass(frozen=True)
class ItemChanged(Happening):
    """Fields of an item changed: before and after by field."""

    name: ClassVar[str] = "item.changed"
    variant_id: UUID
    sku: str
    before: dict[str, str | None]
    after: dict[str, str | None]

    @property
    def subject(self) -> str:
        """The item."""
        return f"item:{self.variant_id}"


@dataclass(frozen=True)
class ItemsRestored(Happening):
    """Items were put back to what they were before an import."""

    name: ClassVar[str] = "items.restored"
    changed: int
    archived: int
