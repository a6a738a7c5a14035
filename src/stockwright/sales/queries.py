"""What was sold: by day for the demand panel and for charts, and line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import polars as pl
from django.db.models import Max, Sum

from stockwright.accounts.queries import company_of
from stockwright.catalog.queries import item_of
from stockwright.inventory.queries.comparing import Comparison, compared
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame
from stockwright.kit.paging import Page, decode_id, page_of
from stockwright.kit.statements import ask_one, run, work_in_bulk
from stockwright.kit.tenancy import CompanyQuerySet
from stockwright.sales.models import ChannelDemand, DailySales, SaleLine
from stockwright.sales.rules import SETTLED_AFTER_DAYS, DemandKind

SERIES: Schema = {
    "series": pl.Int32,
    "variant_id": pl.String,
    "location_id": pl.String,
    "sku": pl.String,
    "name": pl.String,
    "category": pl.String,
    "launched_on": pl.Date,
    "first_on": pl.Date,
    "last_on": pl.Date,
    "stated": pl.Boolean,
}

_NUMBER = """
    create temp table demand_series on commit drop as
    with sold as (
        select variant_id, location_id, min(sold_on) as first_on, max(sold_on) as last_on
        from sales_dailysales
        where company_id = %(company)s and (%(only)s::uuid[] is null or variant_id = any(%(only)s::uuid[]))
        group by variant_id, location_id
    ), held as (
        select variant_id, location_id, stated_at is not null as stated
        from inventory_level
        where company_id = %(company)s and (%(only)s::uuid[] is null or variant_id = any(%(only)s::uuid[]))
    )
    select (row_number() over (order by variant_id, location_id) - 1)::int as series, variant_id, location_id,
        first_on, last_on, coalesce(stated, false) as stated
    from sold full join held using (variant_id, location_id)
    join catalog_variant v on v.company_id = %(company)s and v.id = variant_id and v.archived_at is null
"""

_SERIES = """
    select d.series, d.variant_id, d.location_id, v.sku, p.name, c.name, v.launched_on, d.first_on, d.last_on,
        d.stated
    from demand_series d
    join catalog_variant v on v.company_id = %(company)s and v.id = d.variant_id
    join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    left join catalog_category c on c.company_id = %(company)s and c.id = p.category_id
    order by d.series
"""

_SALES = """
    select d.series, s.sold_on - date '1970-01-01', s.ordered, s.returned, s.revenue,
        case when s.returned = 0 then s.lines else 0 end
    from sales_dailysales s
    join demand_series d on d.variant_id = s.variant_id and d.location_id = s.location_id
    where s.company_id = %(company)s and s.sold_on >= %(since)s
        and (%(only)s::uuid[] is null or s.variant_id = any(%(only)s::uuid[]))
"""

# What was spoilt, sent away or built into a set last was not wanted by a customer.
_STOCK = """
    select d.series, s.taken_on - date '1970-01-01', s.in_stock_minutes, s.hours,
        case when s.on_hand <= 0 and s.in_stock_minutes > 0 then coalesce((
            select m.kind not in ('waste', 'transfer_out', 'conversion') from inventory_movement m
            where m.company_id = %(company)s and m.variant_id = s.variant_id and m.location_id = s.location_id
                and m.quantity < 0 and m.happened_at >= s.taken_on::timestamp at time zone %(zone)s
                and m.happened_at < (s.taken_on + 1)::timestamp at time zone %(zone)s
            order by m.happened_at desc, m.id desc limit 1
        ), true) else false end
    from inventory_snapshot s
    join demand_series d on d.variant_id = s.variant_id and d.location_id = s.location_id
    where s.company_id = %(company)s and s.in_stock_minutes < 1440 and s.taken_on >= %(since)s
        and (%(only)s::uuid[] is null or s.variant_id = any(%(only)s::uuid[]))
