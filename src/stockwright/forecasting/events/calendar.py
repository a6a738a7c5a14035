"""What happens to the calendar that the forecast knows."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class OfEvent:
    """What every change of an event of the calendar tells."""

    event_id: UUID
    event_name: str

    @property
    def subject(self) -> str:
        """The event."""
        return f"calendar-event:{self.event_id}"


@dataclass(frozen=True)
class EventAdded(OfEvent, Happening):
    """Somebody told the forecast of an event."""

    name: ClassVar[str] = "calendar.event_added"
    kind: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True)
class EventChanged(OfEvent, Happening):
    """An event was told anew: before and after by field."""

    name: ClassVar[str] = "calendar.event_changed"
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True)
class EventDropped(OfEvent, Happening):
    """An event does not take place: the forecast knows it no more."""

    name: ClassVar[str] = "calendar.event_cancelled"
    reason: str


@dataclass(frozen=True)
class HolidaySwitched(Happening):
    """A public holiday was switched off (it sells as any other day) or on again."""

    name: ClassVar[str] = "calendar.holiday_switched"
    holiday: str
    counts: bool
