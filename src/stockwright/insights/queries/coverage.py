"""How much of the catalogue was counted, and how often stock ran out."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from stockwright.insights.queries.periods import Period
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask, ask_one, by_hash

# Counted is what a count changed or a statement, which a count that agreed leaves behind too, told.
_COUNTED = """
    with counted as (
        select variant_id, (happened_at at time zone %(zone)s)::date as day from inventory_movement
        where company_id = %(company)s and kind = 'count' and happened_at >= %(begin)s and happened_at < %(end)s
        union all
        select variant_id, (stated_at at time zone %(zone)s)::date from inventory_statement
        where company_id = %(company)s and undone_at is null and stated_at >= %(begin)s and stated_at < %(end)s
    ), items as (
        select id from catalog_variant where company_id = %(company)s and archived_at is null
    )
"""

_BY_MONTH = """
    select date_trunc('month', c.day)::date as month, count(distinct c.variant_id)
    from counted c join items i on i.id = c.variant_id group by 1 order by 1
"""

_IN_ALL = """
    select (select count(*) from items), count(distinct c.variant_id) from counted c
    join items i on i.id = c.variant_id
"""

_DRY = """
    select date_trunc('month', taken_on)::date as month, count(*) as days,
        count(*) filter (where in_stock_minutes = 0) as dry_days,
        count(*) filter (where in_stock_minutes between 1 and 1439) as partly,
        sum(1440 - in_stock_minutes)::bigint as dry_minutes, count(distinct variant_id) as items,
        count(distinct variant_id) filter (where in_stock_minutes < 1440) as dry_items
    from inventory_snapshot
    where company_id = %(company)s and taken_on between %(since)s and %(until)s
    group by 1 order by 1
"""


class Coverage(NamedTuple):
    """How many items there are, how many of them were counted, and how many by month."""

    items: int
    counted: int
    by_month: list[tuple[date, int]]

    @property
    def share(self) -> Decimal | None:
        """The counted share of the catalogue; None without items."""
        return round(Decimal(self.counted) / self.items, 4) if self.items else None


class Dryness(NamedTuple):
    """A month's item-days (an item at a place on a day), and those with no stock, or only for part of the day."""

    month: date
    days: int
    dry_days: int
    partly_dry_days: int
    dry_minutes: int
    items: int
    dry_items: int

    @property
    def share(self) -> Decimal:
        """The share of the time without stock."""
        return round(Decimal(self.dry_minutes) / (1440 * self.days), 4)


def count_coverage(actor: Actor, period: Period) -> Coverage:
    """How much of the catalogue was counted in the period."""
    params = period.params(actor)
    with by_hash():
        items, counted = ask_one(_COUNTED + _IN_ALL, params)
        return Coverage(items, counted, [(month, number) for month, number in ask(_COUNTED + _BY_MONTH, params)])


def stockouts(actor: Actor, period: Period) -> list[Dryness]:
    """How often there was no stock, by month, as far as days were closed."""
    return [Dryness(*row) for row in ask(_DRY, period.params(actor))]
