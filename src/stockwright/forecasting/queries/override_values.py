"""What overrides were worth: people's word and the forecast held against what came."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from uuid import UUID

from stockwright.forecasting.queries.runs import latest_run
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.statements import ask

# Of two overrides of a day the later one counted, unless it was ended by then. A day on which the item was out of
# stock for a while says nothing of demand.
_VALUES = """
    with counted as (
        select distinct on (d.variant_id, d.location_id, d.day) d.*
        from forecasting_overrideday d
        join forecasting_override o on o.company_id = d.company_id and o.id = d.override_id
        where d.company_id = %(company)s and d.day <= %(through)s and (o.ended_on is null or d.day < o.ended_on)
        order by d.variant_id, d.location_id, d.day, o.made_at desc, o.id desc
    ), seen as (
        select c.override_id, c.base::numeric as base, c.told::numeric as told,
            coalesce(s.in_stock_minutes, 1440) = 1440 as in_stock, coalesce(v.cost, v.price) as worth,
            coalesce((
                select sum(l.ordered) from sales_dailysales l
                where l.company_id = %(company)s and l.variant_id = c.variant_id
                    and l.location_id = c.location_id and l.sold_on = c.day
            ), 0) as came
        from counted c
        join catalog_variant v on v.company_id = %(company)s and v.id = c.variant_id
        left join inventory_snapshot s on s.company_id = %(company)s and s.variant_id = c.variant_id
            and s.location_id = c.location_id and s.taken_on = c.day
        where %(all)s or c.override_id = any(%(ids)s)
    )
    select override_id,
        count(*) filter (where in_stock), count(*) filter (where not in_stock),
        {sums},
        round(sum(abs(base - came) * worth) filter (where in_stock), 4),
        round(sum(abs(told - came) * worth) filter (where in_stock), 4)
    from seen group by override_id
""".replace(
    "{sums}",
    ", ".join(
        f"round(coalesce(sum({what}) filter (where in_stock), 0), 4)"
        for what in ("came", "base", "told", "abs(base - came)", "abs(told - came)")
    ),
)


@dataclass(frozen=True)
class OverrideValue:
    """Past days of an override (a day for each place): what came, beside the forecast and what was said.

    Days on which the item was out of stock are only counted. An error is the sum over days of how far off
    each was; money is the error at what a piece costs (its price where no cost is known; None: neither is).
    """

    days: int = 0
    days_out: int = 0
    came: Decimal = ZERO
    base: Decimal = ZERO
    told: Decimal = ZERO
    base_error: Decimal = ZERO
    told_error: Decimal = ZERO
    base_money: Decimal | None = None
    told_money: Decimal | None = None

    @property
    def base_bias(self) -> Decimal:
        """By how many pieces the forecast was too high."""
        return self.base - self.came

    @property
    def told_bias(self) -> Decimal:
        """By how many pieces the person was too high."""
        return self.told - self.came

    @property
    def saved(self) -> Decimal:
        """By how many pieces the person was nearer; below zero the forecast was."""
        return self.base_error - self.told_error

    @property
    def saved_money(self) -> Decimal | None:
        """The same in money."""
        if self.base_money is None or self.told_money is None:
            return None
        return self.base_money - self.told_money

    def __add__(self, other: "OverrideValue") -> "OverrideValue":
        pairs = ((getattr(self, one.name), getattr(other, one.name)) for one in fields(self))
        return OverrideValue(
            *(right if left is None else left if right is None else left + right for left, right in pairs)
        )


def override_values(actor: Actor, override_ids: Collection[UUID] | None = None) -> dict[UUID, OverrideValue]:
    """What each override was worth up to the last full day of sales; absent where no day is past yet."""
    newest = latest_run(actor)
    through = newest.as_of if newest else date.min
    asked = {"all": override_ids is None, "ids": list(override_ids or ()), "through": through}
    rows = ask(_VALUES, {"company": actor.company_id, **asked})
    return {override_id: OverrideValue(*figures) for override_id, *figures in rows}


def value_of_all(actor: Actor) -> OverrideValue:
    """All overrides together."""
    return sum(override_values(actor).values(), OverrideValue())
