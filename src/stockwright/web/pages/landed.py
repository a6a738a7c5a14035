"""Landed costs: freight, duty and the like, divided over the goods that they brought."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.inventory.actions.landed import undo_landed_cost
from stockwright.inventory.rules.landed import LandedCostUndone
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotFound, Problem
from stockwright.web.fill.landed import add_cost, landed_page, landed_preview
from stockwright.web.fill.landed_forms import LandedForm
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.shown.landed import LandedFormPage


@require_GET
@page("inventory.read")
def landed_costs(request: PageRequest, actor: Actor) -> HttpResponse:
    """Every cost with its lines, the newest first."""
    shown = landed_page(actor, request.company, cursor=request.GET.get("cursor", ""))
    return framed(request, actor, "landed/page.html", section="stock", place="landed_costs", page=shown)


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def new(request: PageRequest, actor: Actor) -> HttpResponse:
    """Fill in a cost, see what it adds to which items, and add it."""
    form = LandedForm(request.POST or None, initial={"number": request.GET.get("order", ""), "source": new_id()})
    shown = LandedFormPage(form, None)
    if request.method == "POST" and form.is_valid():
        try:
            if "confirm" in request.POST:
                add_cost(actor, form.cleaned_data)
                messages.success(request, gettext("Added to the value of the goods."))
                return redirect("landed_costs")
            shown = landed_preview(actor, request.company, form)
        except Problem as problem:
            form.add_error("number" if isinstance(problem, NotFound) else None, problem.text)
    status = 422 if form.errors else 200
    return framed(
        request, actor, "landed/form.html", section="stock", place="landed_costs", status=status, page=shown
    )


@require_POST
@page("inventory.write")
def undo(request: PageRequest, actor: Actor, cost_id: UUID) -> HttpResponse:
    """Take a cost out of the stock again."""
    try:
        undo_landed_cost(actor, cost_id=cost_id, now=clock.now())
    except LandedCostUndone as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("Taken out of the value of the goods again."))
    return redirect("landed_costs")
