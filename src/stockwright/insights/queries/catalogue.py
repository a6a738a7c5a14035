"""All items with their stock and what the newest plan says of each, filtered, sorted and paged."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.statements import ask, ask_one

SORTS = {
    "name": ("name", "text", False),
    "stock": ("on_hand", "numeric", False),
    "runway": ("runway_days", "float8", False),
    "rate": ("rate", "float8", True),
    "value": ("value", "numeric", True),
    "money": ("at_stake", "numeric", True),
}
"""What the list sorts by: the column, its type, and whether the greatest come first."""

# A variant kept in several places is told once: with all its stock, and the advice that matters most.
_ITEMS = """
    with item as (
        select v.id, v.sku, p.name, coalesce(s.name, '') as supplier, coalesce(c.name, '') as category,
            held.on_hand, held.on_hand * v.cost as value, v.lead_days, s.lead_days as supplier_days,
            a.id as advice_id, coalesce(a.shown_in, '') as status, a.runway_days, a.stockout_on,
            a.money_at_stake as at_stake, {rate} as rate
        from catalog_variant v
        join catalog_product p on p.id = v.product_id
        left join catalog_supplier s on s.id = v.supplier_id
        left join catalog_category c on c.id = p.category_id
        left join (
            select variant_id, sum(on_hand) filter (where stated_at is not null) as on_hand
            from inventory_level where company_id = %(company)s group by variant_id
        ) held on held.variant_id = v.id
        left join (
            select distinct on (variant_id) * from replenishment_advice
            where company_id = %(company)s and run_id = %(run)s
            order by variant_id, priority desc, id
        ) a on a.variant_id = v.id
        where v.company_id = %(company)s and v.archived_at is null
    )
    select {columns} from item where {passes}
"""
_RATE = "(a.terms->>'burn_rate')::float8"

_CONDITIONS = {
    "search": "(sku ilike %(like)s or name ilike %(like)s)",
    "status": "status = %(status)s",
    "supplier": "supplier = %(supplier)s",
    "category": "category = %(category)s",
    "at_risk": "status in ('order_today', 'attention') and at_stake > 0",
}


@dataclass(frozen=True)
class ItemFilter:
    """Which items are wanted, in which order."""

    search: str = ""
    status: str = ""
    supplier: str = ""
    category: str = ""
    at_risk: bool = False
    sort: str = "name"
    backwards: bool = False


class Listed(NamedTuple):
    """One item of the list; `on_hand` is None when nobody ever said how much there is."""

    id: UUID
    sku: str
    name: str
    supplier: str
    category: str
    on_hand: Decimal | None
    value: Decimal | None
    lead_days: int | None
    advice_id: UUID | None
    status: str
    runway_days: float | None
    at_stake: Decimal | None
    key: object


class ListTotals(NamedTuple):
    """What the items that pass the filter add up to."""

    items: int
    value: Decimal
    at_stake: Decimal


def page_of_items(
    actor: Actor, *, run_id: UUID | None, wanted: ItemFilter, cursor: str, limit: int | None
) -> Page[Listed]:
    """Items after `cursor`; all of them without a limit."""
    column, kind, greatest_first = SORTS[wanted.sort]
    descending = greatest_first != wanted.backwards
    passes, params = _passing(actor, run_id, wanted)
    if cursor:
        params["value"], params["after"] = decode_cursor(cursor, 2)
        passes += f" and ({_after(column, kind, params['value'], descending=descending)})"
    columns = (
        "id, sku, name, supplier, category, on_hand, value, coalesce(lead_days, supplier_days), advice_id, "
        f"status, runway_days, at_stake, {column}::text as sort_key"
    )
    order = f" order by {column} {'desc' if descending else 'asc'} nulls last, id"
    shown = f" limit {limit + 1}" if limit is not None else ""
    rows = [Listed(*row) for row in ask(_statement(wanted, columns, passes) + order + shown, params)]
    return page_of(rows, limit or len(rows), lambda row: ("" if row.key is None else row.key, row.id))


def totals_of_items(actor: Actor, *, run_id: UUID | None, wanted: ItemFilter) -> ListTotals:
    """What the filtered items add up to."""
    passes, params = _passing(actor, run_id, wanted)
    columns = "count(*), coalesce(sum(value), 0), coalesce(sum(at_stake), 0)"
    return ListTotals(*ask_one(_statement(wanted, columns, passes), params))


def _statement(wanted: ItemFilter, columns: str, passes: str) -> str:
    rate = _RATE if wanted.sort == "rate" else "null::float8"
    return _ITEMS.format(rate=rate, columns=columns, passes=passes)


def _passing(actor: Actor, run_id: UUID | None, wanted: ItemFilter) -> tuple[str, dict[str, Any]]:
    on = [condition for name, condition in _CONDITIONS.items() if getattr(wanted, name)]
    like = "%" + wanted.search.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    params = {"company": actor.company_id, "run": run_id, "like": like, **vars(wanted)}
    return " and ".join(on) or "true", params


def _after(column: str, kind: str, value: str, *, descending: bool) -> str:
    """Rows after the key in the order: the value, unknown ones last, then the id."""
    if not value and kind != "text":
        return f"{column} is null and id > %(after)s::uuid"
    beyond = "<" if descending else ">"
    return (
        f"{column} {beyond} %(value)s::{kind} or {column} is null "
        f"or ({column} = %(value)s::{kind} and id > %(after)s::uuid)"
    )
