"""Every component in every state, for those who build with them; only while developing."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit.actor import Actor
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.shown.samples import design_page


@require_GET
@page("plan.read")
def design(request: PageRequest, actor: Actor) -> HttpResponse:
    """The page of components."""
    return framed(request, actor, "design/page.html", page=design_page())
