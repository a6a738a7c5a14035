"""Prices that are set for days to come."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.forecasting.actions.prices import cancel_price, plan_prices
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid
from stockwright.web.fill.planned_prices import page_of_prices, prices_form, prices_said
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("forecast.read")
def planned_prices(request: PageRequest, actor: Actor) -> HttpResponse:
    """Planned prices, the latest day first."""
    shown = page_of_prices(actor, request.company, prices_form(None), cursor=request.GET.get("cursor", ""))
    return framed(request, actor, "calendar/prices.html", section="forecast", place="planned_prices", page=shown)


@require_http_methods(["GET", "POST"])
@page("forecast.write")
def new(request: PageRequest, actor: Actor) -> HttpResponse:
    """Set prices for days to come, all or none."""
    form, today = prices_form(request.POST or None), clock.today(request.company.time_zone)
    if request.method == "POST" and form.is_valid():
        try:
            told, source = prices_said(actor, form), f"page:{form.cleaned_data['source']}"
            made = plan_prices(actor, told=told, now=clock.now(), today=today, source=source)
        except Invalid as problem:
            tell_refusal(form, problem)
        else:
            said = ngettext("%(n)s price is planned.", "%(n)s prices are planned.", len(made))
            messages.success(request, said % {"n": len(made)})
            return redirect("planned_prices")
    status, shown = 422 if form.errors else 200, page_of_prices(actor, request.company, form)
    return framed(
        request, actor, "calendar/prices_form.html", section="forecast", place="planned_prices", status=status,
        page=shown,
    )  # fmt: skip


@require_POST
@page("forecast.write")
def cancel(request: PageRequest, actor: Actor, price_id: UUID) -> HttpResponse:
    """Take a price back before its day."""
    try:
        cancel_price(actor, price_id=price_id, now=clock.now(), today=clock.today(request.company.time_zone))
    except Conflict as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("Taken back. The next forecast does not know it any more."))
    return redirect("planned_prices")
