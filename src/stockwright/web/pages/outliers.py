"""Days of bulk orders, and what they count as."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stockwright.forecasting.actions.outliers import decide_outlier
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid
from stockwright.web.fill.outliers import AskedOutliers, decided_key, outliers_shown
from stockwright.web.http import PageRequest, framed, next_url, page


@require_GET
@page("forecast.read")
def outliers(request: PageRequest, actor: Actor) -> HttpResponse:
    """Days on which more was sold than the forecast believes."""
    return framed(
        request,
        actor,
        "forecast/outliers.html",
        section="forecast",
        place="outliers",
        page=outliers_shown(actor, AskedOutliers.of(request.GET)),
    )


@require_POST
@page("forecast.write")
def decide(request: PageRequest, actor: Actor) -> HttpResponse:
    """Say what a day counts as, or leave it to the program again."""
    told, today = request.POST, clock.today(request.company.time_zone)
    words = {"decision": told.get("decision", ""), "note": told.get("note", "")}
    try:
        decide_outlier(actor, **decided_key(told), **words, now=clock.now(), today=today)  # type: ignore[arg-type]
    except Invalid as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("Saved. The next forecast counts so."))
    return redirect(next_url(request, "/forecast/outliers"))
