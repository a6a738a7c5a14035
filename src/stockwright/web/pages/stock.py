"""Stock: what is where."""

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.web.fill.stock import stock_file, stock_list
from stockwright.web.fill.stock_asked import AskedStock, chosen_columns
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.sent import csv_answer

KEPT_COLUMNS = "stock_columns"


@require_GET
@page("inventory.read")
def stock(request: PageRequest, actor: Actor) -> HttpResponse:
    """Every item at every place, or over all places, with the columns that were chosen last."""
    columns = _columns(request)
    shown = stock_list(actor, request.company, AskedStock.of(request.GET), columns)
    return framed(request, actor, "stock/list.html", section="stock", place="stock", page=shown)


@require_GET
@page("inventory.read")
def stock_csv(request: PageRequest, actor: Actor) -> StreamingHttpResponse:
    """The same rows and columns as a file."""
    asked, columns = AskedStock.of(request.GET), _columns(request)
    rows = stock_file(actor, request.company, asked, columns, now=clock.now())
    return csv_answer(request, actor, rows, f"stock-{clock.today(request.company.time_zone)}.csv")


def _columns(request: PageRequest) -> tuple[str, ...]:
    """The columns to show; what the address names is kept for the next time."""
    columns = chosen_columns(request.GET, request.session.get(KEPT_COLUMNS))
    if request.GET.getlist("column"):
        request.session[KEPT_COLUMNS] = list(columns)
    return columns
