"""Stock set right and written off: the list, one adjustment, and the forms that make one."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.inventory.actions.adjusting import take_back_adjustment
from stockwright.inventory.actions.adjustments import (
    adjust_stock,
    approve_adjustment,
    reject_adjustment,
    submit_adjustment,
)
from stockwright.inventory.models import Adjustment
from stockwright.inventory.queries.adjustments import number_of
from stockwright.inventory.rules.adjustments import AdjustmentState
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid, NotAllowed, NotFound, Problem
from stockwright.web.fill.adjust_forms import AdjustForm
from stockwright.web.fill.adjustments import adjust_form, form_page, line_of, list_page, one_page
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("inventory.read")
def adjustments(request: PageRequest, actor: Actor) -> HttpResponse:
    """What was set right, the newest first."""
    state, cursor = request.GET.get("state", ""), request.GET.get("cursor", "")
    shown = list_page(actor, request.company, state=state, cursor=cursor)
    return framed(
        request, actor, "adjustments/page.html", section="stock", page=shown, place="adjustments", part="all"
    )


@require_GET
@page("inventory.read")
def adjustment(request: PageRequest, actor: Actor, adjustment_id: UUID) -> HttpResponse:
    """One adjustment with its lines."""
    return _one(request, actor, adjustment_id, undo="undo" in request.GET)


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def new(request: PageRequest, actor: Actor) -> HttpResponse:
    """Set one item right."""
    return _form(request, actor, adjust_form(actor, request.POST, waste=False), part="new")


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def waste(request: PageRequest, actor: Actor) -> HttpResponse:
    """Write pieces of one item off."""
    return _form(request, actor, adjust_form(actor, request.POST, waste=True), part="waste")


@require_POST
@page("inventory.write")
def submit(request: PageRequest, actor: Actor, adjustment_id: UUID) -> HttpResponse:
    """Post a draft, or ask for approval."""
    return _decided(
        request,
        actor,
        adjustment_id,
        lambda: submit_adjustment(actor, adjustment_id=adjustment_id, now=clock.now()),
    )


@require_POST
@page("inventory.approve")
def approve(request: PageRequest, actor: Actor, adjustment_id: UUID) -> HttpResponse:
    """Post what waits."""
    return _decided(
        request,
        actor,
        adjustment_id,
        lambda: approve_adjustment(actor, adjustment_id=adjustment_id, now=clock.now()),
    )


@require_POST
@page("inventory.write")
def reject(request: PageRequest, actor: Actor, adjustment_id: UUID) -> HttpResponse:
    """Say no, and why."""
    why = request.POST.get("why", "")
    return _decided(
        request,
        actor,
        adjustment_id,
        lambda: reject_adjustment(actor, adjustment_id=adjustment_id, why=why, now=clock.now()),
    )


@require_POST
@page("inventory.write")
def undo(request: PageRequest, actor: Actor, adjustment_id: UUID) -> HttpResponse:
    """Take back what was posted."""
    why = request.POST.get("why", "")
    return _decided(
        request,
        actor,
        adjustment_id,
        lambda: take_back_adjustment(actor, adjustment_id=adjustment_id, now=clock.now(), reason=why),
    )


def told(request: PageRequest, made: Adjustment) -> None:
    """Say what became of an adjustment."""
    said = {
        AdjustmentState.POSTED: gettext("%(number)s is posted."),
        AdjustmentState.WAITING: gettext("%(number)s waits for approval: more money is at stake than the limit."),
        AdjustmentState.REJECTED: gettext("%(number)s is rejected. Nothing was changed."),
        AdjustmentState.UNDONE: gettext("%(number)s is undone."),
    }
    messages.success(request, said[AdjustmentState(made.state)] % {"number": number_of(made)})


def _form(request: PageRequest, actor: Actor, form: AdjustForm, *, part: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            made = adjust_stock(
                actor,
                lines=[line_of(actor, form)],
                reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"],
                source=form.cleaned_data["source"],
                now=clock.now(),
            )
        except (Conflict, Invalid, NotFound) as problem:
            tell_refusal(form, problem)
        else:
            told(request, made)
            return redirect("waste" if part == "waste" else "adjustments")
    shown = form_page(actor, request.company, form)
    status = 422 if form.errors else 200
    at = {"section": "stock", "place": "adjustments", "part": part}
    return framed(request, actor, "adjustments/form.html", status=status, page=shown, **at)


def _decided(
    request: PageRequest, actor: Actor, adjustment_id: UUID, decide: Callable[[], Adjustment]
) -> HttpResponse:
    try:
        made = decide()
    except NotFound:
        raise
    except (Conflict, Invalid, NotAllowed) as problem:
        return _one(request, actor, adjustment_id, problem=problem)
    told(request, made)
    return redirect("adjustment", adjustment_id)


def _one(
    request: PageRequest, actor: Actor, adjustment_id: UUID, *, undo: bool = False, problem: Problem | None = None
) -> HttpResponse:
    error = problem.text if problem else ""
    shown = one_page(actor, adjustment_id, undo=undo, now=clock.now(), error=error)
    status = problem.status if problem else 200
    return framed(
        request, actor, "adjustments/one.html", section="stock", status=status, page=shown, place="adjustments"
    )
