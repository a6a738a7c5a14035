"""What happens to sales."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class SalesImported(Happening):
    """Lines of sales that were not known before came in."""

    name: ClassVar[str] = "sales.imported"
    batch_id: UUID | None
    lines: int
    first_on: date
    last_on: date


@dataclass(frozen=True)
class SalesUndone(Happening):
    """The lines of a batch were taken out again."""

    name: ClassVar[str] = "sales.undone"
    batch_id: UUID
    lines: int


@dataclass(frozen=True)
class DaysRebuilt(Happening):
    """Daily sums that differed from their lines were set to them."""

    name: ClassVar[str] = "daily_sales.rebuilt"
    corrected: int


@dataclass(frozen=True)
class ChannelDemandSet(Happening):
    """Which pieces of a channel count as demand was changed."""

    name: ClassVar[str] = "channel_demand.changed"
    channel: str
    before: dict[str, str]
    after: dict[str, str]
