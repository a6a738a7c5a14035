"""What the pages of counts show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.forms import BaseForm

from stockwright.web.shown.frame import Choice


@dataclass(frozen=True)
class CountListed:
    """A count in the list."""

    url: str
    sheet_url: str  # "" where nothing is entered any more
    name: str
    location: str
    what: str  # "Everything", "Class A", ...
    state: str
    state_words: str
    tone: str  # of its badge: "", "info", "warn", "good"
    blind: bool
    lines: int
    counted: int
    value: Decimal | None  # what was missing (negative) or found, in money; None while it is not known
    started_at: datetime
    by: str


@dataclass(frozen=True)
class CountDue:
    """Items of a class at a place that are due."""

    location: str
    abc_class: str
    due: int
    items: int
    words: str  # "every 30 days, 4 never counted"
    start_url: str


@dataclass(frozen=True)
class CountsPage:
    """Counts and what is next."""

    counts: tuple[CountListed, ...]
    next_url: str  # "" at the end
    due: tuple[CountDue, ...]
    may_write: bool


@dataclass(frozen=True)
class NewCountPage:
    """The form of a new count."""

    form: BaseForm


@dataclass(frozen=True)
class ReviewLine:
    """A line on the desk."""

    variant_id: UUID
    item_url: str
    sku: str
    name: str
    expected: Decimal | None
    counted: Decimal | None
    difference: Decimal | None
    value: Decimal | None
    recount_words: str
    notes: str  # "moved while it was counted, not on the list"
    reason: str
    reason_words: str


@dataclass(frozen=True)
class CountTab:
    """A part of the lines."""

    label: str
    url: str
    count: int | None
    is_current: bool


@dataclass(frozen=True)
class CountPage:
    """A count on the desk."""

    id: UUID
    name: str
    location: str
    what: str
    state: str
    state_words: str
    tone: str
    way: tuple[str, ...]  # how it is counted, in sentences
    progress: int  # percent of the lines
    lines: int
    counted: int
    recounts: int
    different: int | None
    shortage_value: Decimal | None
    surplus_value: Decimal | None
    is_hidden: bool
    started_at: datetime
    by: str
    tabs: tuple[CountTab, ...]
    rows: tuple[ReviewLine, ...]
    next_url: str
    which: str
    reasons: tuple[Choice, ...]
    can_enter: bool
    can_review: bool
    can_decide: bool
    can_finish: bool
    can_cancel: bool
    can_undo: bool


@dataclass(frozen=True)
class FinishPage:
    """What booking a count would do."""

    id: UUID
    name: str
    location: str
    uncounted: int
    zero: bool
    problem: str
    counted: int
    different: int
    shortage: Decimal
    surplus: Decimal
    shortage_value: Decimal
    surplus_value: Decimal


@dataclass(frozen=True)
class ToCount:
    """An item that is still to be counted."""

    variant_id: UUID
    sku: str
    name: str


@dataclass(frozen=True)
class SheetPage:
    """The counting page: what this counter has, and what is still to be counted."""

    id: UUID
    name: str
    location: str
    state: str
    blind: bool
    is_recount: bool
    lines: int
    counted: int
    to_count: tuple[ToCount, ...]
    more: int
    mine: list[dict[str, Any]]
