"""What the page of one advice shows, today's or one of long ago."""

from dataclasses import dataclass
from datetime import date

from stockwright.web.shown.item import Receipt


@dataclass(frozen=True)
class AdvicePage:
    """An advice as it was given, with the calculation stored with it."""

    sku: str
    name: str
    location: str
    item_url: str
    planned_on: date
    status: str
    status_words: str
    reason: str
    receipt: Receipt
