"""The list of all items, filled."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.catalog.models import Category, Supplier, Variant
from stockwright.insights.queries.catalogue import SORTS, ItemFilter, Listed, page_of_items, totals_of_items
from stockwright.insights.queries.stock import droughts
from stockwright.insights.queries.stored_forecasts import ItemKey, StoredForecast, stored_forecasts
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO, exact
from stockwright.replenishment.models import Advice, PlanRun
from stockwright.replenishment.queries.advice import latest_plan
from stockwright.replenishment.rules import ActionList
from stockwright.web.fill.asked import choices
from stockwright.web.fill.item import status_words
from stockwright.web.fill.lines import fan_of, history_of, known
from stockwright.web.shown.frame import Chip, Choice, Paging
from stockwright.web.shown.items import ItemRow, ItemsPage

LINES = 50


@dataclass(frozen=True)
class AskedItems:
    """The parameters of the list of items."""

    sort: str = "name"
    q: str = ""
    status: str = ""
    supplier: str = ""
    category: str = ""
    risk: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address; what is not known is left at its default."""
        told = {name: query.get(name, "").strip()[:300] for name in cls.__dataclass_fields__}
        if told["sort"].removeprefix("-") not in SORTS:
            told["sort"] = cls.sort
        if told["status"] not in set(ActionList):
            told["status"] = ""
        return cls(**told)

    @property
    def filter(self) -> ItemFilter:
        """The same as the query understands it."""
        return ItemFilter(
            search=self.q,
            status=self.status,
            supplier=self.supplier,
            category=self.category,
            at_risk=bool(self.risk),
            sort=self.sort.removeprefix("-"),
            backwards=self.sort.startswith("-"),
        )

    def without(self, name: str) -> str:
        """The address with one filter taken off."""
        plain = type(self)()
        wanted = replace(self, cursor="", **{name: ""})
        told = {k: v for k, v in vars(wanted).items() if v != getattr(plain, k)}
        return f"{reverse('items')}?{urlencode(told)}"


def items_page(actor: Actor, company: Company, asked: AskedItems) -> ItemsPage:
    """The page, with the same few queries for any number of items."""
    run = latest_plan(actor)
    run_id = run.pk if run else None
    found = page_of_items(actor, run_id=run_id, wanted=asked.filter, cursor=asked.cursor, limit=LINES)
    totals = totals_of_items(actor, run_id=run_id, wanted=asked.filter)
    narrowed = asked.q or asked.status or asked.supplier or asked.category or asked.risk
    return ItemsPage(
        query=asked.q,
        sort=asked.sort,
        chips=chips_of(asked),
        statuses=tuple(Choice(name.value, status_words(name), name == asked.status) for name in ActionList),
        suppliers=_choices(actor, Supplier, asked.supplier),
        categories=_choices(actor, Category, asked.category),
        rows=_rows(actor, company, run, list(found.items)),
        total_value=totals.value,
        total_at_stake=totals.at_stake,
        paging=Paging(len(found.items), totals.items, found.next_cursor, is_first=not asked.cursor),
        is_any=bool(totals.items) or (bool(narrowed) and Variant.objects.of(actor).exists()),
    )


def _choices(actor: Actor, table: type[Supplier] | type[Category], chosen: str) -> tuple[Choice, ...]:
    return choices(set(table.objects.of(actor).values_list("name", flat=True)), chosen)


def chips_of(asked: AskedItems) -> tuple[Chip, ...]:
    """The filters that are on, each with the way to take it off."""
    told = [
        ("status", gettext("Status"), status_words(asked.status) if asked.status else ""),
        ("supplier", gettext("Supplier"), asked.supplier),
        ("category", gettext("Category"), asked.category),
        ("risk", gettext("At risk"), gettext("of running out") if asked.risk else ""),
    ]
    return tuple(Chip(label, value, asked.without(name)) for name, label, value in told if value)


def _rows(actor: Actor, company: Company, run: PlanRun | None, found: list[Listed]) -> tuple[ItemRow, ...]:
    advice = Advice.objects.of(actor).in_bulk([row.advice_id for row in found if row.advice_id])
    forecasts: dict[ItemKey, StoredForecast] = {}
    dry: dict[ItemKey, frozenset[int]] = {}
    if run is not None and advice:
        variants = [row.variant_id for row in advice.values()]
        forecasts = stored_forecasts(actor, run_id=run.forecast_run_id, variant_ids=variants)
        as_of = next((told.as_of for told in forecasts.values()), run.planned_on)
        days = max(len(row.trend) for row in advice.values())
        dry = droughts(actor, variant_ids=variants, as_of=as_of, days=days)
    return tuple(_row(company, row, _advice(advice, row.advice_id), forecasts, dry) for row in found)


def _advice(advice: dict[UUID, Advice], advice_id: UUID | None) -> Advice | None:
    return advice.get(advice_id) if advice_id else None


def _row(
    company: Company,
    row: Listed,
    advice: Advice | None,
    forecasts: dict[ItemKey, StoredForecast],
    dry: dict[ItemKey, frozenset[int]],
) -> ItemRow:
    key = (advice.variant_id, advice.location_id) if advice else None
    url = reverse("item", args=[row.id])
    terms = advice.terms if advice else {}
    lead = terms.get("lead_days", row.lead_days)
    return ItemRow(
        variant_id=row.id,
        url=f"{url}?location={advice.location_id}" if advice else url,
        sku=row.sku,
        name=row.name,
        supplier=row.supplier,
        category=row.category,
        picture_url=None,
        status=row.status,
        status_words=status_words(row.status) if row.status else "",
        history=history_of(advice.trend, dry.get(key, frozenset())) if advice and key else (),
        fan=fan_of(forecasts.get(key)) if key else None,
        on_hand=row.on_hand,
        inbound=(known(terms, "inbound") or ZERO) + ((advice and advice.ordered_quantity) or ZERO),
        runway_days=None if row.runway_days is None else exact(row.runway_days, 1),
        stockout_on=advice.stockout_on if advice else None,
        burn_rate=known(terms, "burn_rate"),
        lead_days=Decimal(company.lead_days if lead is None else lead),
        stock_value=row.value,
        at_stake=row.at_stake if terms.get("money_at_stake") is not None else None,
    )
