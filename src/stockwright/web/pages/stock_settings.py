"""How stock is kept: the channels' share, the places, an item's own terms."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from stockwright.catalog.actions.items import change_item
from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.channel_rules import remove_channel_rule
from stockwright.inventory.actions.locations import add_location, change_location
from stockwright.inventory.actions.tracking import set_tracking
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.fill.stock_forms import ChannelRuleForm, LocationForm, NewLocationForm, TermsForm
from stockwright.web.fill.stock_settings import (
    channels_page,
    locations_page,
    save_rule,
    save_thresholds,
    terms_page,
    terms_told,
)
from stockwright.web.http import PageRequest, framed, page


@require_http_methods(["GET", "POST"])
@page("inventory.read")
def channels(request: PageRequest, actor: Actor) -> HttpResponse:
    """What each channel may sell of the stock."""
    form = ChannelRuleForm(request.POST or None, initial={"channel": request.GET.get("channel", "")})
    if request.method == "POST":
        actor.require("inventory.approve")
        if form.is_valid() and _taken(form, lambda: save_rule(actor, form)):
            messages.success(request, gettext("Saved. It holds from the next reservation on."))
            return redirect("settings_channels")
    return framed(
        request,
        actor,
        "settings/channels.html",
        section="settings",
        status=422 if form.errors else 200,
        page=channels_page(actor, request.company, form),
        place="channels",
    )


@require_POST
@page("inventory.approve")
def remove_rule(request: PageRequest, actor: Actor, rule_id: UUID) -> HttpResponse:
    """Take a rule away."""
    remove_channel_rule(actor, rule_id=rule_id)
    messages.success(request, gettext("The rule is gone."))
    return redirect("settings_channels")


@require_http_methods(["GET", "POST"])
@page("inventory.read")
def locations(request: PageRequest, actor: Actor) -> HttpResponse:
    """The places, their rank and whether they sell; a new one by its name."""
    form = NewLocationForm(request.POST or None)
    if request.method == "POST":
        actor.require("inventory.write")
        if form.is_valid() and _taken(form, lambda: add_location(actor, name=form.cleaned_data["name"])):
            messages.success(request, gettext("Added. Stock can be counted, received and sent there."))
            return redirect("settings_locations")
    return framed(
        request,
        actor,
        "settings/locations.html",
        section="settings",
        status=422 if form.errors else 200,
        page=locations_page(actor, added=form),
        place="locations",
    )


@require_POST
@page("inventory.approve")
def change_place(request: PageRequest, actor: Actor, location_id: UUID) -> HttpResponse:
    """Change a place."""
    form = LocationForm(request.POST)

    def change() -> None:
        change_location(actor, location_id=location_id, **form.cleaned_data)

    if form.is_valid() and _taken(form, change):
        messages.success(request, gettext("Saved. It holds from the next order on."))
        return redirect("settings_locations")
    return framed(
        request,
        actor,
        "settings/locations.html",
        section="settings",
        status=422,
        page=locations_page(actor, location_id, form),
        place="locations",
    )


@require_http_methods(["GET", "POST"])
@page("catalog.read")
def terms(request: PageRequest, actor: Actor, variant_id: UUID) -> HttpResponse:
    """How an item is counted, followed and watched."""
    form = TermsForm(request.POST or None, initial=terms_told(actor, variant_id))
    if request.method == "POST":
        actor.require("catalog.write")
        if form.is_valid() and _taken(form, lambda: _save_terms(request, actor, variant_id, form)):
            messages.success(request, gettext("Saved."))
            return redirect("item", variant_id)
    status = 422 if form.errors else 200
    shown = terms_page(actor, variant_id, form)
    return framed(request, actor, "items/terms.html", section="items", status=status, page=shown)


def _save_terms(request: PageRequest, actor: Actor, variant_id: UUID, form: TermsForm) -> None:
    told = dict(form.cleaned_data)
    set_tracking(actor, variant_id=variant_id, tracking=Tracking(told.pop("tracking")), now=clock.now())
    change_item(actor, variant_id=variant_id, **told)
    save_thresholds(actor, variant_id, request.POST)


def _taken(form: Form, deed: Callable[[], object]) -> bool:
    """Whether all of it was done; a refusal is told at its field, and nothing of it stays."""
    try:
        with transaction.atomic():
            deed()
    except (Conflict, Invalid) as problem:
        tell_refusal(form, problem)
        return False
    return True
