"""The pages of overrides, filled."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.catalog.queries import find_by_code, find_by_ids
from stockwright.forecasting.queries.override_values import OverrideValue, override_values, value_of_all
from stockwright.forecasting.queries.overrides import OverrideView, overrides_page, planning_today
from stockwright.forecasting.rules.overrides import OverrideState, OverrideTold, Way, usual_last_day
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.web.components.numbers import quantity, rate, signed
from stockwright.web.fill.locations import location_options
from stockwright.web.fill.told_forms import OverrideForm
from stockwright.web.fill.told_items import UnreadableLine, shared_barcode
from stockwright.web.shown.overrides import OverrideFormPage, OverrideRow, OverridesPage


def override_day(actor: Actor, company: Company) -> date:
    """The day from which on something can be said of the forecast."""
    return planning_today(actor, today=clock.today(company.time_zone))


def list_page(actor: Actor, company: Company, *, over: bool, cursor: str) -> OverridesPage:
    """Overrides that stand, or those that are over, with what all of them together were worth."""
    today = override_day(actor, company)
    found = overrides_page(actor, today=today, standing=not over, cursor=cursor)
    values = override_values(actor, [one.id for one in found.items])
    whole = value_of_all(actor)
    return OverridesPage(
        rows=rows_of(actor, found.items, values),
        is_over=over,
        whole=whole,
        verdict=_verdict(whole),
        next_cursor=found.next_cursor,
        is_first=not cursor,
        may_write=actor.may("forecast.write"),
    )


def rows_of(
    actor: Actor, told: Iterable[OverrideView], values: dict[UUID, OverrideValue]
) -> tuple[OverrideRow, ...]:
    """Overrides in words."""
    ends = (OverrideState.PLANNED, OverrideState.ACTIVE)
    may_write = actor.may("forecast.write")
    return tuple(
        OverrideRow(
            one,
            said(one.way, one.amount),
            state_words(one.state),
            values.get(one.id),
            may_end=may_write and one.state in ends,
        )
        for one in told
    )


def said(way: Way, amount: Decimal) -> str:
    """What an override says, in words."""
    return {
        Way.FIXED: gettext("%(n)s a day") % {"n": quantity(amount)},
        Way.TIMES: gettext("forecast × %(n)s") % {"n": quantity(amount)},
        Way.PLUS: gettext("%(n)s a day") % {"n": signed(amount)},
    }[way]


def state_words(state: OverrideState) -> str:
    """A state as people call it."""
    return {
        OverrideState.PLANNED: gettext("coming"),
        OverrideState.ACTIVE: gettext("holds"),
        OverrideState.EXPIRED: gettext("expired"),
        OverrideState.ENDED: gettext("ended"),
    }[state]


def override_form(actor: Actor, company: Company, typed: QueryDict | None, *, variant: str = "") -> OverrideForm:
    """The form with what was typed, else for the item named, four weeks from today on."""
    first = override_day(actor, company)
    blank = {
        "source": new_id(),
        "item": _sku(actor, variant),
        "way": Way.FIXED.value,
        "starts_on": first,
        "expires_on": usual_last_day(first),
    }
    form = OverrideForm(typed) if typed else OverrideForm(initial=blank)
    form.offer_locations(location_options(actor))
    return form


def form_page(form: OverrideForm) -> OverrideFormPage:
    """The page around it."""
    return OverrideFormPage(form, str(form["item"].value() or ""))


def override_said(actor: Actor, form: OverrideForm) -> OverrideTold:
    """What a filled form tells; UnreadableLine where no item is meant."""
    told = form.cleaned_data
    found = find_by_code(actor, told["item"])
    if len(found) != 1:
        none = gettext("No item has this SKU or barcode: %(codes)s.") % {"codes": told["item"]}
        raise UnreadableLine(detail=shared_barcode(told["item"], found) if found else none, field="item")
    return OverrideTold(
        variant_id=found[0].variant_id,
        location_id=UUID(told["location"]) if told["location"] else None,
        way=Way(told["way"]),
        amount=told["amount"],
        starts_on=told["starts_on"],
        expires_on=told["expires_on"],
        note=told["note"],
    )


def _sku(actor: Actor, variant: str) -> str:
    try:
        found = find_by_ids(actor, [UUID(variant)])
    except ValueError:
        return ""
    return next((one.sku for items in found.values() for one in items), "")


def _verdict(whole: OverrideValue) -> str:
    if not whole.days:
        return ""
    told = {"told": rate(whole.told_error), "base": rate(whole.base_error)}
    if whole.saved > 0:
        return gettext("People were nearer: %(told)s pieces off, the forecast %(base)s.") % told
    if whole.saved < 0:
        return gettext("The forecast was nearer: %(base)s pieces off, people %(told)s.") % told
    return gettext("Both were equally near: %(told)s pieces off.") % told
