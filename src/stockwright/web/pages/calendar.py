"""The calendar that the forecast knows."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.forecasting.actions.calendar import add_event, cancel_event, change_event, switch_holiday
from stockwright.forecasting.queries.calendar import event_of
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid, NotFound
from stockwright.web.fill.calendar import calendar_page, event_form, event_page, event_said, month_url
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.http import PageRequest, framed, next_url, page


@require_GET
@page("forecast.read")
def calendar(request: PageRequest, actor: Actor) -> HttpResponse:
    """A month with its events, promotions and public holidays."""
    shown = calendar_page(actor, request.company, request.GET.get("month", ""))
    return framed(request, actor, "calendar/page.html", section="forecast", place="calendar", page=shown)


@require_http_methods(["GET", "POST"])
@page("forecast.write")
def new(request: PageRequest, actor: Actor) -> HttpResponse:
    """Tell the forecast of an event."""
    form = event_form(request.POST or None, on=request.GET.get("on", ""))
    if request.method == "POST" and form.is_valid():
        try:
            source = f"page:{form.cleaned_data['source']}"
            made = add_event(actor, told=event_said(form), now=clock.now(), source=source)
        except Invalid as problem:
            tell_refusal(form, problem)
        else:
            messages.success(request, gettext("Told. The next forecast knows it."))
            return redirect(month_url(made.starts_on))
    status, shown = 422 if form.errors else 200, event_page(actor, form)
    return framed(
        request, actor, "calendar/event.html", section="forecast", place="calendar", status=status, page=shown
    )


@require_http_methods(["GET", "POST"])
@page("forecast.read")
def event(request: PageRequest, actor: Actor, event_id: UUID) -> HttpResponse:
    """One event, which can be told anew."""
    told = event_of(actor, event_id)
    form = event_form(request.POST or None, told)
    if request.method == "POST" and form.is_valid():
        try:
            change_event(actor, event_id=event_id, told=event_said(form), now=clock.now())
        except (Conflict, Invalid) as problem:
            tell_refusal(form, problem)
        else:
            messages.success(request, gettext("Changed. The next forecast knows it."))
            return redirect(month_url(form.cleaned_data["starts_on"]))
    status, shown = 422 if form.errors else 200, event_page(actor, form, told)
    return framed(
        request, actor, "calendar/event.html", section="forecast", place="calendar", status=status, page=shown
    )


@require_POST
@page("forecast.write")
def cancel(request: PageRequest, actor: Actor, event_id: UUID) -> HttpResponse:
    """Say that an event does not take place."""
    try:
        gone = cancel_event(actor, event_id=event_id, now=clock.now(), reason=request.POST.get("reason", "")[:500])
    except Conflict as problem:
        messages.error(request, problem.text)
        return redirect("event", event_id)
    messages.success(request, gettext("Cancelled. The next forecast does not know it any more."))
    return redirect(month_url(gone.starts_on))


@require_POST
@page("forecast.write")
def switch(request: PageRequest, actor: Actor) -> HttpResponse:
    """Switch a public holiday off for the company, or on again."""
    name, counts = request.POST.get("name", ""), request.POST.get("counts") == "1"
    today = clock.today(request.company.time_zone)
    try:
        switch_holiday(actor, name=name, counts=counts, today=today, now=clock.now())
    except NotFound as problem:
        messages.error(request, problem.text)
    else:
        said = gettext("%(name)s is a holiday again.") if counts else gettext("%(name)s sells as any other day.")
        messages.success(request, said % {"name": name})
    return redirect(next_url(request, month_url(today)))
