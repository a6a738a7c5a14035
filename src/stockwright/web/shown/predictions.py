"""What the page of predictions shows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stockwright.web.shown.frame import Choice


@dataclass(frozen=True)
class PredictionLine:
    """What was told of an item for a day, and what came."""

    item_url: str
    name: str
    sku: str
    location: str
    day: date
    days_ahead: int
    value: Decimal
    lower: Decimal
    upper: Decimal
    confidence: Decimal
    actual: Decimal | None
    is_floor: bool  # not in stock all day: demand may have been more
    is_inside: bool | None  # of the interval
    accuracy: Decimal | None
    version: str
    made_from: str  # in words


@dataclass(frozen=True)
class PredictionsPage:
    """Predictions by day; `refusal` says why the asked ones cannot be shown."""

    code: str
    since: str
    until: str
    run: str  # the id of the only run, or ""
    run_words: str
    locations: tuple[Choice, ...]
    is_current: bool
    lines: tuple[PredictionLine, ...]
    interval: Decimal | None
    next_cursor: str | None
    is_first: bool
    refusal: str
    is_narrowed: bool
