"""The pages of promotions, filled."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from stockwright.accounts.models import Company
from stockwright.catalog.queries import categories_of
from stockwright.forecasting.queries.promotion_effects import promotion_effect
from stockwright.forecasting.queries.promotions import (
    PromotionView,
    items_of,
    promotion_counts,
    promotion_of,
    promotions_page,
)
from stockwright.forecasting.rules.promotions import PromotionState, PromotionTold
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.money import plain
from stockwright.web.components.numbers import quantity
from stockwright.web.fill.told_forms import PromotionForm
from stockwright.web.fill.told_items import told_items
from stockwright.web.shown.promotions import (
    PromotionFormPage,
    PromotionPage,
    PromotionRow,
    PromotionsPage,
    StateTab,
)

ITEMS_SHOWN = 100
HUNDRED = Decimal(100)


def list_page(actor: Actor, company: Company, *, state: str, cursor: str) -> PromotionsPage:
    """Promotions of a state, or all."""
    today = clock.today(company.time_zone)
    chosen = PromotionState(state) if state in set(PromotionState) else None
    found = promotions_page(actor, today=today, state=chosen, cursor=cursor)
    return PromotionsPage(
        tabs=_tabs(actor, today, chosen),
        rows=tuple(PromotionRow(one, state_words(one.state), of_words(one)) for one in found.items),
        next_cursor=found.next_cursor,
        is_first=not cursor,
        may_write=actor.may("forecast.write"),
    )


def one_page(actor: Actor, company: Company, promotion_id: UUID) -> PromotionPage:
    """A promotion with its effect."""
    told = promotion_of(actor, promotion_id, today=clock.today(company.time_zone))
    items = items_of(actor, promotion_id)
    return PromotionPage(
        promotion=told,
        state_words=state_words(told.state),
        of_words=of_words(told),
        items=tuple(items[:ITEMS_SHOWN]),
        more_items=max(len(items) - ITEMS_SHOWN, 0),
        effect=promotion_effect(actor, promotion_id),
        may_write=actor.may("forecast.write") and told.state is not PromotionState.CANCELLED,
    )


def promotion_form(actor: Actor, typed: QueryDict | None, told: PromotionView | None = None) -> PromotionForm:
    """The form with what was typed, else with what is told already."""
    form = PromotionForm(typed) if typed else PromotionForm(initial={**_held(actor, told), "source": new_id()})
    form.offer_categories([(str(category_id), name) for category_id, name in categories_of(actor)])
    return form


def form_page(form: BaseForm, told: PromotionView | None = None) -> PromotionFormPage:
    """The page around it."""
    return PromotionFormPage(form, told)


def promotion_said(actor: Actor, form: PromotionForm) -> PromotionTold:
    """What a filled form tells."""
    told = form.cleaned_data
    items = tuple(variant_id for variant_id, _ in told_items(actor, told["items"]))
    return PromotionTold(
        name=told["name"],
        starts_on=told["starts_on"],
        ends_on=told["ends_on"],
        discount=told["discount"] / HUNDRED,
        variant_ids=items,
        category_id=UUID(told["category"]) if told["category"] else None,
        note=told["note"],
    )


def state_words(state: PromotionState) -> str:
    """A state as people call it."""
    return {
        PromotionState.PLANNED: gettext("planned"),
        PromotionState.RUNNING: gettext("running"),
        PromotionState.OVER: gettext("over"),
        PromotionState.CANCELLED: gettext("cancelled"),
    }[state]


def of_words(told: PromotionView) -> str:
    """What a promotion is of."""
    if told.category_id:
        return told.category
    return ngettext("%(n)s item", "%(n)s items", told.items) % {"n": quantity(told.items)}


def _tabs(actor: Actor, today: date, chosen: PromotionState | None) -> tuple[StateTab, ...]:
    counts, base = promotion_counts(actor, today=today), reverse("promotions")
    titles = {
        PromotionState.PLANNED: gettext("Planned"),
        PromotionState.RUNNING: gettext("Running"),
        PromotionState.OVER: gettext("Over"),
        PromotionState.CANCELLED: gettext("Cancelled"),
    }
    return (
        StateTab(gettext("All"), base, sum(counts.values()), chosen is None),
        *(StateTab(titles[one], f"{base}?state={one}", counts[one], chosen is one) for one in PromotionState),
    )


def _held(actor: Actor, told: PromotionView | None) -> dict[str, object]:
    if told is None:
        return {}
    items = "" if told.category_id else "\n".join(one.sku for one in items_of(actor, told.id))
    return {
        "name": told.name,
        "starts_on": told.starts_on,
        "ends_on": told.ends_on,
        "discount": plain(told.discount * HUNDRED),
        "category": str(told.category_id or ""),
        "items": items,
        "note": told.note,
    }
