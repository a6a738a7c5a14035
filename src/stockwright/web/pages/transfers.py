"""Transfers: the list, one of them with everything that is done to it, and the form."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.inventory.actions.transfer_undo import undo_transfer_step
from stockwright.inventory.actions.transfers import change_transfer, draft_transfer
from stockwright.inventory.queries.transfers import transfer_of
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.problems import Conflict, Invalid
from stockwright.web.fill.locations import chosen_location
from stockwright.web.fill.transfer_forms import blank_form, filled_form, planned
from stockwright.web.fill.transfer_steps import STEPS
from stockwright.web.fill.transfers import list_page, one_page, undo_page
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("inventory.read")
def transfers(request: PageRequest, actor: Actor) -> HttpResponse:
    """All transfers, by state."""
    shown = list_page(actor, request.GET.dict())
    return framed(request, actor, "transfers/list.html", section="stock", page=shown, place="transfers")


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def new_transfer(request: PageRequest, actor: Actor) -> HttpResponse:
    """The form of a new transfer."""
    typed, error = request.POST.dict() if request.method == "POST" else request.GET.dict(), ""
    if request.method == "POST":
        try:
            made = draft_transfer(
                actor,
                origin_id=chosen_location(typed, "origin"),
                destination_id=chosen_location(typed, "destination"),
                source=typed.get("source", "")[:120],
                **planned(actor, typed),
            )
            return redirect("transfer", made.pk)
        except Invalid as problem:
            error = problem.text
    shown = blank_form(actor, typed, error)
    status = 422 if error else 200
    return framed(
        request, actor, "transfers/form.html", section="stock", status=status, page=shown, place="transfers"
    )


@require_GET
@page("inventory.read")
def transfer(request: PageRequest, actor: Actor, transfer_id: UUID) -> HttpResponse:
    """One transfer."""
    return _shown(request, actor, transfer_id)


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def change(request: PageRequest, actor: Actor, transfer_id: UUID) -> HttpResponse:
    """The form of a transfer there is."""
    before, typed, error = transfer_of(actor, transfer_id), None, ""
    if request.method == "POST":
        typed = request.POST.dict()
        try:
            change_transfer(actor, transfer_id=transfer_id, **planned(actor, typed, before))
            return redirect("transfer", transfer_id)
        except (Invalid, Conflict) as problem:
            error = problem.text
    shown = filled_form(actor, before, typed, error)
    status = 422 if error else 200
    return framed(
        request, actor, "transfers/form.html", section="stock", status=status, page=shown, place="transfers"
    )


@require_POST
@page("inventory.write")
def take_step(request: PageRequest, actor: Actor, transfer_id: UUID, step: str) -> HttpResponse:
    """Send, receive, close or cancel; after a refusal the same page with what was typed and why."""
    typed, taken = request.POST.dict(), STEPS[step]
    source = typed.get("source", "")[:120]
    try:
        taken.deed(actor, transfer_id=transfer_id, now=now(), source=source, **taken.told(typed))
    except (Invalid, Conflict) as problem:
        return _shown(request, actor, transfer_id, error=problem.text, status=problem.status)
    messages.success(request, str(taken.done))
    return redirect("transfer", transfer_id)


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def undo(request: PageRequest, actor: Actor, step_id: UUID) -> HttpResponse:
    """What undoing a step would do, and then doing it."""
    if request.method == "GET":
        shown = undo_page(actor, step_id, now())
        return framed(request, actor, "transfers/undo.html", section="stock", page=shown, place="transfers")
    done = undo_transfer_step(actor, step_id=step_id, now=now())
    messages.success(request, gettext("Undone by a reversing entry."))
    return redirect("transfer", done.transfer.pk)


def _shown(
    request: PageRequest, actor: Actor, transfer_id: UUID, *, error: str = "", status: int = 200
) -> HttpResponse:
    shown = one_page(actor, transfer_id, request.POST.dict(), error)
    return framed(
        request, actor, "transfers/one.html", section="stock", status=status, page=shown, place="transfers"
    )
