"""The delivery log of the webhooks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.messaging.actions.replays import replay_delivery
from stockwright.messaging.queries.deliveries import delivery_of
from stockwright.messaging.rules.endpoints import EndpointOff
from stockwright.web.fill.deliveries import AskedDeliveries, delivery_page, log_page
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("webhooks.read")
def deliveries(request: PageRequest, actor: Actor) -> HttpResponse:
    """What was and is to be told, filtered."""
    shown = log_page(actor, AskedDeliveries.of(request.GET))
    return framed(request, actor, "webhooks/deliveries.html", section="settings", page=shown, place="webhooks")


@require_GET
@page("webhooks.read")
def delivery(request: PageRequest, actor: Actor, delivery_id: UUID) -> HttpResponse:
    """One delivery with its tries."""
    shown = delivery_page(actor, delivery_of(actor, delivery_id))
    return framed(request, actor, "webhooks/delivery.html", section="settings", page=shown, place="webhooks")


@require_GET
@page("webhooks.read")
def progress(request: PageRequest, actor: Actor, delivery_id: UUID) -> HttpResponse:
    """Whether a delivery was tried: its whole page as soon as it was."""
    shown = delivery_page(actor, delivery_of(actor, delivery_id))
    if not shown.poll_url:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("settings_delivery", args=[delivery_id])})
    return framed(request, actor, "webhooks/_underway.html", page=shown)


@require_POST
@page("webhooks.write")
def again(request: PageRequest, actor: Actor, delivery_id: UUID) -> HttpResponse:
    """Send a delivery again, or now."""
    try:
        replay_delivery(actor, delivery_id=delivery_id, now=clock.now())
    except EndpointOff as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("It is sent now."))
    return redirect("settings_delivery", delivery_id)
