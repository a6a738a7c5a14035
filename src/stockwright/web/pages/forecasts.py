"""How good the forecast is, and every run of it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit.actor import Actor
from stockwright.web.fill.forecast_runs import forecast_run_page, forecast_runs_page
from stockwright.web.fill.performance import AskedPerformance, forecast_page
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.kept import kept


@require_GET
@page("forecast.read")
def accuracy(request: PageRequest, actor: Actor) -> HttpResponse:
    """Past forecasts beside what was sold, what stated intervals were worth, and the last back-test."""
    asked = AskedPerformance.of(request.GET)
    shown = kept(actor, f"forecast:{asked}", lambda: forecast_page(actor, asked))
    return framed(request, actor, "forecast/page.html", section="forecast", place="accuracy", page=shown)


@require_GET
@page("forecast.read")
def runs(request: PageRequest, actor: Actor) -> HttpResponse:
    """Every run, the newest first."""
    shown = forecast_runs_page(actor, request.GET.get("cursor", ""))
    return framed(request, actor, "forecast/runs.html", section="forecast", place="forecast_runs", page=shown)


@require_GET
@page("forecast.read")
def run(request: PageRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """One run: when, from what, how it did."""
    shown = forecast_run_page(actor, run_id)
    return framed(request, actor, "forecast/run.html", section="forecast", place="forecast_runs", page=shown)
