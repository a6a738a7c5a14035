"""The company's reasons for setting stock right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from stockwright.inventory.actions.reasons import add_reason, change_reason
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid
from stockwright.web.fill.adjust_reasons import ReasonForm, reasons_page
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.http import PageRequest, framed, page


@require_http_methods(["GET", "POST"])
@page("inventory.read")
def reasons(request: PageRequest, actor: Actor) -> HttpResponse:
    """Every reason, and a form for a new one."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        actor.require("inventory.approve")
        if form.is_valid():
            try:
                add_reason(actor, **form.told())
            except (Conflict, Invalid) as problem:
                tell_refusal(form, problem)
            else:
                messages.success(request, gettext("Added. It can be chosen from now on."))
                return redirect("settings_reasons")
    return _shown(request, actor, form, status=422 if form.errors else 200)


@require_POST
@page("inventory.approve")
def change(request: PageRequest, actor: Actor, reason_id: UUID) -> HttpResponse:
    """Give a reason another name, or take it out of use and back."""
    told = request.POST
    changes = {"active": told["active"] == "yes"} if "active" in told else {"name": told.get("name", "")}
    try:
        change_reason(actor, reason_id=reason_id, **changes)
    except Invalid as problem:
        return _shown(request, actor, ReasonForm(), error=problem.text, status=problem.status)
    messages.success(request, gettext("Saved."))
    return redirect("settings_reasons")


def _shown(request: PageRequest, actor: Actor, form: ReasonForm, *, error: str = "", status: int) -> HttpResponse:
    shown = reasons_page(actor, form, error)
    at = {"section": "settings", "place": "reasons"}
    return framed(request, actor, "settings/reasons.html", status=status, page=shown, **at)
