"""Lines of sales: every line once, with the daily sums and the stock that follow from it."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import polars as pl

from stockwright.catalog.actions.staged import put_staged_items
from stockwright.inventory.actions.ledger import post_staged
from stockwright.inventory.actions.locations import placed
from stockwright.inventory.actions.posting_sql import POSTING
from stockwright.inventory.rules.locations import MAIN_LOCATION
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import Params, ask, ask_one, one_at_a_time, run, work_in_bulk
from stockwright.messaging.actions.events import emit
from stockwright.sales.events import SalesImported, SalesUndone
from stockwright.sales.rules import InvalidSale

_TOLD = {
    "sku": "varchar(100)",
    "name": "text",
    "location": "text",
    "channel": "varchar(50)",
    "at": "timestamptz",
    "on": "date",
    "quantity": "numeric(18,4)",
    "revenue": "numeric(20,4)",
    "price": "numeric(20,4)",
    "order": "varchar(100)",
    "customer": "varchar(100)",
    "fingerprint": "uuid",
}
_NEEDED = ("sku", "at", "on", "quantity", "fingerprint")

_FRESH = {
    "cause": "uuid",
    "variant_id": "uuid",
    "location_id": "uuid",
    "channel": "varchar(50)",
    "sold_at": "timestamptz",
    "sold_on": "date",
    "quantity": "numeric(18,4)",
    "revenue": "numeric(20,4)",
    "order_ref": "varchar(100)",
    "customer_ref": "varchar(100)",
}

# Of the names that a new item goes by the most frequent is taken, and the latest price.
_NEW_ITEMS = """
    create temp table item_rows on commit drop as
    with fresh as (
        select sku, nullif(name, '') as name, price, at
        from sale_rows r
        where not exists (select from catalog_variant v where v.company_id = %(company)s and v.sku = r.sku)
    ), named as (
        select distinct on (sku) sku, name
        from (select sku, name, count(*) as times from fresh group by sku, name) counted
        order by sku, name is null, times desc, name
    ), priced as (
        select distinct on (sku) sku, price from fresh where price > 0 order by sku, at desc
    )
    select n.sku, left(n.name, 300) as name, null::text as category, null::numeric as cost, p.price,
        null::text as barcode, null::text as supplier, null::int as lead_days, null::numeric as moq,
        null::numeric as pack_multiple, null::int as threshold_days, null::date as launched_on
    from named n left join priced p using (sku)
"""

# Lines alike within one telling are numbered, so that each counts, and counts once however often it is told.
_UNKNOWN = """
    insert into sale_fresh
    with numbered as (
        select r.*, row_number() over (partition by fingerprint) as number from sale_rows r
    ), caused as (
        select md5(fingerprint::text || number)::uuid as cause, * from numbered
    )
    select c.cause, v.id, l.id, coalesce(c.channel, %(channel)s), c.at, c."on", c.quantity,
        coalesce(c.revenue, c.quantity * c.price), coalesce(c."order", ''), coalesce(c.customer, '')
    from caused c
    join catalog_variant v on v.company_id = %(company)s and v.sku = c.sku
    join inventory_location l
        on l.company_id = %(company)s and l.name = coalesce(nullif(btrim(c.location), ''), %(location)s)
    left join lateral (
        select true as known from sales_saleline s
        where s.company_id = %(company)s and s.cause = c.cause offset 0
    ) s on true
    where s.known is null
"""

_ADD_LINES = """
    insert into sales_saleline (company_id, cause, variant_id, location_id, channel, sold_at, sold_on,
        quantity, revenue, order_ref, customer_ref, batch_id)
    select %(company)s, cause, variant_id, location_id, channel, sold_at, sold_on, quantity, revenue,
        order_ref, customer_ref, %(batch)s
    from sale_fresh order by variant_id, sold_at
