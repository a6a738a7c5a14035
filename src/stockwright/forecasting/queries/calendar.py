"""The calendar that the forecast knows: own events with their kinds, and public holidays."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from stockwright.forecasting.models import CalendarEvent
from stockwright.forecasting.queries.holidays import holidays_between
from stockwright.forecasting.rules.calendar import (
    PUBLIC_HOLIDAY,
    EventTold,
    Span,
    days_of,
    grouped_kinds,
    occurrences,
)
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_id, page_of
from stockwright.kit.problems import NotFound


@dataclass(frozen=True, kw_only=True)
class EventView(EventTold):
    """An event with who told it, changed it and cancelled it."""

    id: UUID
    told_at: datetime
    told_by: str
    changed_at: datetime | None
    changed_by: str
    cancelled_at: datetime | None
    cancelled_by: str
    reason: str


@dataclass(frozen=True)
class Occurrence:
    """One time that an event takes place."""

    event_id: UUID
    name: str
    kind: str
    first: date
    last: date


def event_of(actor: Actor, event_id: UUID) -> EventView:
    """One event; NotFound for another company's."""
    event = CalendarEvent.objects.of(actor).filter(pk=event_id).first()
    if event is None:
        raise NotFound(what="event")
    return _view(event)


def events_page(actor: Actor, *, cancelled: bool = False, cursor: str = "", limit: int = 50) -> Page[EventView]:
    """Events, the newest told first; those that were cancelled on pages of their own."""
    rows = CalendarEvent.objects.of(actor).filter(cancelled_at__isnull=not cancelled).order_by("-id")
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    return page_of([_view(row) for row in rows[: limit + 1]], limit, key=lambda view: (view.id,))


def occurrences_between(actor: Actor, within: Span) -> list[Occurrence]:
    """What takes place in a span, by day; cancelled events do not."""
    taking_place = Q(starts_on__lte=within.last) & (Q(ends_on__gte=within.first) | Q(yearly=True))
    rows = CalendarEvent.objects.of(actor).filter(taking_place, cancelled_at=None).order_by("starts_on", "id")
    found = [
        Occurrence(event.pk, event.name, event.kind, *span)
        for event in rows
        for span in occurrences(_view(event), within)
    ]
    return sorted(found, key=lambda one: (one.first, one.last, one.name))


def kinds_told(actor: Actor) -> list[str]:
    """The kinds of event there are, the most frequent first."""
    told = CalendarEvent.objects.of(actor).filter(cancelled_at=None).values_list("kind")
    return [kind for kind, _ in told.annotate(n=Count("id")).order_by("-n", "kind")]


def event_days(actor: Actor, within: Span) -> dict[str, list[date]]:
    """The days of each kind of event, as the forecast tells them apart; public holidays that count are a kind."""
    days: dict[str, set[date]] = defaultdict(set)
    for one in occurrences_between(actor, within):
        days[one.kind] |= days_of([Span(one.first, one.last)], within)
    free = {one.day for one in holidays_between(actor, within) if one.counts}
    public = sorted(free | days.pop(PUBLIC_HOLIDAY, set()))
    return {PUBLIC_HOLIDAY: public, **grouped_kinds(days)}


def _view(event: CalendarEvent) -> EventView:
    return EventView(**{name: getattr(event, name) for name in EventView.__dataclass_fields__})
