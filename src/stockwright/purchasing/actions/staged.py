"""Orders that run already, many at once.

The functions here run inside another action's transaction and under its permission.
"""

from typing import NamedTuple
from uuid import UUID

import polars as pl

from stockwright.catalog.actions.staged import checked_items, put_staged_items, stage_items
from stockwright.catalog.models import Supplier
from stockwright.inventory.actions.locations import placed
from stockwright.kit.actor import Actor
from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import ask, run
from stockwright.purchasing.rules import InvalidOrder

_TOLD = {
    "number": "varchar(50)",
    "supplier": "text",
    "sku": "text",
    "location": "text",
    "quantity": "numeric(18,4)",
    "received_quantity": "numeric(18,4)",
    "unit_cost": "numeric(20,4)",
    "placed_on": "date",
    "expected_on": "date",
}
_NEEDED = ("number", "sku", "location", "quantity", "placed_on", "expected_on")

_ORDERS = """
    insert into purchasing_purchaseorder
        (company_id, id, number, supplier_id, location_id, state, placed_on, expected_on, source)
    select distinct on (r.number) %(company)s::uuid, gen_random_uuid(), r.number, s.id, l.id,
        case when bool_and(coalesce(r.received_quantity, 0) >= r.quantity) over (partition by r.number)
            then 'received' else 'sent' end,
        r.placed_on, r.expected_on, 'order:' || r.number
    from order_rows r
    join inventory_location l on l.company_id = %(company)s and l.name = r.location
    left join catalog_supplier s on s.company_id = %(company)s and s.name = r.supplier
    order by r.number
    on conflict do nothing
"""

_LINES = """
    insert into purchasing_purchaseorderline
        (company_id, id, order_id, variant_id, quantity, received, unit_cost)
    select %(company)s, gen_random_uuid(), o.id, v.id, sum(r.quantity),
        sum(coalesce(r.received_quantity, 0)), max(r.unit_cost)
    from order_rows r
    join purchasing_purchaseorder o on o.company_id = %(company)s and o.number = r.number
    join catalog_variant v on v.company_id = %(company)s and v.sku = r.sku
    where not exists (
        select from purchasing_purchaseorderline k where k.company_id = %(company)s and k.order_id = o.id
    )
    group by o.id, v.id
"""


_TAKEN = """
    select o.id from purchasing_purchaseorder o
    where o.company_id = %(company)s and o.number in (select number from order_rows)
"""


class OrdersTaken(NamedTuple):
    """New orders, their lines, and orders that were known by their number (and stay as they are)."""

    added: int
    lines: int
    known: int
    order_ids: tuple[UUID, ...]


def put_orders(actor: Actor, orders: pl.DataFrame) -> OrdersTaken:
    """Write checked orders with the items, places and suppliers that they name."""
    company = {"company": actor.company_id}
    stage_items(checked_items(orders.select("sku").unique()))
    put_staged_items(actor)
    placed(actor, orders["location"].unique().to_list())
    if "supplier" in orders.columns:
        _add_suppliers(actor, orders["supplier"].drop_nulls().unique().sort().to_list())
    stage_frames([orders.with_columns(pl.col("sku", "location").str.strip_chars())], "order_rows", _TOLD)
    added = run(_ORDERS, company)
    order_ids = tuple(order_id for (order_id,) in ask(_TAKEN, company))
    lines = run(_LINES, company) if added else 0
    return OrdersTaken(added, lines, orders["number"].n_unique() - added, order_ids)


def _add_suppliers(actor: Actor, names: list[str]) -> None:
    known = set(Supplier.objects.of(actor).filter(name__in=names).values_list("name", flat=True))
    fresh = [Supplier(company_id=actor.company_id, name=name) for name in names if name and name not in known]
    Supplier.objects.bulk_create(fresh, ignore_conflicts=True)


def check_orders(orders: pl.DataFrame) -> None:
    if missing := [name for name in _NEEDED if name not in orders.columns]:
        raise InvalidOrder(detail=f"Orders need a column {missing[0]}.")
    if orders.select(pl.any_horizontal(pl.col(_NEEDED).is_null().any())).item():
        raise InvalidOrder(detail="Every line needs a number, a SKU, a location, a quantity and two days.")
    if (orders["quantity"] <= 0).any():
        raise InvalidOrder(detail="An order line needs a quantity above zero.")
