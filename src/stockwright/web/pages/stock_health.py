"""The health of the stock: what it is worth, how it ages, turns, runs out and goes missing."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.web.fill.stock_health import AskedHealth, stock_health
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.kept import kept


@require_GET
@page("inventory.read")
def health(request: PageRequest, actor: Actor) -> HttpResponse:
    """Figures, charts with their tables, and what nobody buys."""
    asked = AskedHealth.of(request.GET)
    name = f"stock-health:{asked}:{clock.today(request.company.time_zone)}"
    shown = kept(actor, name, lambda: stock_health(actor, request.company, asked, now=clock.now()))
    return framed(request, actor, "stock/health.html", section="stock", place="stock_health", page=shown)
