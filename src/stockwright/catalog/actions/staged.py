"""Many items at once, by a handful of statements whatever their number.

The functions here run inside another action's transaction and under its permission.
"""

from typing import NamedTuple

import polars as pl

from stockwright.catalog.rules import InvalidItem, check_amounts, check_sku
from stockwright.kit.actor import Actor
from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import ask_one, one_at_a_time, run, work_in_bulk

_COLUMNS = {
    "sku": "varchar(100)",
    "name": "text",
    "category": "text",
    "cost": "numeric(20,4)",
    "price": "numeric(20,4)",
    "barcode": "varchar(50)",
    "supplier": "text",
    "lead_days": "int",
    "moq": "numeric(18,4)",
    "pack_multiple": "numeric(18,4)",
    "threshold_days": "int",
    "launched_on": "date",
}

_NAMED = """
    insert into {table} (company_id, id, name{more})
    select %(company)s, gen_random_uuid(), name{filled}
    from (select distinct {column} as name from item_rows where {column} <> '') named order by name
    on conflict (company_id, name) do nothing
"""

_CHANGE = """
    with told as (
        select v.id, v.product_id, r.*, c.id as category_id, s.id as supplier_id
        from item_rows r
        join catalog_variant v on v.company_id = %(company)s and v.sku = r.sku
        left join catalog_category c on c.company_id = %(company)s and c.name = r.category
        left join catalog_supplier s on s.company_id = %(company)s and s.name = r.supplier
    ), variants as (
        update catalog_variant v set
            cost = coalesce(t.cost, v.cost), price = coalesce(t.price, v.price),
            barcode = coalesce(t.barcode, v.barcode), supplier_id = coalesce(t.supplier_id, v.supplier_id),
            lead_days = coalesce(t.lead_days, v.lead_days), moq = coalesce(t.moq, v.moq),
            pack_multiple = coalesce(t.pack_multiple, v.pack_multiple),
            threshold_days = coalesce(t.threshold_days, v.threshold_days),
            launched_on = coalesce(t.launched_on, v.launched_on)
        from told t
        where v.company_id = %(company)s and v.id = t.id and (
            v.cost, v.price, v.barcode, v.supplier_id, v.lead_days, v.moq, v.pack_multiple,
            v.threshold_days, v.launched_on
        ) is distinct from (
            coalesce(t.cost, v.cost), coalesce(t.price, v.price), coalesce(t.barcode, v.barcode),
            coalesce(t.supplier_id, v.supplier_id), coalesce(t.lead_days, v.lead_days),
            coalesce(t.moq, v.moq), coalesce(t.pack_multiple, v.pack_multiple),
            coalesce(t.threshold_days, v.threshold_days), coalesce(t.launched_on, v.launched_on)
        )
        returning v.id
    ), products as (
        update catalog_product p set
            name = coalesce(nullif(t.name, ''), p.name),
            category_id = coalesce(t.category_id, p.category_id)
        from told t
        where p.company_id = %(company)s and p.id = t.product_id and (p.name, p.category_id)
            is distinct from (coalesce(nullif(t.name, ''), p.name), coalesce(t.category_id, p.category_id))
        returning t.id
    )
    select count(*) from (select id from variants union select id from products) changed
"""

_ADD = """
    with fresh as (
        select r.*, gen_random_uuid() as product_id
        from item_rows r
        where not exists (select from catalog_variant v where v.company_id = %(company)s and v.sku = r.sku)
    ), products as (
        insert into catalog_product (company_id, id, name, description, category_id, attributes)
        select %(company)s, f.product_id, coalesce(nullif(f.name, ''), f.sku), '', c.id, '{}'
        from fresh f left join catalog_category c on c.company_id = %(company)s and c.name = f.category
    )
    insert into catalog_variant (company_id, id, product_id, sku, options, barcode, cost, price, supplier_id,
        lead_days, moq, pack_multiple, threshold_days, launched_on)
    select %(company)s, gen_random_uuid(), f.product_id, f.sku, '{}', coalesce(f.barcode, ''), f.cost,
        f.price, s.id, f.lead_days, coalesce(f.moq, 0), coalesce(f.pack_multiple, 1), f.threshold_days,
        f.launched_on
    from fresh f left join catalog_supplier s on s.company_id = %(company)s and s.name = f.supplier
    order by f.sku
"""


class ItemsAdded(NamedTuple):
    """How many items were new, and how many known ones changed."""

    added: int
    changed: int


def checked_items(items: pl.DataFrame) -> pl.DataFrame:
    """The rows with clean SKUs, each once, or InvalidItem for the first rule that a row breaks."""
    if "sku" not in items.columns:
        raise InvalidItem(detail="Items need a column with the SKU.")
    clean = items.with_columns(pl.col("sku").cast(pl.String).str.strip_chars().fill_null(""))
    if not clean.is_empty():
        check_sku(str(clean.select(pl.col("sku").sort_by(pl.col("sku").str.len_chars()).first()).item()))
        check_sku(str(clean.select(pl.col("sku").sort_by(pl.col("sku").str.len_chars()).last()).item()))
    numbers = [name for name in clean.columns if name in _COLUMNS and clean[name].dtype.is_numeric()]
    if numbers and not clean.is_empty():
        check_amounts(clean.select(pl.col(numbers).min()).row(0, named=True))
    return clean.unique("sku", keep="last", maintain_order=True)


def stage_items(items: pl.DataFrame) -> None:
    """Put checked items where `put_staged_items` finds them."""
    stage_frames([items], "item_rows", _COLUMNS)


def put_staged_items(actor: Actor) -> ItemsAdded:
    """Write the staged items, within the caller's transaction and under the caller's permission."""
    company = {"company": actor.company_id}
    one_at_a_time(actor.company_id, "catalog")
    work_in_bulk(ask_one("select count(*) from item_rows", company)[0])
    run(_NAMED.format(table="catalog_category", column="category", more="", filled=""), company)
    more, filled = ", email, payment_terms", ", '', ''"
    run(_NAMED.format(table="catalog_supplier", column="supplier", more=more, filled=filled), company)
    [changed] = ask_one(_CHANGE, company)
    return ItemsAdded(added=run(_ADD, company), changed=changed)
