"""What is expected of everything together, of a category, a place or an item, and of the parts of each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from stockwright.forecasting.models import ForecastRun
from stockwright.forecasting.queries.runs import latest_run
from stockwright.forecasting.rules.runs import HORIZON_DAYS
from stockwright.insights.queries.forecasts import refuse_unknown
from stockwright.insights.queries.ranges import Range, ranges
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.statements import ask, ask_one

PAST_DAYS = 56
PARTS = {"": "''", "category": "coalesce(c.name, '')", "location": "l.name"}
"""What an outlook can be divided by."""

_OF_ITEMS = """
    from forecasting_itemforecast f
    join catalog_variant v on v.company_id = f.company_id and v.id = f.variant_id and v.archived_at is null
    join catalog_product p on p.company_id = f.company_id and p.id = v.product_id
    join inventory_location l on l.company_id = f.company_id and l.id = f.location_id
    left join catalog_category c on c.company_id = f.company_id and c.id = p.category_id
    {days}
    where f.company_id = %(company)s and f.run_id = %(run)s
        and (%(variant)s::uuid is null or f.variant_id = %(variant)s)
        and (%(location)s::uuid is null or f.location_id = %(location)s)
        and (%(category)s = '' or c.name = %(category)s)
"""

# Each number is rounded before it is added, so that whatever is added up gives the same.
_DAYS = """cross join lateral unnest(f.mean, coalesce(f.base_mean, f.mean), coalesce(f.plain, f.base_mean, f.mean))
        with ordinality as days (pieces, base, plain, at)"""
_BY_DAY = (
    "select {part}, at, count(*), "
    + ", ".join(f"sum(round(days.{name}::float8::numeric, 4))" for name in ("pieces", "base", "plain"))
    + _OF_ITEMS.format(days=_DAYS)
    + " and at <= %(days)s group by 1, 2 order by 1, 2"
)
_LEFT_OUT = "select sum(f.outliers_capped), sum(f.lost_estimate::float8)" + _OF_ITEMS.format(days="")

_SOLD = """
    select s.sold_on, sum(s.ordered)
    from sales_dailysales s
    join catalog_variant v on v.company_id = s.company_id and v.id = s.variant_id and v.archived_at is null
    join catalog_product p on p.company_id = s.company_id and p.id = v.product_id
    left join catalog_category c on c.company_id = s.company_id and c.id = p.category_id
    where s.company_id = %(company)s and s.sold_on between %(first)s and %(last)s
        and (%(variant)s::uuid is null or s.variant_id = %(variant)s)
        and (%(location)s::uuid is null or s.location_id = %(location)s)
        and (%(category)s = '' or c.name = %(category)s)
    group by 1
"""


@dataclass(frozen=True)
class Wish:
    """Of what, how far ahead, and divided by which of PARTS."""

    days: int = HORIZON_DAYS
    variant_id: UUID | None = None
    location_id: UUID | None = None
    category: str = ""
    by: str = ""


@dataclass(frozen=True)
class DayForecast:
    """Expected pieces of a day."""

    day: date
    mean: Decimal


@dataclass(frozen=True)
class Part:
    """A category or a place: `items` at places, and the pieces of each day."""

    name: str
    items: int
    days: list[Decimal]

    @property
    def total(self) -> Decimal:
        """Pieces of all the days."""
        return self.over(len(self.days))

    def over(self, days: int) -> Decimal:
        """Pieces of the first `days` days."""
        return sum(self.days[:days], ZERO)


@dataclass(frozen=True)
class Outlook:
    """Expected pieces of many items together; no days before the first forecast. Parts add up exactly.

    `planned` is what promotions and planned prices add, `overridden` what people's overrides add. `capped` counts
    the days of bulk orders that do not count in full, `missed` the pieces that were missed without stock in the
    last four weeks. `ranges` tells by days summed up how far from such totals demand was before; none where past
    forecasts are too few.
    """

    run: ForecastRun | None
    items: int = 0
    days: list[DayForecast] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    planned: Decimal = ZERO
    overridden: Decimal = ZERO
    capped: int = 0
    missed: float = 0.0
    ranges: Mapping[int, Range] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """Expected pieces of all the days."""
        return self.over(len(self.days))

    def over(self, days: int) -> Decimal:
        """Expected pieces of the first `days` days."""
        return sum((day.mean for day in self.days[:days]), ZERO)


def outlook(actor: Actor, wish: Wish) -> Outlook:
    """Expected pieces by day of all items, or of those of an item, a place or a category, and of its parts.

    NotFound for another company's item or place.
    """
    refuse_unknown(actor, wish.variant_id, wish.location_id)
    run = latest_run(actor)
    if run is None:
        return Outlook(None)
    told = {**_told(actor, wish), "run": run.pk, "days": wish.days}
    rows = ask(_BY_DAY.format(part=PARTS[wish.by]), told)
    if not rows:
        return Outlook(run)
    parts = _parts(rows)
    capped, missed = ask_one(_LEFT_OUT, told)
    by_day = [sum(pieces, ZERO) for pieces in zip(*(part.days for part in parts), strict=True)]
    expected, base, plain = (sum((row[at] for row in rows), ZERO) for at in (3, 4, 5))
    return Outlook(
        run=run,
        items=sum(part.items for part in parts),
        days=[DayForecast(run.as_of + timedelta(days=at), pieces) for at, pieces in enumerate(by_day, start=1)],
        parts=parts if wish.by else [],
        planned=base - plain,
        overridden=expected - base,
        capped=int(capped),
        missed=float(missed),
        ranges={} if wish.variant_id else ranges(actor, category=wish.category, location_id=wish.location_id),
    )


def sold_before(actor: Actor, wish: Wish, as_of: date) -> dict[date, Decimal]:
    """Pieces sold on each of the last PAST_DAYS days of what an outlook is of."""
    first = as_of - timedelta(days=PAST_DAYS - 1)
    sold = dict(ask(_SOLD, {**_told(actor, wish), "first": first, "last": as_of}))
    days = (first + timedelta(days=at) for at in range(PAST_DAYS))
    return {day: sold.get(day, ZERO) for day in days}


def _told(actor: Actor, wish: Wish) -> dict[str, Any]:
    return {
        "company": actor.company_id,
        "variant": wish.variant_id,
        "location": wish.location_id,
        "category": wish.category,
    }


def _parts(rows: Sequence[tuple[Any, ...]]) -> list[Part]:
    days: dict[str, list[Decimal]] = defaultdict(list)
    items: dict[str, int] = {}
    for name, _, count, pieces, *_ in rows:
        days[name].append(pieces)
        items[name] = count
    return [Part(name, items[name], days[name]) for name in days]
