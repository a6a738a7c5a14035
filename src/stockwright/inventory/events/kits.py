"""What happens to items that are put together out of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class KitPart:
    """A component and its pieces."""

    variant_id: UUID
    quantity: Decimal


@dataclass(frozen=True)
class KitEvent(Happening):
    """Base of what happens to one kit."""

    kit_id: UUID
    components: Sequence[KitPart]

    @property
    def subject(self) -> str:
        """The kit."""
        return f"kit:{self.kit_id}"


@dataclass(frozen=True)
class KitChanged(KitEvent):
    """What a kit is put together from was set."""

    name: ClassVar[str] = "inventory.kit_changed"
    before: Sequence[KitPart]


@dataclass(frozen=True)
class KitsAssembled(KitEvent):
    """Components became kits."""

    name: ClassVar[str] = "inventory.kits_assembled"
    build_id: UUID
    location_id: UUID
    quantity: Decimal


@dataclass(frozen=True)
class KitsTakenApart(KitEvent):
    """Kits became components."""

    name: ClassVar[str] = "inventory.kits_taken_apart"
    build_id: UUID
    location_id: UUID
    quantity: Decimal


@dataclass(frozen=True)
class KitBuildUndone(KitEvent):
    """Assembling or taking apart was taken back."""

    name: ClassVar[str] = "inventory.kit_build_undone"
    build_id: UUID
    reason: str
