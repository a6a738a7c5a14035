"""Whose demand an item takes over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from stockwright.catalog.queries import find_by_code, item_of
from stockwright.forecasting.actions.successions import end_inheritance, inherit_history
from stockwright.forecasting.queries.successions import successions_about
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Problem
from stockwright.web.fill.succession_forms import HUNDRED, SuccessionForm, first_values
from stockwright.web.fill.told_items import shared_barcode
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.shown.successions import SuccessionPage


@require_http_methods(["GET", "POST"])
@page("forecast.write")
def predecessor(request: PageRequest, actor: Actor, variant_id: UUID) -> HttpResponse:
    """Say which item was sold before this one; the next forecast gives its history to this one."""
    item = item_of(actor, variant_id)
    known = successions_about(actor, variant_id)
    follows = next((link for link in known if link.variant_id == variant_id), None)
    form = SuccessionForm(
        request.POST or None, initial=first_values(follows, clock.today(request.company.time_zone))
    )
    if request.method == "POST" and form.is_valid() and _saved(actor, variant_id, form):
        messages.success(request, gettext("Saved. The forecast is made anew with that history."))
        return redirect("item", variant_id)
    followers = tuple(link for link in known if link.predecessor_id == variant_id)
    shown = SuccessionPage(variant_id, item.sku, item.name, form, follows, followers)
    status = 422 if form.errors else 200
    return framed(request, actor, "items/predecessor.html", section="items", status=status, page=shown)


@require_POST
@page("forecast.write")
def end(request: PageRequest, actor: Actor, variant_id: UUID) -> HttpResponse:
    """Let the item have only its own history again."""
    end_inheritance(actor, variant_id=variant_id)
    messages.success(request, gettext("The item has only its own history again."))
    return redirect("item", variant_id)


def _saved(actor: Actor, variant_id: UUID, form: SuccessionForm) -> bool:
    told = form.cleaned_data
    found = find_by_code(actor, told["predecessor"])
    if len(found) != 1:
        nobody = gettext("No item has this SKU or barcode.")
        form.add_error("predecessor", shared_barcode(told["predecessor"], found) if found else nobody)
        return False
    try:
        inherit_history(
            actor,
            variant_id=variant_id,
            predecessor_id=found[0].variant_id,
            from_on=told["from_on"],
            share=told["share"] / HUNDRED,
            replaces=told["replaces"],
        )
    except Problem as problem:
        form.add_error(None, problem.text)
        return False
    return True
