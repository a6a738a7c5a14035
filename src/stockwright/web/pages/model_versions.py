"""What the forecast has learnt, and which version of it forecasts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stockwright.forecasting.actions.training import ask_for_training, choose_version, release_version
from stockwright.kit.actor import Actor
from stockwright.web.fill.model_versions import versions_page
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("forecast.read")
def model_versions(request: PageRequest, actor: Actor) -> HttpResponse:
    """Every version with what it was learnt from and how it proved, and which one forecasts."""
    return framed(request, actor, "forecast/versions.html", page=versions_page(actor))


@require_POST
@page("plan.run")
def retrain(request: PageRequest, actor: Actor) -> HttpResponse:
    """Learn anew, by a worker."""
    ask_for_training(actor)
    messages.success(request, gettext("The forecast learns anew. It takes a minute or a few."))
    return redirect("model_versions")


@require_POST
@page("forecast.write")
def choose(request: PageRequest, actor: Actor, version_id: UUID) -> HttpResponse:
    """Let an earlier version forecast."""
    choose_version(actor, version_id=version_id)
    messages.success(request, gettext("This version forecasts from the next run on, until you let it go."))
    return redirect("model_versions")


@require_POST
@page("forecast.write")
def release(request: PageRequest, actor: Actor, version_id: UUID) -> HttpResponse:
    """Let newer versions take over again."""
    release_version(actor, version_id=version_id)
    messages.success(request, gettext("The next version takes its place as usual."))
    return redirect("model_versions")
