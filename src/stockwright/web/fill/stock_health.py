"""The health of the stock, filled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Self

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from stockwright.accounts.models import Company
from stockwright.insights.queries.ageing import IdleItem, IdleStock, idle_stock
from stockwright.insights.queries.coverage import stockouts
from stockwright.insights.queries.fill_rates import FillRate, fill_rate
from stockwright.insights.queries.periods import Period
from stockwright.insights.queries.turnover import Turnover, turnover
from stockwright.insights.queries.valuation import Summary, summary
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.web.components.numbers import DASH, days, money, percent, quantity
from stockwright.web.fill.stock_charts import charts_of, tables_of
from stockwright.web.shown.frame import Choice
from stockwright.web.shown.stock_health import Figure, IdleLine, StockHealthPage

PERIODS = (30, 90, 180, 365)
NAMED = 15


@dataclass(frozen=True)
class AskedHealth:
    """The parameters of the page."""

    days: int = 90
    idle: int = 90
    rate: int = 20

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address; what makes no sense is left at its default."""
        plain = cls()
        return cls(
            days=_number(query.get("days", ""), plain.days, PERIODS[-1]),
            idle=_number(query.get("idle", ""), plain.idle, 3650),
            rate=_number(query.get("rate", ""), plain.rate, 500),
        )


def stock_health(actor: Actor, company: Company, asked: AskedHealth, *, now: datetime) -> StockHealthPage:
    """The page: some ten set-based questions, however much stock there is."""
    today = clock.today(company.time_zone)
    period = Period(today - timedelta(days=asked.days - 1), today, company.time_zone)
    whole, turned = summary(actor), turnover(actor, period)
    idle = idle_stock(actor, today=today, days=asked.idle, limit=NAMED)
    return StockHealthPage(
        periods=tuple(Choice(str(n), _period_words(n), n == asked.days) for n in PERIODS),
        idle_days=asked.idle,
        yearly_rate=asked.rate,
        figures=_figures(actor, company, period, whole, turned, Decimal(asked.rate) / 100),
        charts=charts_of(actor, company, period, now=now),
        idle=tuple(_idle(row) for row in idle.dearest),
        idle_words=_idle_words(idle, company),
        tables=tables_of(actor, company, period),
        is_any=bool(whole.pieces or turned.opening_value or turned.cost_of_goods or idle.all_items),
    )


def _figures(
    actor: Actor, company: Company, period: Period, whole: Summary, turned: Turnover, rate: Decimal
) -> tuple[Figure, ...]:
    value = whole.fifo_value if company.valuation == "fifo" else whole.average_value
    filled, dry = fill_rate(actor, period), stockouts(actor, period)
    minutes = sum(month.days for month in dry) * 1440
    without = Decimal(sum(month.dry_minutes for month in dry)) / minutes if minutes else None
    items = whole.in_stock + whole.low + whole.out + whole.negative
    return (
        Figure(
            gettext("Stock value"),
            money(value, company.currency),
            gettext("%(pieces)s pieces of %(items)s items; holding them costs %(cost)s in the period")
            % {
                "pieces": quantity(whole.pieces),
                "items": quantity(items),
                "cost": money(turned.carrying_cost(rate), company.currency),
            },
        ),
        Figure(
            gettext("Turns a year"),
            DASH if turned.turns is None else quantity(round(turned.turns, 1)),
            gettext("cost of goods %(cost)s; the stock lasts %(days)s days")
            % {"cost": money(turned.cost_of_goods, company.currency), "days": days(turned.days_of_stock)},
        ),
        Figure(
            gettext("Time without stock"),
            percent(without),
            gettext("%(out)s items out, %(low)s low now")
            % {"out": quantity(whole.out + whole.negative), "low": quantity(whole.low)},
        ),
        Figure(gettext("Demand met"), percent(filled.of_demand), _fill_words(filled)),
    )


def _fill_words(filled: FillRate) -> str:
    if filled.of_pieces is None:
        return gettext("sold against what would have sold with stock")
    return gettext("of reserved pieces %(share)s went out") % {"share": percent(filled.of_pieces)}


def _idle(row: IdleItem) -> IdleLine:
    sold = date_format(row.sold_on, gettext("j M Y")) if row.sold_on else gettext("never")
    url = reverse("stock_item", args=[row.variant_id])
    return IdleLine(row.variant_id, url, row.name, row.sku, row.on_hand, row.value, sold)


def _idle_words(idle: IdleStock, company: Company) -> str:
    share = idle.value / idle.all_value if idle.all_value else Decimal(0)
    return ngettext(
        "%(n)s item was not sold in %(days)s days: %(value)s, %(share)s of the stock.",
        "%(n)s items were not sold in %(days)s days: %(value)s, %(share)s of the stock.",
        idle.items,
    ) % {
        "n": quantity(idle.items),
        "days": quantity(idle.days),
        "value": money(idle.value, company.currency),
        "share": percent(share),
    }


def _period_words(number: int) -> str:
    return gettext("Last year") if number == 365 else gettext("Last %(n)d days") % {"n": number}


def _number(text: str, otherwise: int, most: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= most else otherwise
