"""What happens to the demand that items take over."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class HistoryInherited(Happening):
    """An item follows another from a day on, with a share of its demand ("0.8"), in its place or beside it."""

    name: ClassVar[str] = "item.history_inherited"
    variant_id: UUID
    predecessor_id: UUID
    from_on: str
    share: str
    replaces: bool

    @property
    def subject(self) -> str:
        """The item that follows."""
        return f"item:{self.variant_id}"


@dataclass(frozen=True)
class InheritanceEnded(Happening):
    """An item does not follow another any more."""

    name: ClassVar[str] = "item.inheritance_ended"
    variant_id: UUID
    predecessor_id: UUID

    @property
    def subject(self) -> str:
        """The item that followed."""
        return f"item:{self.variant_id}"
