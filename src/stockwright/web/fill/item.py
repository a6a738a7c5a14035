"""The page of one item, filled from what is known of it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.forecasting.rules.calendar import Span
from stockwright.insights.queries.deeds import deeds_about
from stockwright.insights.queries.history import History, item_history
from stockwright.insights.queries.items import ItemStory, forecast_at, forecast_day
from stockwright.insights.words.reasons import reason_sentence
from stockwright.inventory.queries.kits import KitView, kit_of
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.purchasing.queries import OpenOrder
from stockwright.replenishment.models import Advice
from stockwright.replenishment.queries.advice import advice_of
from stockwright.replenishment.rules import ActionList
from stockwright.sales.queries.days import last_sale_on
from stockwright.sales.queries.lines import LineRow, recent_lines
from stockwright.web.fill.charts import chart_of
from stockwright.web.fill.item_basis import item_basis, item_marks
from stockwright.web.fill.item_findings import estimated_history, item_findings
from stockwright.web.fill.lines import UNIT, change_of, flag_of, item_url, known, order_by
from stockwright.web.fill.receipts import receipt_of
from stockwright.web.fill.tracked import tracked_stock
from stockwright.web.fill.wording import wording_of
from stockwright.web.shown.advice import AdvicePage
from stockwright.web.shown.item import Arrival, ItemChart, ItemPage, LocationStock, RecentSale

HISTORY_DAYS = 196
SALES_SHOWN = 12
UNADVISED: dict[str, Any] = {
    **dict.fromkeys(("status", "status_words", "reason"), ""),
    **dict.fromkeys(("stockout_on", "order_cost", "at_stake", "flag", "advice_id", "receipt")),
    "order_quantity": ZERO,
}
"""What the page says of an item that no plan knows yet."""


def item_page(actor: Actor, company: Company, story: ItemStory) -> ItemPage:
    """The page with its chart, its receipt and the rows behind its numbers."""
    today, variant, advice = clock.today(company.time_zone), story.variant, story.advice
    terms = advice.terms if advice else {}
    newest = last_sale_on(actor) or today - timedelta(days=1)
    history = _history(actor, story, forecast_day(story, newest))
    place, inbound = story.place, sum((line.missing for line in story.arriving_here), ZERO)
    own = variant.threshold_days
    return ItemPage(
        variant_id=variant.pk,
        sku=variant.sku,
        name=variant.product.name,
        picture_url=None,
        category=variant.product.category.name if variant.product.category else "",
        supplier=variant.supplier.name if variant.supplier else "",
        unit=UNIT,
        on_hand=place.on_hand if place and place.known else None,
        reserved=place.reserved if place else ZERO,
        inbound=inbound,
        runway_days=known(terms, "runway_days"),
        lead_days=Decimal(terms.get("lead_days") or variant.lead_days or company.lead_days),
        safety_days=Decimal(company.safety_days),
        threshold_days=Decimal(company.threshold_days if own is None else own),
        is_threshold_own=own is not None,
        burn_rate=known(terms, "burn_rate") or ZERO,
        coverage=known(terms, "po_coverage"),
        confidence=known(terms, "confidence"),
        confidence_within=known(terms, "confidence_within") or company.confidence_within,
        trend=change_of([sold or 0.0 for sold in history.sold]) if history else None,
        pack_size=variant.pack_multiple,
        moq=variant.moq,
        order_by=order_by(terms, today),
        price=variant.price if variant.price is not None else known(terms, "price"),
        cost=variant.cost,
        is_new=story.demand_class == "new",
        chart=_chart(actor, company, story, history, today) if history else None,
        locations=_locations(story),
        arrivals=tuple(arrival_of(line, today) for line in story.arriving),
        sales=tuple(_sale(line) for line in recent_lines(actor, variant.pk, limit=SALES_SHOWN)),
        tracked=tracked_stock(actor, variant, today),
        kit=_kit(actor, variant.pk),
        basis=item_basis(actor, variant.pk, story.location_id, today) if actor.may("forecast.read") else None,
        findings=item_findings(actor, variant.pk),
        **(_advised(actor, company, story, advice) if advice else UNADVISED),
    )


def _advised(actor: Actor, company: Company, story: ItemStory, advice: Advice) -> dict[str, Any]:
    """What the newest plan says of the item."""
    at_stake = None if advice.terms.get("money_at_stake") is None else advice.money_at_stake
    return {
        "status": advice.shown_in,
        "status_words": status_words(advice.shown_in),
        "reason": reason_of(company, advice),
        "stockout_on": advice.stockout_on,
        "order_quantity": advice.recommended_quantity,
        "order_cost": advice.order_value,
        "at_stake": at_stake,
        "flag": flag_of(advice, deeds_about(actor, [advice])),
        "advice_id": None if advice.shown_in == ActionList.NORMAL else advice.pk,
        "receipt": receipt_of(company, advice, story.forecast),
    }


def _chart(actor: Actor, company: Company, story: ItemStory, history: History, today: date) -> ItemChart:
    last = today + timedelta(days=story.forecast.horizon if story.forecast else 0)
    within, key = Span(history.first, last), (story.variant.pk, story.location_id)
    marks = item_marks(actor, key, within) if actor.may("forecast.read") else ()
    estimate = estimated_history(actor, story.variant.pk, story.location_id, history)
    return chart_of(company, story, history, today, marks=marks, estimate=estimate)


def _kit(actor: Actor, variant_id: UUID) -> KitView | None:
    kit = kit_of(actor, variant_id)
    return kit if kit.components else None


def status_words(shown_in: str) -> str:
    """The list that an item stands on, as people call it."""
    return {
        ActionList.ORDER_TODAY: gettext("Order today"),
        ActionList.ALREADY_ORDERED: gettext("Already ordered"),
        ActionList.ATTENTION: gettext("Needs a look"),
        ActionList.NORMAL: gettext("Enough for now"),
    }[ActionList(shown_in)]


def reason_of(company: Company, advice: Advice) -> str:
    """The one thing to know about a line."""
    return reason_sentence(advice.action_list, advice.reasons, advice.terms, wording_of(company))


def arrival_of(line: OpenOrder, today: date) -> Arrival:
    """An open order line as the page tells it."""
    return Arrival(
        line.expected_on, line.missing, line.number, None, line.supplier or "", is_late=line.expected_on < today
    )


def _history(actor: Actor, story: ItemStory, last: date) -> History | None:
    if story.location_id is None:
        return None
    history = item_history(actor, (story.variant.pk, story.location_id), last=last, days=HISTORY_DAYS)
    return history if story.forecast or any(history.sold) else None


def _locations(story: ItemStory) -> tuple[LocationStock, ...]:
    return tuple(
        LocationStock(
            place.location,
            place.on_hand,
            place.reserved,
            place.free,
            sum((line.missing for line in story.arriving if line.location == place.location), ZERO),
        )
        for place in story.places
        if place.known
    )


def _sale(line: LineRow) -> RecentSale:
    price = None if line.revenue is None or not line.quantity else round(line.revenue / line.quantity, 4)
    return RecentSale(line.sold_at, line.channel, line.order_ref, line.quantity, price)


def advice_page(actor: Actor, company: Company, advice_id: UUID) -> AdvicePage:
    """An advice of any plan, as it was stored."""
    row = advice_of(actor, advice_id)
    told = forecast_at(actor, (row.variant_id, row.location_id), run_id=row.run.forecast_run_id)
    return AdvicePage(
        sku=row.sku,
        name=row.name,
        location=row.location_name,
        item_url=item_url(row, several_places=True),
        planned_on=row.run.planned_on,
        status=row.action_list,
        status_words=status_words(row.action_list),
        reason=reason_of(company, row),
        receipt=receipt_of(company, row, told),
    )
