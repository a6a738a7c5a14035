"""Kits: what they take, how many could be built, and building them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.inventory.actions.kits import assemble_kits, set_components, take_apart_kits, undo_kit_build
from stockwright.inventory.queries.kits import build_of
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.problems import Conflict, Invalid
from stockwright.web.fill.kits import list_page, one_page
from stockwright.web.fill.locations import chosen_location
from stockwright.web.fill.told_items import number_of, told_items
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("inventory.read")
def kits(request: PageRequest, actor: Actor) -> HttpResponse:
    """Every kit; with `item` (a SKU or barcode) the page of that item's components."""
    asked, error = request.GET.dict(), ""
    if asked.get("item", "").strip():
        try:
            [(variant_id, _), *_] = told_items(actor, asked["item"])
            return redirect("kit", variant_id)
        except Invalid as problem:
            error = problem.text
    shown = list_page(actor, asked, error)
    return framed(request, actor, "kits/list.html", section="stock", page=shown, place="kits")


@require_http_methods(["GET", "POST"])
@page("inventory.read")
def kit(request: PageRequest, actor: Actor, variant_id: UUID) -> HttpResponse:
    """One kit; a post says what it is put together from."""
    if request.method == "POST":
        actor.require("inventory.write")
        try:
            set_components(
                actor, kit_id=variant_id, components=told_items(actor, request.POST.get("components", ""))
            )
        except (Invalid, Conflict) as problem:
            return _shown(request, actor, variant_id, error=problem.text, status=problem.status)
        messages.success(request, gettext("Saved."))
        return redirect("kit", variant_id)
    return _shown(request, actor, variant_id)


@require_POST
@page("inventory.write")
def build(request: PageRequest, actor: Actor, variant_id: UUID) -> HttpResponse:
    """Assemble kits, or take them apart."""
    typed = request.POST.dict()
    apart = typed.get("deed") == "take_apart"
    try:
        (take_apart_kits if apart else assemble_kits)(
            actor,
            kit_id=variant_id,
            location_id=chosen_location(typed),
            quantity=number_of(typed.get("quantity", "")),
            now=now(),
            source=typed.get("source", "")[:120],
        )
    except (Invalid, Conflict) as problem:
        return _shown(request, actor, variant_id, error=problem.text, status=problem.status)
    messages.success(request, gettext("Taken apart.") if apart else gettext("Assembled."))
    return redirect("kit", variant_id)


@require_POST
@page("inventory.write")
def undo(request: PageRequest, actor: Actor, build_id: UUID) -> HttpResponse:
    """Take it back."""
    variant_id = build_of(actor, build_id).kit_id
    try:
        undo_kit_build(actor, build_id=build_id, now=now())
    except Conflict as problem:
        return _shown(request, actor, variant_id, error=problem.text, status=problem.status)
    messages.success(request, gettext("Undone by a reversing entry."))
    return redirect("kit", variant_id)


def _shown(
    request: PageRequest, actor: Actor, variant_id: UUID, *, error: str = "", status: int = 200
) -> HttpResponse:
    shown = one_page(actor, variant_id, request.POST.dict(), error)
    return framed(request, actor, "kits/one.html", section="stock", status=status, page=shown, place="kits")
