"""What happens to notices of demand."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class NoticesUpdated(Happening):
    """A night noticed changes in the demand of items, or saw that some are over."""

    name: ClassVar[str] = "forecast.notices_updated"
    as_of: date
    opened: int
    closed: int
    open: int
