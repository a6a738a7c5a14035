"""What the page of exports shows."""

from dataclasses import dataclass
from datetime import datetime

from stockwright.web.shown.frame import Choice


@dataclass(frozen=True)
class Taken:
    """The last time a data set was taken away."""

    at: datetime
    by: str
    rows: int
    file_format: str


@dataclass(frozen=True)
class DatasetRow:
    """One data set."""

    name: str
    title: str
    about: str
    rows: int
    is_more: bool  # there are more rows than were counted
    last: Taken | None


@dataclass(frozen=True)
class ConsumerRow:
    """Somebody who fetches the new rows of a ledger."""

    consumer: str
    title: str  # of the data set
    upto: int
    acknowledged_at: datetime | None
    is_waiting: bool  # a batch waits to be acknowledged


@dataclass(frozen=True)
class DatasetsPage:
    """Everything that can be taken away."""

    rows: tuple[DatasetRow, ...]
    formats: tuple[Choice, ...]
    consumers: tuple[ConsumerRow, ...]
