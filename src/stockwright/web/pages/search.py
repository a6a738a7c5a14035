"""The search box and its page."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit.actor import Actor
from stockwright.web.fill.search import search_page
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("catalog.read")
def search(request: PageRequest, actor: Actor) -> HttpResponse:
    """Items, orders and pages that are called so."""
    shown = search_page(actor, request.GET.get("q", "").strip()[:100])
    template = "frame/_search_results.html" if request.htmx else "search/page.html"
    return framed(request, actor, template, page=shown)
