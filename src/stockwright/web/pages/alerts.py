"""What runs low."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stockwright.inventory.actions.alerts import acknowledge_alert, resolve_alert
from stockwright.inventory.rules.alerts import AlertResolved
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid
from stockwright.web.fill.alerts import low_stock_page
from stockwright.web.http import PageRequest, framed, next_url, page


@require_GET
@page("inventory.read")
def alerts(request: PageRequest, actor: Actor) -> HttpResponse:
    """Open and resolved alerts, and the report of what is low now."""
    asked = request.GET
    shown = low_stock_page(
        actor, tab=asked.get("tab", "open"), search=asked.get("q", ""), cursor=asked.get("cursor", "")
    )
    return framed(request, actor, "alerts/page.html", section="stock", page=shown, place="alerts")


@require_POST
@page("inventory.write")
def acknowledge(request: PageRequest, actor: Actor, alert_id: UUID) -> HttpResponse:
    """Take care of it."""
    try:
        acknowledge_alert(actor, alert_id=alert_id, now=clock.now())
    except AlertResolved as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("You take care of it."))
    return redirect(next_url(request, "/stock/alerts"))


@require_POST
@page("inventory.write")
def resolve(request: PageRequest, actor: Actor, alert_id: UUID) -> HttpResponse:
    """End it by hand."""
    try:
        resolve_alert(actor, alert_id=alert_id, now=clock.now(), note=request.POST.get("note", ""))
    except Invalid as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("Resolved. The item alerts again after its stock recovered once."))
    return redirect(next_url(request, "/stock/alerts"))
