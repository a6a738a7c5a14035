"""What the stock history of one item shows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.web.shown.frame import Choice, Paging


@dataclass(frozen=True)
class Reference:
    """The document behind a movement: in words, and its page where it has one."""

    words: str
    url: str


@dataclass(frozen=True)
class MovementLine:
    """A movement and the balance after it."""

    kind: str
    location: str
    quantity: Decimal
    reserved: Decimal
    balance: Decimal
    value: Decimal
    happened_at: datetime
    recorded_at: datetime
    is_late: bool  # told more than a minute after it happened
    reference: Reference | None
    channel: str
    reason: str
    by: str
    reverses: bool


@dataclass(frozen=True)
class HeldLine:
    """What an open reservation holds of the item."""

    reservation_url: str
    reference: str
    channel: str
    location: str
    quantity: Decimal
    expires_at: datetime | None


@dataclass(frozen=True)
class PlaceNow:
    """The item's stock at a place: now, or at the moment asked for."""

    location: str
    on_hand: Decimal
    value: Decimal
    reserved: Decimal | None = None
    free: Decimal | None = None


@dataclass(frozen=True)
class Then:
    """The stock at a moment, as known at another."""

    moment: datetime
    known_at: datetime
    places: tuple[PlaceNow, ...]
    quantity: Decimal
    value: Decimal


@dataclass(frozen=True)
class StockItemPage:
    """An item's stock: what there is, what is promised, and every movement."""

    variant_id: UUID
    name: str
    sku: str
    unit: str
    units_per_pack: Decimal
    on_hand: Decimal
    reserved: Decimal
    free: Decimal
    inbound: Decimal
    value: Decimal
    several_places: bool
    places: tuple[PlaceNow, ...]
    held: tuple[HeldLine, ...]
    locations: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    movements: tuple[MovementLine, ...]
    is_narrowed: bool
    then: Then | None
    asked_moment: str  # as the fields of the form hold them
    asked_known: str
    paging: Paging
