"""What the page of the stock's health shows."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from stockwright.web.shown.frame import Choice


@dataclass(frozen=True)
class Series:
    """Bars of one colour: a number for each label."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Table:
    """Rows of texts; the first column names the row, the others are numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class BarChart:
    """Bars over labels, stacked where there are several series, and the table behind them."""

    key: str  # unique on the page
    title: str
    summary: str  # the same in one sentence
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    table: Table


@dataclass(frozen=True)
class Figure:
    """A number with its name and what it means."""

    name: str
    value: str
    note: str


@dataclass(frozen=True)
class IdleLine:
    """An item that nobody buys."""

    variant_id: UUID
    url: str
    name: str
    sku: str
    on_hand: Decimal
    value: Decimal
    sold: str  # "12 Mar 2026" or "never"


@dataclass(frozen=True)
class StockHealthPage:
    """The health of all stock over a period."""

    periods: tuple[Choice, ...]
    idle_days: int
    yearly_rate: int  # percent
    figures: tuple[Figure, ...]
    charts: tuple[BarChart, ...]
    idle: tuple[IdleLine, ...]
    idle_words: str
    tables: tuple[tuple[str, Table], ...]  # title, rows
    is_any: bool
