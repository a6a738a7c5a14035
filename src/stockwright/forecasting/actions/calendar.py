"""Telling the forecast of days on which people sell differently."""

from dataclasses import asdict, fields
from datetime import date, datetime
from uuid import UUID

from stockwright.forecasting.events.calendar import EventAdded, EventChanged, EventDropped, HolidaySwitched
from stockwright.forecasting.models import CalendarEvent, IgnoredHoliday
from stockwright.forecasting.queries.holidays import holiday_names
from stockwright.forecasting.rules.calendar import EventCancelled, EventTold, checked_event
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit

_FIELDS = tuple(field.name for field in fields(EventTold))


@deed("forecast.write")
def add_event(actor: Actor, *, told: EventTold, now: datetime, source: str) -> CalendarEvent:
    """Put an event into the calendar; asking again for the same source returns the one that was added."""
    fine = checked_event(told)
    one_at_a_time(actor.company_id, "calendar")
    if known := CalendarEvent.objects.of(actor).filter(source=source).first():
        return known
    event = CalendarEvent.objects.create(
        company_id=actor.company_id, **asdict(fine), source=source, told_at=now, told_by=actor.label
    )
    emit(actor, EventAdded(event.pk, event.name, event.kind, str(event.starts_on), str(event.ends_on)))
    return event


@deed("forecast.write")
def change_event(actor: Actor, *, event_id: UUID, told: EventTold, now: datetime) -> CalendarEvent:
    """Tell an event anew; where nothing differs, nothing happens."""
    fine = checked_event(told)
    event = _locked(actor, event_id)
    before, after = event_told(event), fine
    differs = [name for name in _FIELDS if getattr(before, name) != getattr(after, name)]
    if not differs:
        return event
    for name in differs:
        setattr(event, name, getattr(after, name))
    event.changed_at, event.changed_by = now, actor.label
    event.save(update_fields=[*differs, "changed_at", "changed_by"])
    emit(actor, EventChanged(event.pk, event.name, _shown(before, differs), _shown(after, differs)))
    return event


@deed("forecast.write")
def cancel_event(actor: Actor, *, event_id: UUID, now: datetime, reason: str = "") -> CalendarEvent:
    """Say that an event does not take place (or did not): the forecast knows it no more."""
    event = _locked(actor, event_id)
    event.cancelled_at, event.cancelled_by, event.reason = now, actor.label, reason
    event.save(update_fields=["cancelled_at", "cancelled_by", "reason"])
    emit(actor, EventDropped(event.pk, event.name, reason))
    return event


@deed("forecast.write")
def switch_holiday(actor: Actor, *, name: str, counts: bool, today: date, now: datetime) -> None:
    """Say that a public holiday is a day like any other for the company (`counts` false), or that it is none.

    NotFound for what is no public holiday of the company's country around `today`.
    """
    if name not in holiday_names(actor, today=today):
        raise NotFound(what="public holiday")
    one_at_a_time(actor.company_id, "calendar")
    ignored = IgnoredHoliday.objects.of(actor).filter(name=name)
    if ignored.exists() is not counts:
        return
    if counts:
        ignored.delete()
    else:
        IgnoredHoliday.objects.create(company_id=actor.company_id, name=name, told_at=now, told_by=actor.label)
    emit(actor, HolidaySwitched(name, counts))


def event_told(event: CalendarEvent) -> EventTold:
    """An event as it was told last."""
    return EventTold(**{name: getattr(event, name) for name in _FIELDS})


def _locked(actor: Actor, event_id: UUID) -> CalendarEvent:
    event = locked_one(CalendarEvent.objects.of(actor).filter(pk=event_id), what="event")
    if event.cancelled_at is not None:
        raise EventCancelled
    return event


def _shown(told: EventTold, names: list[str]) -> dict[str, str]:
    return {name: "" if getattr(told, name) is None else str(getattr(told, name)) for name in names}
