"""The seasons of everything, of a category or of an item, out of daily totals."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from stockwright.catalog.queries import item_of
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.seasonality import (
    Seasons,
    Totals,
    holiday_effect,
    index_over,
    month_indexes,
    seasons,
)
from stockwright.forecasting.queries.holidays import holidays_between
from stockwright.forecasting.rules.calendar import Span
from stockwright.forecasting.rules.scores import complete_day
from stockwright.inventory.queries.locations import check_location
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask
from stockwright.sales.queries.days import last_sale_on

MONTHS = 12
HOLIDAY_YEARS = 10

Origin = Literal["own", "category", "all", "none"]

_SOLD = """
    select s.sold_on, sum(s.ordered)::float
    from sales_dailysales s
    join catalog_variant v on v.company_id = s.company_id and v.id = s.variant_id
    join catalog_product p on p.company_id = s.company_id and p.id = v.product_id
    left join catalog_category c on c.company_id = s.company_id and c.id = p.category_id
    where s.company_id = %(company)s and s.sold_on <= %(through)s
        and (%(variant)s::uuid is null or s.variant_id = %(variant)s)
        and (%(location)s::uuid is null or s.location_id = %(location)s)
        and (%(category)s = '' or c.name = %(category)s)
    group by 1 order by 1
"""

_UNSEEN = """
    select taken_on from inventory_snapshot
    where company_id = %(company)s and variant_id = %(variant)s and taken_on <= %(through)s
        and (%(location)s::uuid is null or location_id = %(location)s)
    group by taken_on having avg(in_stock_minutes) < 1425
"""


@dataclass(frozen=True)
class Scope:
    """Of what: an item, a category by its name, or everything; at a place or at all."""

    variant_id: UUID | None = None
    category: str = ""
    location_id: UUID | None = None


@dataclass(frozen=True)
class HolidayEffect:
    """What a holiday sells over what the day would sell otherwise, 1 is no effect."""

    name: str
    effect: float
    days: int


@dataclass(frozen=True)
class MonthAhead:
    """A month to come: its index, and the pieces it sells at the present level."""

    first_on: date
    index: float
    expected: float


@dataclass(frozen=True)
class SeasonalView:
    """The seasons of a scope; `found` is None with less than four weeks of sales.

    `year_from` says whose weeks of the year are used: own, category, all, or none where nobody has two years.
    """

    name: str
    first_on: date | None = None
    through: date | None = None
    found: Seasons | None = None
    year_from: Origin = "none"
    months: Floats | None = None
    holidays: list[HolidayEffect] = field(default_factory=list)
    ahead: list[MonthAhead] = field(default_factory=list)


def seasonal_view(actor: Actor, scope: Scope, *, today: date) -> SeasonalView:
    """Weekday, year, holidays and trend of a scope, and the year to come. Fails with NotFound."""
    name, category = _named(actor, scope)
    newest = last_sale_on(actor)
    if newest is None:
        return SeasonalView(name)
    through = complete_day(today=today, last_sale_on=newest)
    named = _holiday_names(actor, through)
    totals = _totals(actor, scope, through, named)
    if totals is None:
        return SeasonalView(name)
    found, year_from = _with_year(actor, category, totals, named)
    if found is None:
        return SeasonalView(name, totals.first_on, through)
    return SeasonalView(
        name=name,
        first_on=totals.first_on,
        through=through,
        found=found,
        year_from=year_from,
        months=None if found.year is None else month_indexes(found.year),
        holidays=_effects(totals, found, named),
        ahead=_ahead(found, through),
    )


def _named(actor: Actor, scope: Scope) -> tuple[str, str]:
    """What the scope is called, and the category that it is in."""
    check_location(actor, scope.location_id)
    if scope.variant_id:
        item = item_of(actor, scope.variant_id)
        return item.name, item.category or ""
    return scope.category, scope.category


def _with_year(
    actor: Actor, category: str, totals: Totals, named: dict[date, str]
) -> tuple[Seasons | None, Origin]:
    """The seasons with their own year, else with that of the category, else with that of everything."""
    found = seasons(totals)
    if found is None or found.own_year:
        return found, "own"
    lenders: list[tuple[Origin, Scope]] = [("category", Scope(category=category))] if category else []
    for origin, lender in (*lenders, ("all", Scope())):
        lent = _totals(actor, lender, totals.day(len(totals.sold) - 1), named)
        larger = seasons(lent) if lent else None
        if larger is not None and larger.own_year:
            return seasons(totals, lent_year=larger.year), origin
    return found, "none"


def _totals(actor: Actor, scope: Scope, through: date, named: dict[date, str]) -> Totals | None:
    """Daily totals since the first sale; days on which an item was not there are unseen."""
    told = {
        "company": actor.company_id,
        "through": through,
        "variant": scope.variant_id,
        "location": scope.location_id,
        "category": scope.category,
    }
    rows = ask(_SOLD, told)
    if not rows:
        return None
    first = rows[0][0]
    sold = np.zeros((through - first).days + 1)
    for day, pieces in rows:
        sold[(day - first).days] = max(pieces, 0.0)
    if scope.variant_id:
        dry = [(day - first).days for (day,) in ask(_UNSEEN, told) if day >= first]
        sold[dry] = np.nan
    flags = np.array([first + timedelta(days=at) in named for at in range(len(sold))])
    return Totals(first, sold, flags)


def _holiday_names(actor: Actor, through: date) -> dict[date, str]:
    """What each public holiday is called, also of those that are days like any other for the company."""
    years = Span(date(through.year - HOLIDAY_YEARS, 1, 1), through)
    return {one.day: one.name for one in holidays_between(actor, years)}


def _effects(totals: Totals, found: Seasons, named: dict[date, str]) -> list[HolidayEffect]:
    """Each holiday's effect, the strongest first."""
    places: dict[str, NDArray[np.bool_]] = defaultdict(lambda: np.zeros(len(totals.sold), dtype=np.bool_))
    for at in np.flatnonzero(totals.holidays):
        places[named[totals.day(int(at))]][at] = True
    effects = [(name, *holiday_effect(totals, found, flags)) for name, flags in places.items()]
    seen = [HolidayEffect(name, effect, days) for name, effect, days in effects if days and np.isfinite(effect)]
    return sorted(seen, key=lambda one: -abs(one.effect - 1.0))


def _ahead(found: Seasons, through: date) -> list[MonthAhead]:
    """The twelve months after this one, at the level of the last week of the trend."""
    if found.year is None:
        return []
    first, months = through.replace(day=1), []
    for _ in range(MONTHS):
        first = (first + timedelta(days=32)).replace(day=1)
        days = ((first + timedelta(days=32)).replace(day=1) - first).days
        index = index_over(found.year, first)
        months.append(MonthAhead(first, index, float(found.trend[-1]) * index * days))
    return months
