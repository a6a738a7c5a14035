"""What the pages of reservations show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.web.shown.frame import Chip, Choice


@dataclass(frozen=True)
class HoldLine:
    """A line at a place: asked for, and what became of it."""

    url: str  # the stock of the item
    name: str
    sku: str
    location: str
    asked: Decimal
    held: Decimal
    committed: Decimal
    released: Decimal
    backordered: Decimal


@dataclass(frozen=True)
class ReservationLine:
    """A reservation with its lines."""

    id: UUID
    url: str
    title: str  # the order, or else the source
    source: str
    channel: str
    state: str  # "held", "committed", "released", "expired"
    state_words: str
    expires_at: datetime | None
    expires_words: str  # "in 12 min"
    is_overdue: bool
    created_at: datetime
    closed_at: datetime | None
    by: str
    reason: str
    held: Decimal  # pieces over all lines
    asked: Decimal
    lines: tuple[HoldLine, ...]


@dataclass(frozen=True)
class ReservationsPage:
    """Reservations, filtered, the newest first."""

    state: str
    query: str
    states: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    rows: tuple[ReservationLine, ...]
    next: str | None
    is_first: bool
    is_narrowed: bool


@dataclass(frozen=True)
class ReservationPage:
    """One reservation, and what each deed would do."""

    row: ReservationLine
    is_open: bool
    hold_minutes: int
