"""The settings of stock, filled and read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.catalog.queries import item_of, variant_ids
from stockwright.inventory.actions.alerts import set_threshold
from stockwright.inventory.actions.channel_rules import set_channel_rule
from stockwright.inventory.queries.alerts import thresholds_of
from stockwright.inventory.queries.channel_rules import channel_names, channel_rules
from stockwright.inventory.queries.locations import locations_of
from stockwright.inventory.rules.channel_rules import InvalidChannelRule
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO, plain
from stockwright.web.fill.channel_demand import ChannelDemandForm, channel_demand_lines
from stockwright.web.fill.stock_forms import ChannelRuleForm, LocationForm, NewLocationForm, TermsForm
from stockwright.web.fill.told_items import number_of
from stockwright.web.shown.stock_settings import (
    ChannelsPage,
    LocationFormRow,
    LocationsPage,
    PlaceThreshold,
    TermsPage,
)


def channels_page(
    actor: Actor, company: Company, form: ChannelRuleForm, demand: ChannelDemandForm | None = None
) -> ChannelsPage:
    """The channels' rules, and what counts as demand on them."""
    return ChannelsPage(
        rules=tuple(channel_rules(actor)),
        names=tuple(channel_names(actor)),
        form=form,
        may_write=actor.may("inventory.approve"),
        demand=channel_demand_lines(actor, company),
        demand_form=demand or ChannelDemandForm(auto_id="demand_%s"),
        may_tell=actor.may("forecast.write"),
    )


def save_rule(actor: Actor, form: ChannelRuleForm) -> None:
    """Set what a valid form says."""
    told = form.cleaned_data
    variant_id = None
    if sku := told["item"].strip():
        variant_id = variant_ids(actor, [sku]).get(sku)
        if variant_id is None:
            detail = gettext("There is no item with the SKU “%(sku)s”.") % {"sku": sku}
            raise InvalidChannelRule(detail=detail, field="item")
    set_channel_rule(
        actor,
        channel=told["channel"],
        variant_id=variant_id,
        buffer=told["buffer"] or ZERO,
        floor=told["floor"] or ZERO,
        hold_minutes=told["hold_minutes"],
    )


def locations_page(
    actor: Actor,
    wrong: UUID | None = None,
    form: LocationForm | None = None,
    added: NewLocationForm | None = None,
) -> LocationsPage:
    """The places, one of them with the form that was refused, and the form of a new one."""
    rows = []
    for place in locations_of(actor):
        start = {"name": place.name, "rank": place.rank, "sells": place.sells}
        own = form if form is not None and place.id == wrong else LocationForm(initial=start)
        own.auto_id = f"id_{place.id}_%s"
        rows.append(LocationFormRow(place.id, place.name, own))
    return LocationsPage(
        tuple(rows),
        added=added or NewLocationForm(),
        may_write=actor.may("inventory.approve"),
        may_add=actor.may("inventory.write"),
    )


def terms_told(actor: Actor, variant_id: UUID) -> dict[str, Any]:
    """What an item's terms are, as its form shows them."""
    item = item_of(actor, variant_id)
    return {
        "unit": item.unit,
        "units_per_pack": plain(item.units_per_pack),
        "tracking": item.tracking,
        "low_stock": "" if item.low_stock is None else plain(item.low_stock),
    }


def terms_page(actor: Actor, variant_id: UUID, form: TermsForm) -> TermsPage:
    """An item's terms, with the places that are watched on their own."""
    item = item_of(actor, variant_id)
    own = thresholds_of(actor, variant_id)
    places = (
        PlaceThreshold(place.id, place.name, plain(own[place.id]) if place.id in own else "")
        for place in locations_of(actor)
    )
    may_write = actor.may("catalog.write") and actor.may("inventory.write")
    return TermsPage(variant_id, item.sku, item.name, form, tuple(places), may_write)


def save_thresholds(actor: Actor, variant_id: UUID, told: Mapping[str, Any]) -> None:
    """Watch the places as the form says; a place without a number is not watched on its own."""
    own = thresholds_of(actor, variant_id)
    for place in locations_of(actor):
        text = str(told.get(f"at-{place.id}", "")).strip()
        low_stock = number_of(text) if text else None
        if low_stock != own.get(place.id):
            set_threshold(actor, variant_id=variant_id, location_id=place.id, low_stock=low_stock, now=clock.now())
