"""What was predicted of every item, and what came."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit.actor import Actor
from stockwright.web.fill.predictions import AskedPredictions, shown_predictions
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("forecast.read")
def predictions(request: PageRequest, actor: Actor) -> HttpResponse:
    """Predictions by day, each with what was sold once the day is complete."""
    shown = shown_predictions(actor, request.company, AskedPredictions.of(request.GET))
    return framed(request, actor, "forecast/predictions.html", section="forecast", place="predictions", page=shown)
