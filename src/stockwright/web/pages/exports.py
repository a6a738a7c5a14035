"""Lists taken away as files, streamed as they are read."""

from uuid import UUID

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.replenishment.queries.advice import latest_plan
from stockwright.replenishment.rules import NoForecastYet
from stockwright.web.fill.asked import Asked
from stockwright.web.fill.exports import items_rows, today_rows
from stockwright.web.fill.items import AskedItems
from stockwright.web.http import PageRequest, page
from stockwright.web.sent import csv_answer


@require_GET
@page("plan.read")
def today_csv(request: PageRequest, actor: Actor) -> StreamingHttpResponse:
    """The open list as it is filtered and sorted, or its selected lines."""
    run = latest_plan(actor)
    if run is None:
        raise NoForecastYet
    asked = Asked.of(request.GET)
    picked = [_id(one) for one in request.GET.getlist("line")]
    rows = today_rows(actor, request.company, run, asked, picked, now=clock.now())
    return csv_answer(request, actor, rows, f"{asked.list}-{run.planned_on}.csv")


@require_GET
@page("catalog.read")
def items_csv(request: PageRequest, actor: Actor) -> StreamingHttpResponse:
    """All items as they are filtered and sorted."""
    asked = AskedItems.of(request.GET)
    rows = items_rows(actor, request.company, latest_plan(actor), asked, now=clock.now())
    return csv_answer(request, actor, rows, f"items-{clock.today(request.company.time_zone)}.csv")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(what="advice") from error
