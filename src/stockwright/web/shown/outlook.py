"""What the page of expected totals shows."""

from dataclasses import dataclass
from decimal import Decimal

from stockwright.web.shown.curves import CurveChart
from stockwright.web.shown.frame import Choice
from stockwright.web.shown.item import KnownLine
from stockwright.web.shown.stock_health import Figure


@dataclass(frozen=True)
class OutlookRow:
    """A category or a place."""

    name: str
    url: str  # its own outlook; empty where it has none
    items: int
    week: Decimal
    fortnight: Decimal
    month: Decimal


@dataclass(frozen=True)
class OutlookPage:
    """Expected totals and their parts; without `chart` there is no forecast."""

    title: str
    as_of: str  # "From sales up to ..."; empty before the first forecast
    categories: tuple[Choice, ...]
    locations: tuple[Choice, ...]
    divisions: tuple[Choice, ...]
    division: str  # the heading of the parts' names
    figures: tuple[Figure, ...]
    chart: CurveChart | None
    rows: tuple[OutlookRow, ...]
    whole: OutlookRow | None  # what the rows add up to
    effects: tuple[str, ...]  # what was told adds, in sentences
    told: tuple[KnownLine, ...]
    left_out: tuple[KnownLine, ...]
