"""Which weekdays, months and holidays sell more."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.web.fill.seasons import AskedSeasons, seasons_page
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.kept import kept


@require_GET
@page("forecast.read")
def seasons(request: PageRequest, actor: Actor) -> HttpResponse:
    """The seasons of everything, a category or an item, and the year to come."""
    asked = AskedSeasons.of(request.GET)
    name = f"seasons:{asked}:{clock.today(request.company.time_zone)}"
    shown = kept(actor, name, lambda: seasons_page(actor, request.company, asked))
    return framed(request, actor, "forecast/seasons.html", section="forecast", place="seasons", page=shown)