"""

# A day on a channel is compared by its pieces and by its money.
_DAY = "sold_on || case when channel = '' then '' else ' ' || channel end as subject, variant_id, location_id"
_BY_LINES = f"select {_DAY}, {{amount}} as amount from sales_saleline where company_id = %(company)s"
_BY_DAYS = f"select {_DAY}, {{amount}} as amount from sales_dailysales where company_id = %(company)s and lines > 0"

EVER = date(1, 1, 1)
_SUMMED = ("sold", "returned", "revenue", "orders")


def series_frame(actor: Actor, only: Sequence[str] | None = None) -> pl.DataFrame:
    """Every item at every place that has sales or stock, numbered densely from 0.

    Archived items are left out, and with `only` all but these. `first_on` and `last_on` are the first and last day
    with a sale or return (null for none); `stated` tells whether its stock is known. The numbers hold for
    `sales_frame` and `stock_frame` in the same transaction.
    """
    run("drop table if exists pg_temp.demand_series", {})
    _number(actor, only)
    return read_frame(_SERIES, {"company": actor.company_id}, SERIES)


def sales_frame(actor: Actor, since: date | None = None, only: Sequence[str] | None = None) -> pl.DataFrame:
    """The sales of each series by day: series, day, sold (ordered pieces), returned, revenue (net), orders.

    `orders` counts the lines that `sold` came in, 0 on a day with returns, which are lines too. Days without a
    line are absent; the channels of a day are added up. Sorted by series and day. `only` are the items of
    `series_frame`.
    """
    _number_once(actor, only)
    schema = {"series": pl.Int32, "day": pl.Int32} | dict.fromkeys(_SUMMED, pl.Float64)
    lines = read_frame(_SALES, _asked(actor, since, only), schema)
    days = lines.group_by("series", "day").agg(pl.col(_SUMMED).sum())
    return days.with_columns(pl.col("day").cast(pl.Date)).sort("series", "day")


def stock_frame(actor: Actor, since: date | None = None, only: Sequence[str] | None = None) -> pl.DataFrame:
    """The days on which a series was not in stock all day: series, day, in_stock_minutes (0..1439).

    `hours` lists the minutes of each hour, null where there was no stock all day; `sold_out` tells that the
    day ended without stock, the last of it sold.
    """
    _number_once(actor, only)
    schema: Schema = {
        "series": pl.Int32,
        "day": pl.Int32,
        "in_stock_minutes": pl.Int16,
        "hours": pl.List(pl.Int16),
        "sold_out": pl.Boolean,
    }
    told = {**_asked(actor, since, only), "zone": company_of(actor).time_zone}
    days = read_frame(_STOCK, told, schema)
    return days.with_columns(pl.col("day").cast(pl.Date)).sort("series", "day")


def _asked(actor: Actor, since: date | None, only: Sequence[str] | None) -> dict[str, object]:
    return {"company": actor.company_id, "since": since or EVER, "only": None if only is None else list(only)}


def _number_once(actor: Actor, only: Sequence[str] | None) -> None:
    [known] = ask_one("select to_regclass('pg_temp.demand_series') is not null", {})
    if not known:
        _number(actor, only)


def _number(actor: Actor, only: Sequence[str] | None) -> None:
    work_in_bulk()
    run(_NUMBER, _asked(actor, None, only))
    run("analyze demand_series", {})


@dataclass(frozen=True)
class DayTotal:
    """A day of an item: pieces ordered and returned, net revenue."""

    day: date
    sold: Decimal
    returned: Decimal
    revenue: Decimal


@dataclass(frozen=True)
class LineRow:
    """A line of a sale; a return has a negative quantity."""

    id: UUID
    variant_id: UUID
    sku: str
    location: str
    channel: str
    sold_at: datetime
    sold_on: date
    quantity: Decimal
    revenue: Decimal | None
    order_ref: str
    batch_id: UUID | None


@dataclass(frozen=True)
class ChannelDemandRow:
    """Which of a channel's pieces count as demand, and within how many days its customers decide."""

    channel: str
    kind: DemandKind = DemandKind.ORDERED
    settle_days: int = SETTLED_AFTER_DAYS


