"""What the pages of the import show: upload, check, progress, result and history."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.web.shown.frame import Choice, Progress


@dataclass(frozen=True)
class PastImport:
    """One line of the history."""

    id: UUID
    url: str
    file_name: str
    kind_words: str  # "Sales", "Stock", "Products" or "" before it is known
    state: str  # "uploaded", "queued", "running", "done", "failed" or "undone"
    state_words: str
    rows_imported: int
    rows_rejected: int
    by: str
    at: datetime


@dataclass(frozen=True)
class ImportsPage:
    """Upload, and what was brought in before."""

    past: tuple[PastImport, ...]
    error: str  # why the file was refused, in words that say what to do; ""
    max_size: str  # "20 GB"
    may_write: bool


@dataclass(frozen=True)
class Column:
    """A column of the file, with what we take it for."""

    index: int  # from 0; names the field `column-<index>`
    heading: str
    samples: tuple[str, ...]  # up to three values as they stand in the file
    choices: tuple[Choice, ...]  # what it may be; the value "" leaves it out
    note: str  # "decimal comma", "day.month.year", ""
    error: str  # "The date is missing: choose its column." or ""


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be read."""

    line: int
    column: str
    value: str
    reason: str
    is_left_out: bool  # False: kept, with a warning


@dataclass(frozen=True)
class CheckPage:
    """The guess of the columns, with a preview, for the person to correct."""

    id: UUID
    file_name: str
    size: str  # "38.2 MB"
    read_as: str  # "CSV, semicolon, Windows-1251, 541,910 lines"
    kinds: tuple[Choice, ...]  # sales, stock, products; the field `kind`
    columns: tuple[Column, ...]
    headings: tuple[str, ...]  # of the preview, as they will be stored
    preview: tuple[tuple[str, ...], ...]  # rows as they will be stored
    rejected: tuple[Rejected, ...]  # of the rows looked at
    rows_looked_at: int
    missing: tuple[str, ...]  # what has to be chosen before it can go on
    is_twin_of: str  # "the import of 18 November"; "" when the file is new


@dataclass(frozen=True)
class ProgressPage:
    """An import under way."""

    id: UUID
    file_name: str
    progress: Progress


@dataclass(frozen=True)
class Total:
    """A control total beside the one of the file."""

    label: str  # "Quantity", "Revenue", "First day", "Last day"
    value: str


@dataclass(frozen=True)
class ResultPage:
    """What came of an import."""

    id: UUID
    file_name: str
    kind_words: str
    state: str  # "done", "failed" or "undone"
    reason: str  # of a failure
    rows_read: int
    rows_imported: int
    rows_known: int  # were there already
    rows_skipped: int  # not sales: postage, fees, empty
    rows_rejected: int
    totals: tuple[Total, ...]
    rejected: tuple[Rejected, ...]
    rejected_url: str  # all of them as CSV; "" when there are none
    new_items: int
    seconds: Decimal
    by: str
    at: datetime
    can_undo: bool
    undo_words: str  # "Takes back 541,909 sales of 3,958 items."
    plan_words: str  # "The next forecast starts by itself." or ""
