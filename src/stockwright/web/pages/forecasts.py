"""How good the forecast is."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit.actor import Actor
from stockwright.web.fill.accuracy import accuracy_page
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("forecast.read")
def accuracy(request: PageRequest, actor: Actor) -> HttpResponse:
    """The last back-test beside the baselines, and what stated intervals were worth."""
    return framed(
        request, actor, "forecast/page.html", section="forecast", place="accuracy", page=accuracy_page(actor)
    )
