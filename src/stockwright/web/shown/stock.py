"""What the stock list and the navigation of its section show."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from stockwright.web.shown.frame import Chip, Choice, Paging


@dataclass(frozen=True)
class Place:
    """A page of the section."""

    title: str
    url: str
    is_open: bool


@dataclass(frozen=True)
class Heading:
    """A column of the table."""

    name: str
    title: str
    is_number: bool
    sort: str  # what a click sorts by; "" where the list cannot be sorted by it


@dataclass(frozen=True)
class Cell:
    """A fact of a row, written out."""

    title: str  # of its column
    text: str
    is_number: bool
    note: str = ""  # small, below: the same quantity in packs


@dataclass(frozen=True)
class StockLine:
    """An item at a place, or over all places."""

    variant_id: UUID
    url: str  # the history of the item there
    name: str
    sku: str
    status: str  # "in_stock", "low", "out", "negative", "unknown"
    status_words: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ColumnChoice:
    """A column that may be shown."""

    name: str
    title: str
    is_shown: bool


@dataclass(frozen=True)
class StockPage:
    """What is where, filtered, sorted and with the columns that somebody chose."""

    query: str
    sort: str
    by_item: bool
    chips: tuple[Chip, ...]
    locations: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    suppliers: tuple[Choice, ...]
    columns: tuple[ColumnChoice, ...]
    headings: tuple[Heading, ...]
    rows: tuple[StockLine, ...]
    totals: tuple[Cell, ...]  # below each column
    pieces: Decimal
    value: Decimal
    paging: Paging
    is_any: bool  # False before anything was ever told of stock