def channel_demands(actor: Actor, *, since: date | None = None) -> list[ChannelDemandRow]:
    """The channels that something was set of, and those with sales since a day, by name."""
    told = {
        row.channel: ChannelDemandRow(row.channel, DemandKind(row.kind), row.settle_days)
        for row in ChannelDemand.objects.of(actor)
    }
    if since is not None:
        sold = DailySales.objects.of(actor).filter(sold_on__gte=since).values_list("channel", flat=True)
        told = {name: ChannelDemandRow(name) for name in sold.distinct() if name} | told
    return [told[name] for name in sorted(told)]


def last_sale_on(actor: Actor) -> date | None:
    """The newest day with a sale or return; None before the first."""
    found: date | None = DailySales.objects.of(actor).aggregate(newest=Max("sold_on"))["newest"]
    return found


def item_history(
    actor: Actor, variant_id: UUID, *, since: date | None = None, location_id: UUID | None = None
) -> list[DayTotal]:
    """An item's daily totals over all channels, the oldest first; days without a line are absent."""
    item_of(actor, variant_id)
    days = DailySales.objects.of(actor).filter(variant_id=variant_id, sold_on__gte=since or EVER)
    if location_id is not None:
        days = days.filter(location_id=location_id)
    totals = days.values("sold_on").annotate(
        all_ordered=Sum("ordered"), all_returned=Sum("returned"), all_revenue=Sum("revenue")
    )
    return [
        DayTotal(row["sold_on"], row["all_ordered"], row["all_returned"], row["all_revenue"])
        for row in totals.order_by("sold_on")
    ]


def recent_lines(actor: Actor, variant_id: UUID, *, limit: int = 20) -> list[LineRow]:
    """An item's latest lines, the newest first."""
    item_of(actor, variant_id)
    lines = _lines(actor).filter(variant_id=variant_id).order_by("-sold_at", "-cause")
    return [_line(line) for line in lines[:limit]]


def sales_page(
    actor: Actor,
    *,
    variant_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[LineRow]:
    """Lines of sales in the stable order of their ids, which is not that of time; days are inclusive."""
    lines = _lines(actor)
    if variant_id is not None:
        lines = lines.filter(variant_id=variant_id)
    if since is not None:
        lines = lines.filter(sold_on__gte=since)
    if until is not None:
        lines = lines.filter(sold_on__lte=until)
    if cursor:
        lines = lines.filter(cause__gt=decode_id(cursor))
    rows = [_line(line) for line in lines.order_by("cause")[: limit + 1]]
    return page_of(rows, limit, key=lambda row: (row.id,))


def _lines(actor: Actor) -> CompanyQuerySet[SaleLine]:
    return SaleLine.objects.of(actor).select_related("variant", "location")


def _line(line: SaleLine) -> LineRow:
    return LineRow(
        id=line.cause,
        variant_id=line.variant_id,
        sku=line.variant.sku,
        location=line.location.name,
        channel=line.channel,
        sold_at=line.sold_at,
        sold_on=line.sold_on,
        quantity=line.quantity,
        revenue=line.revenue,
        order_ref=line.order_ref,
        batch_id=line.batch_id,
    )


def compare_daily_pieces(actor: Actor) -> Comparison:
    """The pieces of each day against the lines of sales that they sum up."""
    lines, days = _BY_LINES.format(amount="quantity"), _BY_DAYS.format(amount="ordered - returned")
    return compared(actor, wanted=lines, found=days)


def compare_daily_revenue(actor: Actor) -> Comparison:
    """The revenue of each day against the lines of sales that it sums up."""
    lines, days = _BY_LINES.format(amount="revenue"), _BY_DAYS.format(amount="revenue")
    return compared(actor, wanted=lines, found=days)
