"""What the pages of single pieces show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.web.shown.frame import Choice, Paging


@dataclass(frozen=True)
class TagLine:
    """A piece of the list."""

    id: UUID
    url: str
    code: str
    sku: str
    name: str
    item_url: str
    location: str
    status: str  # a value of TagStatus
    status_words: str
    score: int | None
    seen_at: datetime | None
    seen_location: str
    is_elsewhere: bool
    changed_at: datetime


@dataclass(frozen=True)
class TagsPage:
    """Pieces, the last changed first."""

    query: str
    statuses: tuple[Choice, ...]
    locations: tuple[Choice, ...]
    only_elsewhere: bool
    rows: tuple[TagLine, ...]
    paging: Paging
    is_any: bool
    differences: int  # items whose codes and pieces are not equally many


@dataclass(frozen=True)
class TagHappened:
    """A step of a piece's history."""

    at: datetime
    words: str
    detail: str
    by: str
    icon: str


@dataclass(frozen=True)
class TagPage:
    """One piece with its history."""

    tag: TagLine
    lot: str
    note: str
    first_seen_at: datetime
    deeds: tuple[Choice, ...]  # what may be done with it now
    needs_place: tuple[str, ...]
    locations: tuple[Choice, ...]
    steps: tuple[TagHappened, ...]


@dataclass(frozen=True)
class TagGap:
    """An item that has more or fewer codes at a place than pieces."""

    variant_id: UUID
    sku: str
    location_id: UUID
    location: str
    on_hand: Decimal
    tags: int
    missing: Decimal  # pieces without a code; below zero codes without a piece


@dataclass(frozen=True)
class TagGapsPage:
    """Where codes and pieces differ."""

    rows: tuple[TagGap, ...]
