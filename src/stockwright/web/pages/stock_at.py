"""The stock at any moment, as known at any other."""

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.web.fill.stock_at import AskedMoment, stock_at_file, stock_at_page
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.sent import csv_answer


@require_GET
@page("inventory.read")
def stock_at(request: PageRequest, actor: Actor) -> HttpResponse:
    """What was where at a moment, and what it was worth."""
    shown = stock_at_page(actor, AskedMoment.of(request.GET), now=clock.now())
    return framed(request, actor, "stock/at.html", section="stock", place="stock", page=shown)


@require_GET
@page("inventory.read")
def stock_at_csv(request: PageRequest, actor: Actor) -> StreamingHttpResponse:
    """The same as a file."""
    asked, now = AskedMoment.of(request.GET), clock.now()
    asked.moments(now)
    rows = stock_at_file(actor, request.company, asked, now=now)
    return csv_answer(request, actor, rows, f"stock-at-{asked.moment[:10] or clock.today('UTC')}.csv")
