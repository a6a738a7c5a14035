"""Changes in the demand of items."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit.actor import Actor
from stockwright.web.fill.notices import AskedNotices, notices_shown
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("forecast.read")
def notices(request: PageRequest, actor: Actor) -> HttpResponse:
    """Items that sell otherwise than before."""
    return framed(
        request,
        actor,
        "forecast/notices.html",
        section="forecast",
        place="notices",
        page=notices_shown(actor, AskedNotices.of(request.GET)),
    )
