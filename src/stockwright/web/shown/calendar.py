"""What the pages of the calendar show."""

from dataclasses import dataclass
from datetime import date

from django.forms import BaseForm

from stockwright.forecasting.queries.calendar import EventView


@dataclass(frozen=True)
class DayMark:
    """Something that a day of the grid has."""

    label: str
    tone: str  # "holiday", "event", "promotion" or "off" (a holiday that does not count)
    url: str  # empty: it has no page


@dataclass(frozen=True)
class DayCell:
    """A day of the grid."""

    day: date
    in_month: bool
    is_today: bool
    marks: tuple[DayMark, ...]  # the first of them
    more: int  # how many there are beside
    add_url: str  # adds an event on this day; empty for who may not


@dataclass(frozen=True)
class CalendarRow:
    """A line of the list under the grid."""

    first: date
    last: date
    label: str
    tone: str
    words: str  # "fair", "promotion, 20% off", "public holiday", ...
    url: str
    holiday: str  # its name, where it is one that can be switched; else empty
    counts: bool


@dataclass(frozen=True)
class CalendarPage:
    """A month."""

    title: str  # "March 2026"
    month: str  # "2026-03"
    previous_url: str
    next_url: str
    today_url: str  # empty in the present month
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[DayCell, ...], ...]
    rows: tuple[CalendarRow, ...]
    has_country: bool
    may_write: bool


@dataclass(frozen=True)
class EventPage:
    """The form of an event, new or told before."""

    form: BaseForm
    event: EventView | None
    kinds: tuple[str, ...]  # proposals
    may_write: bool
