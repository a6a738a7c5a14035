"""What the page of the stock at a moment shows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from stockwright.web.shown.frame import Choice, Paging


@dataclass(frozen=True)
class ThenLine:
    """An item at a place, then."""

    url: str
    name: str
    sku: str
    location: str
    unit: str
    quantity: Decimal
    value: Decimal


@dataclass(frozen=True)
class StockAtPage:
    """The stock at a moment, as known at another."""

    moment: datetime
    known_at: datetime
    asked_moment: str  # as the fields of the form hold them
    asked_known: str
    locations: tuple[Choice, ...]
    rows: tuple[ThenLine, ...]
    pieces: Decimal
    value: Decimal
    paging: Paging
