"""All items, one item, and an advice as it was given."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.insights.queries.items import item_story
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.web.fill.item import advice_page, item_page
from stockwright.web.fill.items import AskedItems, items_page
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("catalog.read")
def items(request: PageRequest, actor: Actor) -> HttpResponse:
    """Everything that is sold, with what is there and what the plan says of it."""
    shown = items_page(actor, request.company, AskedItems.of(request.GET))
    return framed(request, actor, "items/page.html", section="items", page=shown)


@require_GET
@page("catalog.read")
def item(request: PageRequest, actor: Actor, variant_id: UUID) -> HttpResponse:
    """The item's own page; for the side panel only its inside."""
    story = item_story(actor, variant_id=variant_id, location_id=_location(request))
    template = "items/_item.html" if request.htmx else "items/item.html"
    return framed(request, actor, template, section="items", page=item_page(actor, request.company, story))


@require_GET
@page("plan.read")
def advice(request: PageRequest, actor: Actor, advice_id: UUID) -> HttpResponse:
    """What was advised on a day, with the calculation as it was stored then."""
    shown = advice_page(actor, request.company, advice_id)
    return framed(request, actor, "items/advice.html", section="items", page=shown)


def _location(request: PageRequest) -> UUID | None:
    told = request.GET.get("location", "")
    try:
        return UUID(told) if told else None
    except ValueError as error:
        raise NotFound(what="location") from error
