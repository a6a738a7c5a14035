"""What will be sold in all."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit.actor import Actor
from stockwright.web.fill.outlook import AskedOutlook, outlook_page
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.kept import kept


@require_GET
@page("forecast.read")
def outlook(request: PageRequest, actor: Actor) -> HttpResponse:
    """What is expected of everything, a category or a place, and what it adds up from."""
    asked = AskedOutlook.of(request.GET)
    shown = kept(actor, f"outlook:{asked}", lambda: outlook_page(actor, asked))
    return framed(request, actor, "forecast/outlook.html", section="forecast", place="outlook", page=shown)
