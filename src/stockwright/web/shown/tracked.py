"""What the item's page shows of its lots or pieces."""

from dataclasses import dataclass
from decimal import Decimal

from stockwright.web.shown.frame import Choice
from stockwright.web.shown.lots import LotLine
from stockwright.web.shown.tags import TagLine


@dataclass(frozen=True)
class TrackedStock:
    """How the pieces of an item are followed, with the first of them."""

    way: str  # a value of Tracking
    ways: tuple[Choice, ...]
    lots: tuple[LotLine, ...]
    loose: Decimal
    tags: tuple[TagLine, ...]
    tag_count: int
    all_url: str
