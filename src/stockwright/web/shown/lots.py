"""What the pages of lots show."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from stockwright.web.shown.frame import Choice, Paging


@dataclass(frozen=True)
class LotLine:
    """A lot of the list."""

    id: UUID
    url: str
    code: str
    sku: str
    name: str
    item_url: str
    expires_on: date | None
    days_left: int | None
    state: str  # "spoilt", "blocked", "soon", or "" when all is well
    state_words: str
    on_hand: Decimal
    value: Decimal


@dataclass(frozen=True)
class LotsPage:
    """Lots, the first to expire first."""

    query: str
    within: tuple[Choice, ...]
    rows: tuple[LotLine, ...]
    total_value: Decimal
    paging: Paging
    is_any: bool


@dataclass(frozen=True)
class LotShelf:
    """Pieces at a place."""

    location_id: UUID
    location: str
    quantity: Decimal


@dataclass(frozen=True)
class LotMoved:
    """Pieces that came into the lot or left it."""

    at: datetime
    words: str
    location: str
    quantity: Decimal
    reference: str
    by: str


@dataclass(frozen=True)
class LotPage:
    """One lot."""

    lot: LotLine
    blocked_reason: str
    places: tuple[LotShelf, ...]
    loose: tuple[LotShelf, ...]
    moves: tuple[LotMoved, ...]
