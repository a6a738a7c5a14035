"""What the list of all items shows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from stockwright.web.shown.frame import Chip, Choice, Paging
from stockwright.web.shown.item import Fan


@dataclass(frozen=True)
class ItemRow:
    """One item of the list."""

    variant_id: UUID
    url: str
    sku: str
    name: str
    supplier: str
    category: str
    picture_url: str | None
    status: str  # "order_today", "already_ordered", "attention", "normal" or "" before the first plan
    status_words: str
    history: tuple[float | None, ...]  # 60 days; None = out of stock
    fan: Fan | None
    on_hand: Decimal | None
    inbound: Decimal
    runway_days: Decimal | None
    stockout_on: date | None
    burn_rate: Decimal | None
    lead_days: Decimal
    stock_value: Decimal | None
    at_stake: Decimal | None


@dataclass(frozen=True)
class ItemsPage:
    """All items, filtered and sorted."""

    query: str
    sort: str  # "name", "stock", "runway", "rate", "value", "money"; "-" before it turns it round
    chips: tuple[Chip, ...]
    statuses: tuple[Choice, ...]
    suppliers: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    rows: tuple[ItemRow, ...]
    total_value: Decimal
    total_at_stake: Decimal
    paging: Paging
    is_any: bool  # False before the first import