"""

_ADD_DAYS = """
    insert into sales_dailysales as d
        (company_id, variant_id, location_id, sold_on, channel, ordered, returned, revenue, lines)
    select %(company)s, variant_id, location_id, sold_on, channel,
        coalesce(sum(quantity) filter (where quantity > 0), 0),
        coalesce(-sum(quantity) filter (where quantity < 0), 0), coalesce(sum(revenue), 0), count(*)
    from sale_fresh group by variant_id, location_id, sold_on, channel order by 2, 3, 4, 5
    on conflict (company_id, variant_id, location_id, sold_on, channel) do update set
        ordered = d.ordered + excluded.ordered, returned = d.returned + excluded.returned,
        revenue = d.revenue + excluded.revenue, lines = d.lines + excluded.lines
"""

# The cause names the batch, so that a batch can be undone and brought in anew. What went out of a reservation
# of the same order has moved already.
_MOVE_LINES = """
    insert into posting
    select 'sale:' || coalesce(%(batch)s::text, '') || ':' || f.cause, f.variant_id, f.location_id,
        case when f.quantity > 0 then 'sale' else 'return' end, -f.quantity, null, f.sold_at, 'sale',
        f.order_ref, f.channel, null
    from sale_fresh f
    join inventory_level l on l.company_id = %(company)s and l.variant_id = f.variant_id
        and l.location_id = f.location_id
    where f.sold_at > l.stated_at and not exists (
        select from inventory_reservation r
        join inventory_hold h on h.company_id = r.company_id and h.reservation_id = r.id
        where r.company_id = %(company)s and f.order_ref <> '' and r.ref_id = f.order_ref
            and r.channel = f.channel and h.variant_id = f.variant_id and h.committed > 0 and f.quantity > 0
    )
"""

_TOTALS = """
    select count(*), count(*) - count(distinct fingerprint),
        coalesce(sum(quantity) filter (where quantity > 0), 0),
        coalesce(-sum(quantity) filter (where quantity < 0), 0),
        coalesce(sum(coalesce(revenue, quantity * price)), 0), min("on"), max("on")
    from sale_rows
"""

# What went out of several lots is a movement for each of them, numbered after the first.
_MOVE_BACK = """
    insert into posting
    select 'undo:' || m.cause, m.variant_id, m.location_id, m.kind, -m.quantity, m.unit_cost, m.happened_at,
        m.ref_type, m.ref_id, m.channel, 'undone', m.lot_id
    from sales_saleline s
    cross join lateral (
        select * from inventory_movement m where m.company_id = %(company)s and m.cause = any(array(
            select 'sale:' || %(batch)s || ':' || s.cause || case when part > 0 then ':' || part else '' end
            from generate_series(0, (
                select count(*) from inventory_lot t
                where t.company_id = %(company)s and t.variant_id = s.variant_id
            )) as part
        )) offset 0
    ) m
    where s.company_id = %(company)s and s.batch_id = %(batch)s
"""

_SUBTRACT = """
    with gone as (
        select variant_id, location_id, sold_on, channel,
            coalesce(sum(quantity) filter (where quantity > 0), 0) as ordered,
            coalesce(-sum(quantity) filter (where quantity < 0), 0) as returned,
            coalesce(sum(revenue), 0) as revenue, count(*) as lines
        from sales_saleline where company_id = %(company)s and batch_id = %(batch)s
        group by variant_id, location_id, sold_on, channel
    )
    update sales_dailysales d set ordered = d.ordered - g.ordered, returned = d.returned - g.returned,
        revenue = d.revenue - g.revenue, lines = d.lines - g.lines
    from gone g
    where d.company_id = %(company)s and d.variant_id = g.variant_id and d.location_id = g.location_id
        and d.sold_on = g.sold_on and d.channel = g.channel
