"""The pages of the calendar, filled."""

from datetime import date, timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.forecasting.queries.calendar import EventView, kinds_told, occurrences_between
from stockwright.forecasting.queries.holidays import holidays_between
from stockwright.forecasting.queries.promotions import promotions_between
from stockwright.forecasting.rules.calendar import EventTold, Span
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.web.components.numbers import percent
from stockwright.web.fill.told_forms import EventForm
from stockwright.web.shown.calendar import CalendarPage, CalendarRow, DayCell, DayMark, EventPage

EVENT_FIELDS = ("name", "kind", "starts_on", "ends_on", "yearly", "repeats_until", "note")
PROPOSED_KINDS = 30
MARKS_SHOWN = 4


def calendar_page(actor: Actor, company: Company, month: str) -> CalendarPage:
    """A month as a grid of whole weeks, with everything that touches it as a list."""
    today = clock.today(company.time_zone)
    first = _month(month, today)
    following = (first + timedelta(days=31)).replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    last = following - timedelta(days=1)
    grid = Span(first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday()))
    may_write = actor.may("forecast.write")
    rows = _rows(actor, grid, today)
    days = [grid.first + timedelta(days=at) for at in range((grid.last - grid.first).days + 1)]
    cells = [_cell(day, first, today, rows, may_write=may_write) for day in days]
    return CalendarPage(
        title=date_format(first, "F Y"),
        month=f"{first:%Y-%m}",
        previous_url=f"?month={before:%Y-%m}",
        next_url=f"?month={following:%Y-%m}",
        today_url="" if first == today.replace(day=1) else f"?month={today:%Y-%m}",
        weekdays=tuple(str(WEEKDAYS_ABBR[at]) for at in range(7)),
        weeks=tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7)),
        rows=tuple(row for row in rows if row.first <= last and row.last >= first),
        has_country=bool(company.holidays_of),
        may_write=may_write,
    )


def event_form(typed: QueryDict | None, event: EventView | None = None, on: str = "") -> EventForm:
    """The form with what was typed, else with what is told already."""
    if typed:
        return EventForm(typed)
    held = {name: getattr(event, name) for name in EVENT_FIELDS} if event else {"starts_on": on, "ends_on": on}
    return EventForm(initial={**held, "source": new_id()})


def event_page(actor: Actor, form: EventForm, event: EventView | None = None) -> EventPage:
    """The form of an event."""
    kinds = tuple(kinds_told(actor)[:PROPOSED_KINDS])
    return EventPage(form, event, kinds, may_write=actor.may("forecast.write"))


def event_said(form: EventForm) -> EventTold:
    """What a filled form tells."""
    return EventTold(**{name: form.cleaned_data[name] for name in EVENT_FIELDS})


def month_url(day: date) -> str:
    """The page of a day's month."""
    return f"{reverse('calendar')}?month={day:%Y-%m}"


def _month(told: str, today: date) -> date:
    """The first day of the month that was asked for, else of the present one."""
    try:
        asked = date.fromisoformat(f"{told}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if 1990 < asked.year < 2200 else today.replace(day=1)


def _rows(actor: Actor, within: Span, today: date) -> list[CalendarRow]:
    found = [
        CalendarRow(
            one.day,
            one.day,
            one.name,
            "holiday" if one.counts else "off",
            _holiday_words(one.counts),
            "",
            one.name,
            one.counts,
        )
        for one in holidays_between(actor, within)
    ]
    for event in occurrences_between(actor, within):
        url = reverse("event", args=[event.event_id])
        found.append(CalendarRow(event.first, event.last, event.name, "event", event.kind, url, "", counts=True))
    for promo in promotions_between(actor, within, today=today):
        url = reverse("promotion", args=[promo.id])
        words = gettext("promotion, %(share)s off") % {"share": percent(promo.discount)}
        found.append(
            CalendarRow(promo.starts_on, promo.ends_on, promo.name, "promotion", words, url, "", counts=True)
        )
    return sorted(found, key=lambda row: (row.first, row.last, row.label))


def _holiday_words(counts: bool) -> str:
    return gettext("public holiday") if counts else gettext("public holiday, sells as any other day")


def _cell(day: date, first: date, today: date, rows: list[CalendarRow], *, may_write: bool) -> DayCell:
    marks = [DayMark(row.label, row.tone, row.url) for row in rows if row.first <= day <= row.last]
    more = max(len(marks) - MARKS_SHOWN, 0)
    add = f"{reverse('event_new')}?on={day.isoformat()}" if may_write else ""
    return DayCell(day, day.month == first.month, day == today, tuple(marks[:MARKS_SHOWN]), more, add)
