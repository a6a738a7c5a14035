"""How fast stock turns, and what holding it costs."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from stockwright.insights.queries.periods import Period, value_column
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.statements import ask, ask_one

YEAR = Decimal(365)

# The value at the end of each day, carried over days on which nothing moved.
_DAYS = """
    with moved as (
        select (happened_at at time zone %(zone)s)::date as day, sum({value}) as value,
            -coalesce(sum({value}) filter (where kind in ('sale', 'return')), 0) as sold
        from inventory_movement
        where company_id = %(company)s and happened_at >= %(begin)s and happened_at < %(end)s
        group by 1
    )
    select day::date, coalesce(m.value, 0), coalesce(m.sold, 0)
    from generate_series(%(since)s::date, %(until)s::date, interval '1 day') day
    left join moved m using (day) order by day
"""

_BEFORE = """
    select coalesce(sum({value}), 0) from inventory_movement
    where company_id = %(company)s and happened_at < %(begin)s
"""


class MonthOfStock(NamedTuple):
    """A month (or the part of it within the period): cost of goods sold, and the value held on average."""

    month: date
    days: int
    cost_of_goods: Decimal
    average_value: Decimal


class Turnover(NamedTuple):
    """Cost of goods sold and the value of stock held for it, over a period."""

    days: int
    cost_of_goods: Decimal
    average_value: Decimal
    opening_value: Decimal
    closing_value: Decimal
    by_month: list[MonthOfStock]

    @property
    def turns(self) -> Decimal | None:
        """How often stock would be sold in a year at this pace; None without stock."""
        if self.average_value <= 0:
            return None
        return round(self.cost_of_goods / self.average_value * YEAR / self.days, 4)

    @property
    def days_of_stock(self) -> Decimal | None:
        """How many days the stock lasts at this pace; None where nothing was sold."""
        held = self.average_value * self.days
        return round(held / self.cost_of_goods, 4) if self.cost_of_goods > 0 else None

    def carrying_cost(self, yearly_rate: Decimal) -> Decimal:
        """What holding the stock cost in the period, at a yearly rate (0.2 is 20%) of its value."""
        return round(self.average_value * yearly_rate * self.days / YEAR, 4)


def turnover(actor: Actor, period: Period) -> Turnover:
    """Cost of goods sold (sales less returns, from the books) against the mean of each day's closing value."""
    params, column = period.params(actor), value_column(actor)
    [opening] = ask_one(_BEFORE.format(value=column), params)
    months: dict[date, list[tuple[Decimal, Decimal]]] = {}
    value = opening
    for day, moved, sold in ask(_DAYS.format(value=column), params):
        value += moved
        months.setdefault(day.replace(day=1), []).append((value, sold))
    told = [_month(month, days) for month, days in months.items()]
    held = sum((value for days in months.values() for value, _ in days), ZERO)
    return Turnover(
        days=period.days,
        cost_of_goods=sum((one.cost_of_goods for one in told), ZERO),
        average_value=round(held / period.days, 4),
        opening_value=opening,
        closing_value=value,
        by_month=told,
    )


def _month(month: date, days: list[tuple[Decimal, Decimal]]) -> MonthOfStock:
    held = sum((value for value, _ in days), ZERO)
    return MonthOfStock(month, len(days), sum((sold for _, sold in days), ZERO), round(held / len(days), 4))