"""


class SalesRecorded(NamedTuple):
    """What came of the lines told.

    `read` = `added` + `known`; `duplicates` are lines like another one of the same telling (each counts).
    The control totals (pieces sold and returned, revenue, first and last day) are of all lines read.
    """

    read: int
    added: int
    known: int
    duplicates: int
    quantity: Decimal
    returned: Decimal
    revenue: Decimal
    first_on: date | None
    last_on: date | None
    new_items: int


@deed("sales.write")
def record_sales(
    actor: Actor,
    *,
    batches: Iterable[pl.DataFrame],
    batch_id: UUID | None,
    location: str = MAIN_LOCATION,
    channel: str = "shop",
) -> SalesRecorded:
    """Record lines of sales; a line that is known already changes nothing.

    Columns: sku, at (moment), on (business day), quantity (negative for a return), fingerprint (32 hex
    digits), and any of name, location, channel, revenue, price, order, customer. New SKUs and locations are
    added. The frames are taken one by one, so that any number of lines streams through; all of them come
    in, or none does.
    """
    read = stage_frames(map(_checked, batches), "sale_rows", _TOLD)
    one_at_a_time(actor.company_id, "stock")
    work_in_bulk(read)
    params = {"company": actor.company_id, "batch": batch_id, "channel": channel, "location": location}
    new_items = _add_new_items(actor)
    placed(actor, _locations(location))
    stage_frames([], "sale_fresh", _FRESH)
    added = run(_UNKNOWN, params)
    if added:
        _write(actor, params)
    _, duplicates, quantity, returned, revenue, first_on, last_on = ask_one(_TOTALS, {})
    return SalesRecorded(
        read, added, read - added, duplicates, quantity, returned, revenue, first_on, last_on, new_items
    )


@deed("sales.write")
def undo_batch(actor: Actor, *, batch_id: UUID) -> int:
    """Take the lines of a batch out of the sales and their movements back; the number of lines.

    Items and places that the batch brought stay, since other rows may use them by now. The second time
    there is nothing to take out.
    """
    one_at_a_time(actor.company_id, "stock")
    params = {"company": actor.company_id, "batch": batch_id}
    [lines] = ask_one(
        "select count(*) from sales_saleline where company_id = %(company)s and batch_id = %(batch)s", params
    )
    if not lines:
        return 0
    work_in_bulk(lines)
    stage_frames([], "posting", POSTING)
    if run(_MOVE_BACK, params):
        post_staged(actor)
    run(_SUBTRACT, params)
    run("delete from sales_dailysales where company_id = %(company)s and lines = 0", params)
    run("delete from sales_saleline where company_id = %(company)s and batch_id = %(batch)s", params)
    emit(actor, SalesUndone(batch_id=batch_id, lines=lines))
    return int(lines)


def _write(actor: Actor, params: Params) -> None:
    run("analyze sale_fresh", {})
    run(_ADD_LINES, params)
    run(_ADD_DAYS, params)
    stage_frames([], "posting", POSTING)
    if run(_MOVE_LINES, params):
        post_staged(actor)
    lines, first_on, last_on, batch_id = ask_one(
        "select count(*), min(sold_on), max(sold_on), %(batch)s::uuid from sale_fresh", params
    )
    emit(actor, SalesImported(batch_id=batch_id, lines=lines, first_on=first_on, last_on=last_on))


def _add_new_items(actor: Actor) -> int:
    run("drop table if exists pg_temp.item_rows", {})
    if not run(_NEW_ITEMS, {"company": actor.company_id}):
        return 0
    return put_staged_items(actor).added


def _locations(default: str) -> Iterator[str]:
    told = ask("select distinct btrim(location) from sale_rows where btrim(location) <> ''", {})
    yield default
    yield from (name for (name,) in told)


def _checked(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with clean SKUs, or InvalidSale for what they lack."""
    if missing := [name for name in _NEEDED if name not in lines.columns]:
        raise InvalidSale(detail=f"Lines of sales need a column {missing[0]}.")
    clean = lines.with_columns(pl.col("sku").str.strip_chars())
    if clean.select(pl.any_horizontal(pl.col(_NEEDED).is_null().any(), (pl.col("sku") == "").any())).item():
        raise InvalidSale(detail="Every line needs a SKU, a moment, a day, a quantity and a fingerprint.")
    if (clean["quantity"] == 0).any():
        raise InvalidSale(detail="A line of a sale needs a quantity other than zero.")
    return clean
