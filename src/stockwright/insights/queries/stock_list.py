"""What is where, or of each item over all places: filtered, sorted by any column and paged.

The rows of a page are found first, with only what the filter and the order need; the rest is then read for
these rows alone. So a page costs the same few reads of each table for any filter and order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.kit.actor import Actor
from stockwright.kit.keysets import SortKey, after_of, order_of
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.statements import ask, ask_one, by_hash

STATUSES = ("in_stock", "low", "out", "negative", "unknown")

SORTS = {
    "name": SortKey("p.name", "text"),
    "sku": SortKey("v.sku", "text"),
    "barcode": SortKey("v.barcode", "text"),
    "category": SortKey("coalesce(c.name, '')", "text"),
    "supplier": SortKey("coalesce(s.name, '')", "text"),
    "location": SortKey("coalesce(o.name, '')", "text"),
    "on_hand": SortKey("l.on_hand", "numeric", greatest_first=True),
    "reserved": SortKey("l.reserved", "numeric", greatest_first=True),
    "free": SortKey("l.free", "numeric", greatest_first=True),
    "inbound": SortKey("l.inbound", "numeric", greatest_first=True),
    "outbound": SortKey("l.outbound", "numeric", greatest_first=True),
    "value": SortKey("l.value", "numeric", greatest_first=True),
    "cost": SortKey("v.cost", "numeric", greatest_first=True),
    "low_stock": SortKey("v.low_stock", "numeric", greatest_first=True),
    "changed": SortKey("l.changed_at", "timestamptz", greatest_first=True),
}
"""What the list sorts by."""

_PLACES = """
    select variant_id, location_id, on_hand, reserved, on_hand - reserved - outbound as free, inbound, outbound,
        {value} as value, stated_at is not null or on_hand <> 0 as known, changed_at
    from inventory_level where company_id = %(company)s {where}
"""

_ITEMS = """
    select variant_id, '00000000-0000-0000-0000-000000000000'::uuid as location_id, sum(on_hand) as on_hand,
        sum(reserved) as reserved, sum(on_hand - reserved - outbound) as free, sum(inbound) as inbound,
        sum(outbound) as outbound, sum({value}) as value, bool_or(stated_at is not null or on_hand <> 0) as known,
        max(changed_at) as changed_at
    from inventory_level where company_id = %(company)s {where} group by variant_id
"""

# The joins to the left are of rows that always are there or are one; what a list does not ask for is not read.
_FROM = """
    from catalog_variant v
    {join} join ({stock}) l on l.variant_id = v.id
    left join catalog_product p on p.id = v.product_id
    left join catalog_category c on c.id = p.category_id
    left join catalog_supplier s on s.id = v.supplier_id
    left join inventory_location o on o.id = l.location_id
    where v.company_id = %(company)s and v.archived_at is null and {passes}
"""

STATUS = """
    case when l.on_hand < 0 then 'negative' when l.known is not true then 'unknown' when l.on_hand = 0 then 'out'
        when l.free <= v.low_stock then 'low' else 'in_stock' end
"""
"""The status of an item `v` by its stock `l`."""

_PLACE = "coalesce(l.location_id, '00000000-0000-0000-0000-000000000000')"
_IDS = f"v.id, {_PLACE}"
_AFTER = "%(after_item)s::uuid, %(after_place)s::uuid"

_KEYS = """
    select v.id, {place}, {key}::text as sort_key {found} order by {order} limit %(limit)s
"""

_SHOWN = """
    select v.id, nullif(page.location_id, '00000000-0000-0000-0000-000000000000'), v.sku, p.name,
        coalesce(c.name, ''), coalesce(s.name, ''), coalesce(o.name, ''), v.barcode, v.unit, v.units_per_pack,
        v.cost, v.low_stock, l.on_hand, l.reserved, l.free, l.inbound, l.outbound, l.value, l.changed_at,
        moved.at, sold.day, {status}, page.sort_key
    from unnest(%(items)s::uuid[], %(places)s::uuid[], %(sort_keys)s::text[])
        with ordinality as page (variant_id, location_id, sort_key, turn)
    join catalog_variant v on v.company_id = %(company)s and v.id = page.variant_id
    left join lateral ({stock} offset 0) l on true
    left join catalog_product p on p.id = v.product_id
    left join catalog_category c on c.id = p.category_id
    left join catalog_supplier s on s.id = v.supplier_id
    left join inventory_location o on o.id = page.location_id
    left join lateral (
        select max(last.happened_at) as at from inventory_location k
        cross join lateral (
            select m.happened_at from inventory_movement m
            where m.company_id = %(company)s and m.variant_id = v.id and m.location_id = k.id and m.quantity <> 0
            order by m.happened_at desc limit 1
        ) last
        where k.company_id = %(company)s {at_place}
    ) moved on true
    left join lateral (
        select max(last.sold_on) as day from inventory_location k
        cross join lateral (
            select d.sold_on from sales_dailysales d
            where d.company_id = %(company)s and d.variant_id = v.id and d.location_id = k.id and d.ordered > 0
            order by d.sold_on desc limit 1
        ) last
        where k.company_id = %(company)s {at_place}
    ) sold on true
    order by page.turn
