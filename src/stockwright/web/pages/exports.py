"""Lists taken away as files, streamed as they are read."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope
from stockwright.replenishment.queries.advice import latest_plan
from stockwright.replenishment.rules import NoForecastYet
from stockwright.web.fill.asked import Asked
from stockwright.web.fill.exports import Row, items_rows, today_rows
from stockwright.web.fill.files import lines_of_csv
from stockwright.web.fill.items import AskedItems
from stockwright.web.http import PageRequest, page


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
    return _file(request, actor, rows, f"{asked.list}-{run.planned_on}.csv")


@require_GET
@page("catalog.read")
def items_csv(request: PageRequest, actor: Actor) -> StreamingHttpResponse:
    """All items as they are filtered and sorted."""
    asked = AskedItems.of(request.GET)
    rows = items_rows(actor, request.company, latest_plan(actor), asked, now=clock.now())
    return _file(request, actor, rows, f"items-{clock.today(request.company.time_zone)}.csv")


def _file(request: PageRequest, actor: Actor, rows: Iterable[Row], name: str) -> StreamingHttpResponse:
    zone = request.company.time_zone

    def streamed() -> Iterator[str]:
        """The rows are read while the answer is sent, in a transaction of their own."""
        with scope(actor.company_id), timezone.override(zone):
            yield from lines_of_csv(rows)

    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(streamed(), content_type="text/csv; charset=utf-8", headers=headers)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(what="advice") from error
