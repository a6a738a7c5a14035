"""What surrounds every page of a signed-in person."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Frame:
    """The rail, the top bar and the company's way of writing money."""

    company: str
    currency: str  # ISO 4217, as "EUR"
    person: str  # the name shown; the email when there is none
    email: str
    role: str  # translated: "Owner", "Buyer", "Viewer"
    section: str  # the lit entry of the rail: "today", "items", "stock", "forecast", "imports" ...
    theme: str  # "system", "light" or "dark", from the cookie `theme`
    data_as_of: datetime | None  # the newest sale or stock fact; None before the first import
    is_stale: bool  # older than a day and a half
    may: frozenset[str]  # permission strings of the person's role


@dataclass(frozen=True)
class Found:
    """One result of the search."""

    title: str
    detail: str  # "SKU 85123A", "Page", ...
    url: str
    icon: str  # a vendored icon


@dataclass(frozen=True)
class FoundGroup:
    """Results of one kind under their heading."""

    title: str
    results: tuple[Found, ...]


@dataclass(frozen=True)
class SearchPage:
    """Answer of the search box."""

    query: str
    groups: tuple[FoundGroup, ...]


@dataclass(frozen=True)
class Progress:
    """How far a piece of slow work is."""

    title: str  # "Computing your first plan"
    step: str  # what happens now: "Forecasting 3,049 items"
    done: int  # of `total`; 0 of 0 when the length is not known
    total: int
    poll_url: str  # answers the same partial, or a redirect when the work is done


@dataclass(frozen=True)
class Paging:
    """Where a list stands; a cursor of None means the end."""

    shown: int
    total: int
    next: str | None  # the cursor of the next page
    is_first: bool


@dataclass(frozen=True)
class Chip:
    """A filter that is on, as a chip that can be removed."""

    label: str  # "Supplier"
    value: str  # "Nordwind GmbH"
    remove_url: str  # the same address without it


@dataclass(frozen=True)
class Choice:
    """An option of a filter."""

    value: str
    label: str
    is_chosen: bool
