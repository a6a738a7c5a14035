"""The proof that books and stock agree."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from stockwright.insights.actions.repairs import preview_repair, repair_books
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.messaging.actions.queue import defer_once
from stockwright.web.fill.proof import proof_page, repair_page
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("inventory.read")
def proof(request: PageRequest, actor: Actor) -> HttpResponse:
    """Whether everything agrees, what was compared, and the rows behind each difference."""
    return framed(request, actor, "proof/page.html", section="stock", place="proof", page=proof_page(actor))


@require_POST
@page("inventory.write")
def run(request: PageRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - pages are called so
    """Compare everything again, by a worker."""
    defer_once("insights.prove", actor)
    return redirect("proof")


@require_POST
@page("company.write")
def repair(request: PageRequest, actor: Actor) -> HttpResponse:
    """Show what a repair would change; do it once that is confirmed."""
    name = request.POST.get("repair", "")
    if "confirm" in request.POST:
        repair_books(actor, repair=name, now=clock.now())
        messages.success(request, gettext("Set right, and compared again."))
        return redirect("proof")
    shown = repair_page(name, preview_repair(actor, repair=name, now=clock.now()))
    return framed(request, actor, "proof/repair.html", section="stock", place="proof", page=shown)
