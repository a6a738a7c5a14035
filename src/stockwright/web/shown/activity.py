"""What the page of the company's activity shows."""

from dataclasses import dataclass
from datetime import datetime

from stockwright.web.shown.frame import Chip, Choice


@dataclass(frozen=True)
class Change:
    """A field of what was changed."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Detail:
    """Something else that the deed tells."""

    field: str
    value: str


@dataclass(frozen=True)
class Happened:
    """One thing that happened."""

    words: str
    by: str
    at: datetime
    name: str  # of the event, as the API and the webhooks know it
    changes: tuple[Change, ...]
    details: tuple[Detail, ...]
    subject: str  # the kind of object it was done to: "item"; "" where there is none
    subject_url: str  # the same page with that object alone; "" when it is shown already


@dataclass(frozen=True)
class ActivityPage:
    """The newest happenings first, filtered."""

    happened: tuple[Happened, ...]
    query: str
    first: str  # ISO days or ""
    last: str
    with_stock: bool
    subject: str
    people: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    next_cursor: str | None
    is_first: bool
    is_filtered: bool