"""

_CONDITIONS = {
    "search": "(v.sku ilike %(like)s or p.name ilike %(like)s or v.barcode = %(search)s)",
    "category": "c.name = %(category)s",
    "supplier": "s.name = %(supplier)s",
    "status": f"{STATUS} = %(status)s",
}


@dataclass(frozen=True)
class StockFilter:
    """Which stock is wanted, of items or of items at places, in which order."""

    search: str = ""
    location_id: UUID | None = None
    status: str = ""
    category: str = ""
    supplier: str = ""
    by_item: bool = False
    sort: str = "name"
    backwards: bool = False


class StockRow(NamedTuple):
    """The stock of an item at a place, or over all of them (`location_id` is None).

    `value` follows the company's method. Numbers are None where an item has no stock record at all.
    """

    variant_id: UUID
    location_id: UUID | None
    sku: str
    name: str
    category: str
    supplier: str
    location: str
    barcode: str
    unit: str
    units_per_pack: Decimal
    cost: Decimal | None
    low_stock: Decimal | None
    on_hand: Decimal | None
    reserved: Decimal | None
    free: Decimal | None
    inbound: Decimal | None
    outbound: Decimal | None
    value: Decimal | None
    changed_at: datetime | None
    moved_at: datetime | None
    sold_on: date | None
    status: str
    sort_key: str | None


class StockTotals(NamedTuple):
    """What the stock that passes the filter adds up to."""

    rows: int
    pieces: Decimal
    value: Decimal


def stock_page(actor: Actor, *, wanted: StockFilter, cursor: str = "", limit: int = 50) -> Page[StockRow]:
    """The rows after `cursor`."""
    key, passes, params = SORTS[wanted.sort], _passing(wanted), _params(actor, wanted)
    if cursor:
        params["value"], params["after_item"], params["after_place"] = decode_cursor(cursor, 3)
        passes += f" and {after_of(key, _IDS, _AFTER, params['value'], backwards=wanted.backwards)}"
    whole, one = _stock_of(actor, wanted)
    keys = _KEYS.format(
        place=_PLACE,
        key=key.column,
        order=order_of(key, _IDS, backwards=wanted.backwards),
        found=_found(wanted, whole, passes),
    )
    with by_hash():
        found = ask(keys, {**params, "limit": limit + 1})
    shown = _SHOWN.format(
        stock=one,
        status=STATUS,
        at_place="" if wanted.by_item and not wanted.location_id else "and k.id = page.location_id",
    )
    items, places, sort_keys = ([row[part] for row in found] for part in range(3))
    more = {"items": items, "places": places, "sort_keys": sort_keys}
    rows = [StockRow(*row) for row in ask(shown, {**params, **more})]
    return page_of(rows, limit, lambda row: (row.sort_key or "", row.variant_id, row.location_id or UUID(int=0)))


def stock_rows(actor: Actor, *, wanted: StockFilter, at_once: int = 5_000) -> Iterator[StockRow]:
    """All rows in their order, read page by page."""
    cursor: str | None = ""
    while cursor is not None:
        page = stock_page(actor, wanted=wanted, cursor=cursor, limit=at_once)
        yield from page.items
        cursor = page.next_cursor


def stock_totals(actor: Actor, *, wanted: StockFilter) -> StockTotals:
    """What all rows add up to."""
    whole, _ = _stock_of(actor, wanted)
    columns = "select count(*), coalesce(sum(l.on_hand), 0), coalesce(sum(l.value), 0)"
    with by_hash():
        return StockTotals(*ask_one(columns + _found(wanted, whole, _passing(wanted)), _params(actor, wanted)))


def _stock_of(actor: Actor, wanted: StockFilter) -> tuple[str, str]:
    """The stock of all items, and that of one row of the page."""
    stock = _ITEMS if wanted.by_item else _PLACES
    value = f"{company_of(actor).valuation}_value"
    here = "and location_id = %(location_id)s" if wanted.location_id else ""
    mine = "and variant_id = page.variant_id" + ("" if wanted.by_item else " and location_id = page.location_id")
    return stock.format(value=value, where=here), stock.format(value=value, where=f"{here} {mine}")


def _found(wanted: StockFilter, stock: str, passes: str) -> str:
    """Where the rows come from; an item that no place knows is listed among the items, unless a place is asked."""
    join = "left" if wanted.by_item and not wanted.location_id else "inner"
    return _FROM.format(join=join, stock=stock, passes=passes)


def _passing(wanted: StockFilter) -> str:
    on = [condition for name, condition in _CONDITIONS.items() if getattr(wanted, name)]
    return " and ".join(on) or "true"


def _params(actor: Actor, wanted: StockFilter) -> dict[str, Any]:
    like = "%" + wanted.search.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return {"company": actor.company_id, "like": like, **vars(wanted)}
