"""Days on which people sell differently: how often they come back, and which of them are told apart."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from stockwright.kit.problems import Conflict, Invalid

PUBLIC_HOLIDAY = "public holiday"
OTHER_EVENT = "other event"
MOST_KINDS = 8
LONGEST_DAYS = 366
LONGEST_VIEW_DAYS = 1096
LOOK_AHEAD_DAYS = 84
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 1, 1)
BETWEEN = "The days must lie between 1990 and 2200."


class InvalidEvent(Invalid):
    """An event of the calendar is not told fully."""

    message = "{detail}"


class EventCancelled(Conflict):
    """A cancelled event does not change."""

    message = "This event was cancelled. Add it again if it takes place after all."


class InvalidSpan(Invalid):
    """The days asked for are no span of a calendar."""

    message = "{detail}"


class Span(NamedTuple):
    """From the first day to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class EventTold:
    """What a person says of an event; `repeats_until` is the last day on which a yearly one may begin."""

    name: str
    kind: str
    starts_on: date
    ends_on: date
    yearly: bool = False
    repeats_until: date | None = None
    note: str = ""


def checked_event(told: EventTold) -> EventTold:
    """The same with its words in order, or InvalidEvent."""
    name, kind = _one_line(told.name), _one_line(told.kind).lower()
    if not name:
        raise InvalidEvent(detail="Give the event a name.", field="name")
    if not kind:
        raise InvalidEvent(detail="Say what kind of event it is, such as fair or payday.", field="kind")
    if told.ends_on < told.starts_on:
        raise InvalidEvent(detail="The last day cannot be before the first.", field="ends_on")
    if not FIRST_DAY <= told.starts_on <= told.ends_on < LAST_DAY:
        raise InvalidEvent(detail=BETWEEN, field="starts_on")
    if (told.ends_on - told.starts_on).days >= LONGEST_DAYS - told.yearly:
        raise InvalidEvent(detail="An event lasts a year at most. Split what lasts longer.", field="ends_on")
    until = told.repeats_until if told.yearly else None
    if until is not None and until < told.starts_on:
        raise InvalidEvent(detail="It cannot end to repeat before it began.", field="repeats_until")
    return replace(told, name=name, kind=kind, note=told.note.strip(), repeats_until=until)


def checked_span(first: date, last: date | None) -> Span:
    """A span of days that can be shown at once, of LOOK_AHEAD_DAYS where no last day is told, or InvalidSpan."""
    if first >= LAST_DAY:
        raise InvalidSpan(detail=BETWEEN)
    last = last or first + timedelta(days=LOOK_AHEAD_DAYS - 1)
    if last < first:
        raise InvalidSpan(detail="The last day cannot be before the first.")
    if not FIRST_DAY <= first <= last < LAST_DAY:
        raise InvalidSpan(detail=BETWEEN)
    if (last - first).days >= LONGEST_VIEW_DAYS:
        raise InvalidSpan(detail=f"Ask for {LONGEST_VIEW_DAYS} days at most.")
    return Span(first, last)


def occurrences(told: EventTold, within: Span) -> list[Span]:
    """The times an event takes place that touch `within`, in order; a yearly one from its first day on."""
    length = told.ends_on - told.starts_on
    found = [Span(first, first + length) for first in _starts(told, within)]
    return [one for one in found if one.first <= within.last and one.last >= within.first]


def _starts(told: EventTold, within: Span) -> Iterator[date]:
    if not told.yearly:
        yield told.starts_on
        return
    until = told.repeats_until or LAST_DAY
    for year in range(max(told.starts_on.year, within.first.year - 1), within.last.year + 1):
        start = _in_year(told.starts_on, year)
        if start <= until:
            yield start


def _in_year(day: date, year: int) -> date:
    """The same day of another year; the 29th of February is the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def days_of(spans: Iterable[Span], within: Span) -> set[date]:
    """Every day of the spans that lies within."""
    cut = [Span(max(one.first, within.first), min(one.last, within.last)) for one in spans]
    return {one.first + timedelta(days=at) for one in cut for at in range((one.last - one.first).days + 1)}


def grouped_kinds(days: Mapping[str, set[date]], most: int = MOST_KINDS) -> dict[str, list[date]]:
    """The days of the `most` kinds with most days, by name; the others together as OTHER_EVENT."""
    told = {kind: when for kind, when in days.items() if when}
    frequent = sorted((kind for kind in told if kind != OTHER_EVENT), key=lambda kind: (-len(told[kind]), kind))
    kept = {kind: sorted(told[kind]) for kind in sorted(frequent[:most])}
    rest = [told[kind] for kind in told if kind not in kept]
    return {**kept, OTHER_EVENT: sorted(set().union(*rest))} if rest else kept


def _one_line(text: str) -> str:
    return " ".join(text.split())
