"""How long stock has been lying there, and what of it nobody buys."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from stockwright.insights.queries.periods import value_column
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask, ask_one, by_hash

BUCKETS = (30, 60, 90, 180, 365)
"""The last day of each bucket; what is older falls into a last one."""

_AGES = """
    select width_bucket(extract(epoch from %(now)s - received_at)::numeric / 86400, %(starts)s::numeric[]),
        sum(quantity_left), sum(value_left), count(distinct variant_id)
    from inventory_layer
    where company_id = %(company)s and quantity_left > 0 group by 1
"""

# Each item's last sale is found at every place by itself, from the newest day backwards.
_IDLE = """
    with stocked as (
        select variant_id, sum(on_hand) as on_hand, sum({value}) as value from inventory_level
        where company_id = %(company)s group by variant_id having sum(on_hand) > 0
    ), last as materialized (
        select s.*, sold.day from stocked s
        cross join lateral (
            select max(newest.sold_on) as day from inventory_location o
            left join lateral (
                select d.sold_on from sales_dailysales d
                where d.company_id = %(company)s and d.variant_id = s.variant_id and d.location_id = o.id
                    and d.ordered > 0
                order by d.sold_on desc limit 1
            ) newest on true
            where o.company_id = %(company)s
        ) sold
    )
"""

_IDLE_ROWS = """
    select v.id, v.sku, p.name, l.on_hand, l.value, l.day from last l
    join catalog_variant v on v.company_id = %(company)s and v.id = l.variant_id
    join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    where l.day is null or l.day < %(before)s
    order by l.value desc, v.sku limit %(limit)s
"""

_IDLE_TOTALS = """
    select count(*) filter (where day is null or day < %(before)s),
        coalesce(sum(on_hand) filter (where day is null or day < %(before)s), 0),
        coalesce(sum(value) filter (where day is null or day < %(before)s), 0), count(*), coalesce(sum(value), 0)
    from last
"""


class AgeBucket(NamedTuple):
    """Stock that came in so many days ago; `last_day` is None for everything older than `first_day`."""

    first_day: int
    last_day: int | None
    items: int
    pieces: Decimal
    value: Decimal


class IdleItem(NamedTuple):
    """An item with stock that was not sold for a while; `sold_on` is None where it never was."""

    variant_id: UUID
    sku: str
    name: str
    on_hand: Decimal
    value: Decimal
    sold_on: date | None


class IdleStock(NamedTuple):
    """The items without a sale in so many days, the dearest ones by name, beside all stock."""

    days: int
    items: int
    pieces: Decimal
    value: Decimal
    all_items: int
    all_value: Decimal
    dearest: list[IdleItem]


def age_buckets(actor: Actor, *, now: datetime) -> list[AgeBucket]:
    """Stock by the age of its layers, at what they cost; every bucket, the youngest first."""
    starts = [Decimal(0), *(Decimal(last + 1) for last in BUCKETS)]
    with by_hash():
        rows = ask(_AGES, {"company": actor.company_id, "now": now, "starts": starts})
    told = {max(bucket, 1): (pieces, value, items) for bucket, pieces, value, items in rows}
    found = []
    for number, start in enumerate(starts, 1):
        pieces, value, items = told.get(number, (Decimal(0), Decimal(0), 0))
        last = BUCKETS[number - 1] if number <= len(BUCKETS) else None
        found.append(AgeBucket(int(start), last, items, pieces, value))
    return found


def idle_stock(actor: Actor, *, today: date, days: int, limit: int = 50) -> IdleStock:
    """The stock of items that nobody bought in the last `days` days, today among them."""
    params = {"company": actor.company_id, "before": today - timedelta(days=days - 1), "limit": limit}
    idle = _IDLE.format(value=value_column(actor))
    rows = [IdleItem(*row) for row in ask(idle + _IDLE_ROWS, params)]
    items, pieces, value, all_items, all_value = ask_one(idle + _IDLE_TOTALS, params)
    return IdleStock(days, items, pieces, value, all_items, all_value, rows)
