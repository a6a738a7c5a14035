"""What the pages of past demand show."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class OutlierLine:
    """A day of bulk orders."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    day: date
    sold: float
    believed: float
    why: str  # "One order of 400 pieces by C-17."
    effect: str  # what counting it in full would add to the forecast, in words
    decision: str  # "keep", "damp", "ignore" or "" for the program's own
    decision_words: str
    note: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True)
class OutliersPage:
    """Days of bulk orders, and which of them are shown."""

    lines: tuple[OutlierLine, ...]
    state: str  # "waiting", "decided" or "all"
    next_cursor: str | None
    is_first: bool
    several_places: bool
    may_write: bool


@dataclass(frozen=True)
class NoticeLine:
    """A change in the demand of an item."""

    variant_id: UUID
    sku: str
    name: str
    location: str
    kind: str
    words: str  # "Sells more"
    tone: str  # "good", "warn", "bad" or "info"
    icon: str
    since: date
    before: float
    now: float
    change: str  # "+120%", or "" where it sold nothing before
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True)
class NoticeKindLink:
    """A kind of change with how many of it are open."""

    kind: str
    words: str
    count: int


@dataclass(frozen=True)
class HowSoon:
    """After how many days changes are noticed of an item that sells so many pieces a day; None: perhaps never."""

    pieces: float
    doubled: int | None
    halved: int | None
    dying: int | None
    stopped: int | None


@dataclass(frozen=True)
class NoticesPage:
    """Changes in demand."""

    lines: tuple[NoticeLine, ...]
    kinds: tuple[NoticeKindLink, ...]
    kind: str
    with_closed: bool
    next_cursor: str | None
    is_first: bool
    several_places: bool
    how_soon: tuple[HowSoon, ...]


@dataclass(frozen=True)
class ItemFindings:
    """What is known of an item's past besides its sales."""

    notices: tuple[NoticeLine, ...]
    outliers: tuple[OutlierLine, ...]
    may_write: bool
    several_places: bool
