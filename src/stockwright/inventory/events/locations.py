"""What happens to places."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class LocationAdded(Happening):
    """A place that holds stock was added."""

    name: ClassVar[str] = "location.added"
    location_id: UUID
    location_name: str

    @property
    def subject(self) -> str:
        """The place."""
        return f"location:{self.location_id}"


@dataclass(frozen=True)
class LocationChanged(Happening):
    """A place got another name or rank, or sells from now on or not: before and after by field."""

    name: ClassVar[str] = "location.changed"
    location_id: UUID
    location_name: str
    before: dict[str, str]
    after: dict[str, str]

    @property
    def subject(self) -> str:
        """The place."""
        return f"location:{self.location_id}"
