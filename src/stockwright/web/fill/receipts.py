"""The receipt of an advice, with links to the rows behind its numbers."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.engine.demand.forecast import Forecast
from stockwright.insights.rules.whatif import Alternative, alternatives
from stockwright.insights.rules.wording import Wording
from stockwright.insights.words.reasons import doubts
from stockwright.insights.words.receipts import ToldTerm, receipt
from stockwright.replenishment.models import Advice
from stockwright.web.fill.wording import wording_of
from stockwright.web.shown.item import Receipt, Term

_ROWS = {"stock": "#locations", "orders": "#arrivals", "forecast": "#chart-title", "sales": "#sales"}


def receipt_of(company: Company, advice: Advice, forecast: Forecast | None) -> Receipt:
    """The stored calculation in words, and what would have changed it."""
    wording, terms = wording_of(company), advice.terms
    told = receipt(terms, wording)
    run = advice.run
    other = (
        alternatives(terms, forecast, today=run.planned_on, settings=run.settings)
        if forecast is not None and terms["position"] is not None
        else []
    )
    classic = terms["policy"] == "runway"
    return Receipt(
        words=told.words + doubts(advice.reasons, terms, wording),
        terms=tuple(_linked(term) for term in told.terms),
        bound_by=told.bound_by,
        would_change=tuple(_alternative(one, wording) for one in other),
        policy=gettext("Classic runway") if classic else gettext("Position against reorder point"),
        computed_at=run.finished_at or run.started_at,
    )


def _linked(term: ToldTerm) -> Term:
    url = reverse("settings_company") if term.rows == "settings" else _ROWS.get(term.rows)
    return Term(term.label, term.value, term.detail, url, term.operator)


def _alternative(one: Alternative, wording: Wording) -> str:
    order = (
        gettext("the order would be %(quantity)s") % {"quantity": wording.quantity(one.quantity)}
        if one.quantity > 0
        else gettext("nothing would be ordered")
    )
    if one.term == "lead_days":
        said = gettext("With a lead time of %(days)s days %(order)s.")
        return said % {"days": wording.days(one.value), "order": order}
    level = f"{Decimal(str(one.value)) * 100:f}".rstrip("0").rstrip(".")
    return gettext("With a service level of %(level)s%% %(order)s.") % {"level": level, "order": order}
