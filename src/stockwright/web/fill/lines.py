"""Lines of the morning page, out of stored advice."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from stockwright.accounts.models import Company
from stockwright.catalog.models import Variant
from stockwright.insights.queries.deeds import Deeds, deeds_about
from stockwright.insights.queries.stock import droughts, has_several_places
from stockwright.insights.queries.stored_forecasts import ItemKey, StoredForecast, stored_forecasts
from stockwright.insights.rules.wording import Terms, Wording, day_of
from stockwright.insights.words.reasons import reason_sentence
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO, exact
from stockwright.replenishment.models import Advice, PlanRun
from stockwright.replenishment.rules import DecisionKind
from stockwright.web.fill.wording import wording_of
from stockwright.web.shown.item import Fan, Flag
from stockwright.web.shown.today import Line, Ordered

UNIT = "pcs"
_TREND = 28


class Beside(NamedTuple):
    """What is read once for all lines that are shown."""

    company: Company
    today: date
    wording: Wording
    forecasts: dict[ItemKey, StoredForecast]
    dry: dict[ItemKey, frozenset[int]]
    deeds: Deeds
    several_places: bool
    thresholds: dict[UUID, int | None]  # as they are now; the next plan uses them


def lines_of(actor: Actor, company: Company, run: PlanRun, rows: Sequence[Advice]) -> tuple[Line, ...]:
    """The rows as lines, with the same few queries for any number of them."""
    variants = {row.variant_id for row in rows}
    forecasts = stored_forecasts(actor, run_id=run.forecast_run_id, variant_ids=variants)
    as_of = next((told.as_of for told in forecasts.values()), run.planned_on)
    days = max((len(row.trend) for row in rows), default=0)
    beside = Beside(
        company,
        clock.today(company.time_zone),
        wording_of(company),
        forecasts,
        droughts(actor, variant_ids=variants, as_of=as_of, days=days),
        deeds_about(actor, rows),
        has_several_places(actor),
        dict(Variant.objects.of(actor).filter(pk__in=variants).values_list("pk", "threshold_days")),
    )
    return tuple(_line(row, beside) for row in rows)


def item_url(row: Advice, *, several_places: bool) -> str:
    """The address of the line's item."""
    url = reverse("item", args=[row.variant_id])
    return f"{url}?location={row.location_id}" if several_places else url


def fan_of(told: StoredForecast | None) -> Fan | None:
    """The forecast as a sparkline draws it."""
    return Fan(told.at(0.1), told.at(0.5), told.at(0.9)) if told else None


def history_of(trend: Sequence[float], dry: frozenset[int]) -> tuple[float | None, ...]:
    """Daily sales, with None on days that were out of stock and sold nothing."""
    return tuple(None if i in dry and not sold else sold for i, sold in enumerate(trend))


def change_of(trend: Sequence[float]) -> Decimal | None:
    """The last four weeks against the four before, -1 and up."""
    before, lately = sum(trend[-2 * _TREND : -_TREND]), sum(trend[-_TREND:])
    return exact(lately / before - 1) if before > 0 else None


def known(terms: Terms, name: str) -> Decimal | None:
    """A term as an exact number; None where it is unknown."""
    value = terms.get(name)
    return None if value is None else exact(value)


def order_by(terms: Terms, today: date) -> date | None:
    """The last safe day to order; today when it has passed."""
    last = day_of(terms.get("last_safe_order_on"))
    return max(last, today) if last else None


def _line(row: Advice, beside: Beside) -> Line:
    terms, key = row.terms, (row.variant_id, row.location_id)
    burn, inbound = terms["burn_rate"], known(terms, "inbound") or ZERO
    own = beside.thresholds.get(row.variant_id)
    told = beside.forecasts.get(key)
    return Line(
        id=row.pk,
        variant_id=row.variant_id,
        item_url=item_url(row, several_places=beside.several_places),
        sku=row.sku,
        name=row.name,
        location=row.location_name if beside.several_places else "",
        picture_url=None,
        supplier=row.supplier,
        unit=UNIT,
        history=history_of(row.trend, beside.dry.get(key, frozenset())),
        fan=fan_of(told),
        trend=change_of(row.trend),
        on_hand=row.current_stock,
        inbound=inbound,
        inbound_days=exact(float(inbound) / burn, 1) if burn > 0 else ZERO,
        runway_days=None if row.runway_days is None else exact(row.runway_days, 1),
        stockout_on=row.stockout_on,
        lead_days=Decimal(terms["lead_days"]),
        safety_days=Decimal(terms["safety_days"]),
        threshold_days=Decimal(beside.company.threshold_days if own is None else own),
        is_threshold_own=own is not None,
        quantity=row.recommended_quantity,
        pack_size=known(terms, "pack_multiple") or Decimal(1),
        cost=row.order_value,
        order_by=order_by(terms, beside.today),
        at_stake=None if terms.get("money_at_stake") is None else row.money_at_stake,
        confidence=exact(row.confidence),
        is_new=terms.get("demand_class") == "new",
        reason=reason_sentence(row.action_list, row.reasons, terms, beside.wording),
        flag=flag_of(row, beside.deeds),
        ordered=ordered_of(row, beside.deeds),
    )


def flag_of(row: Advice, deeds: Deeds) -> Flag | None:
    """The note on a line, with whose it is."""
    decision = deeds.of(row, DecisionKind.FLAGGED)
    if not row.flag_note or decision is None:
        return None
    return Flag(row.flag_note, decision.by, decision.at)


def ordered_of(row: Advice, deeds: Deeds) -> Ordered | None:
    """The mark that a line was ordered."""
    decision = deeds.of(row, DecisionKind.ORDERED)
    if row.order_id is None or row.ordered_quantity is None or decision is None:
        return None
    return Ordered(row.ordered_quantity, decision.by, decision.at, deeds.expected_on.get(row.order_id))
