"""The stock of one item: every movement with the balance after it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.web.fill.stock_item import AskedHistory, stock_item_page
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("inventory.read")
def stock_item(request: PageRequest, actor: Actor, variant_id: UUID) -> HttpResponse:
    """An item's movements, what is promised of it, and its stock at any moment."""
    asked = AskedHistory.of(request.GET)
    shown = stock_item_page(actor, request.company, variant_id, asked, now=clock.now())
    return framed(request, actor, "stock/item.html", section="stock", place="stock", page=shown)
