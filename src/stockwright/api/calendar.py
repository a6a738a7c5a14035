"""The calendar that the forecast knows: own events and public holidays."""

from datetime import date, datetime
from uuid import UUID, uuid4

from ninja import Query, Router
from ninja.responses import Status
from pydantic import BaseModel, Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageIn, PageOut
from stockwright.forecasting.actions.calendar import add_event, cancel_event, change_event, switch_holiday
from stockwright.forecasting.queries.calendar import (
    EventView,
    Occurrence,
    event_of,
    events_page,
    kinds_told,
    occurrences_between,
)
from stockwright.forecasting.queries.holidays import Holiday, holidays_between
from stockwright.forecasting.rules.calendar import EventTold, checked_span
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Calendar"])


class EventIn(In):
    """Days on which people sell differently."""

    name: str = Field(max_length=200, examples=["Spring fair"])
    kind: str = Field(max_length=40, description="What groups alike events.", examples=["fair"])
    starts_on: date
    ends_on: date
    yearly: bool = Field(False, description="It comes back each year, from `starts_on` on.")
    repeats_until: date | None = Field(None, description="The last day on which a yearly event may begin.")
    note: str = Field("", max_length=500)


class NewEventIn(EventIn):
    """A new event."""

    reference: str | None = Field(
        None, min_length=1, max_length=100, description="Your own reference: an event is added once for each."
    )


class EventOut(Out):
    """An event with who told it, changed it and cancelled it."""

    id: UUID
    name: str
    kind: str
    starts_on: date
    ends_on: date
    yearly: bool
    repeats_until: date | None
    note: str
    told_at: datetime
    told_by: str
    changed_at: datetime | None
    changed_by: str
    cancelled_at: datetime | None
    cancelled_by: str
    reason: str = Field(description="Why it was cancelled.")


class OccurrenceOut(Out):
    """One time that an event takes place."""

    event_id: UUID
    name: str
    kind: str
    first: date
    last: date


class CalendarHolidayOut(Out):
    """A public holiday of the company's country; one that does not count is a day like any other."""

    day: date
    name: str
    counts: bool


class CalendarOut(Out):
    """What takes place in a span of days."""

    events: list[OccurrenceOut]
    holidays: list[CalendarHolidayOut]
    kinds: list[str] = Field(description="The kinds of event there are, the most frequent first.")


class CalendarAsked(BaseModel):
    """From which day to which; without them the coming twelve weeks."""

    first: date | None = None
    last: date | None = None


class EventsAsked(PageIn):
    """Which events."""

    cancelled: bool = False


class HolidayIn(In):
    """Whether a public holiday, by its name, is one for the company."""

    name: str = Field(max_length=200, examples=["Erster Mai"])
    counts: bool = Field(description="false: the company sells as on any other day.")


class CallOffIn(In):
    """Why something does not take place."""

    reason: str = Field("", max_length=500)


@router.get("/calendar", response=CalendarOut)
@needs("forecast.read")
def get_calendar(request: ApiRequest, wanted: Query[CalendarAsked]) -> dict[str, object]:
    """Events and public holidays of up to three years. Fails with `invalid_span`."""
    first = wanted.first or company_day(request.auth)
    span = checked_span(first, wanted.last)
    events: list[Occurrence] = occurrences_between(request.auth, span)
    days: list[Holiday] = holidays_between(request.auth, span)
    return {"events": events, "holidays": days, "kinds": kinds_told(request.auth)}


@router.get("/calendar/events", response=PageOut[EventOut])
@needs("forecast.read")
def list_events(request: ApiRequest, wanted: Query[EventsAsked]) -> Page[EventView]:
    """Events, the newest told first."""
    return events_page(request.auth, cancelled=wanted.cancelled, cursor=wanted.cursor or "", limit=wanted.limit)


@router.get("/calendar/events/{event_id}", response=EventOut)
@needs("forecast.read")
def get_event(request: ApiRequest, event_id: UUID) -> EventView:
    """One event."""
    return event_of(request.auth, event_id)


@router.post("/calendar/events", response={201: EventOut})
@needs("forecast.write")
def post_event(request: ApiRequest, body: NewEventIn) -> Status[EventView]:
    """Add an event; the next forecast knows it. Fails with `invalid_event`."""
    told = EventTold(**body.model_dump(exclude={"reference"}))
    made = add_event(request.auth, told=told, now=now(), source=f"api:{body.reference or uuid4()}")
    return Status(201, event_of(request.auth, made.pk))


@router.put("/calendar/events/{event_id}", response=EventOut)
@needs("forecast.write")
def put_event(request: ApiRequest, event_id: UUID, body: EventIn) -> EventView:
    """Tell an event anew. Fails with `invalid_event` or `event_cancelled`."""
    change_event(request.auth, event_id=event_id, told=EventTold(**body.model_dump()), now=now())
    return event_of(request.auth, event_id)


@router.post("/calendar/events/{event_id}/cancel", response=EventOut)
@needs("forecast.write")
def post_cancel_event(request: ApiRequest, event_id: UUID, body: CallOffIn) -> EventView:
    """Say that an event does not take place (or did not). Fails with `event_cancelled`."""
    cancel_event(request.auth, event_id=event_id, now=now(), reason=body.reason)
    return event_of(request.auth, event_id)


@router.put("/calendar/holidays", response=HolidayIn)
@needs("forecast.write")
def put_holiday(request: ApiRequest, body: HolidayIn) -> HolidayIn:
    """Switch a public holiday off for the company, or on again, for all years. Fails with `not_found`."""
    today = company_day(request.auth)
    switch_holiday(request.auth, name=body.name, counts=body.counts, today=today, now=now())
    return body
