"""How a company counts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stockwright.inventory.actions.count_settings import change_count_settings
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid
from stockwright.web.fill.count_settings import CountSettingsForm, held_settings
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.shown.stock_settings import CountSettingsPage


@require_http_methods(["GET", "POST"])
@page("inventory.read")
def count_settings(request: PageRequest, actor: Actor) -> HttpResponse:
    """When items are due to be counted, and which differences are counted again."""
    form = CountSettingsForm(request.POST or None, initial=held_settings(actor))
    if request.method == "POST":
        actor.require("inventory.approve")
        if form.is_valid():
            try:
                change_count_settings(actor, changes=form.cleaned_data)
            except Invalid as problem:
                tell_refusal(form, problem)
            else:
                messages.success(request, gettext("Saved. New counts begin with it."))
                return redirect("settings_counts")
    shown = CountSettingsPage(form, may_write=actor.may("inventory.approve"))
    at = {"section": "settings", "place": "counts", "status": 422 if form.errors else 200}
    return framed(request, actor, "settings/counts.html", page=shown, **at)  # type: ignore[arg-type]
