"""Undoing a change of many items: what they were is remembered before, and put back after."""

from stockwright.catalog.events import ItemsRestored
from stockwright.catalog.models import VariantBefore
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.statements import run
from stockwright.messaging.actions.events import emit

_REMEMBER = """
    insert into catalog_variantbefore (company_id, source, sku, was)
    select %(company)s, %(source)s, told.sku, case when v.id is not null then jsonb_build_object(
        'name', p.name, 'category_id', p.category_id, 'cost', v.cost::text, 'price', v.price::text,
        'barcode', v.barcode, 'supplier_id', v.supplier_id, 'lead_days', v.lead_days, 'moq', v.moq::text,
        'pack_multiple', v.pack_multiple::text, 'threshold_days', v.threshold_days,
        'launched_on', v.launched_on) end
    from (select distinct btrim(sku) as sku from unnest(%(skus)s::text[]) sku) told
    left join catalog_variant v on v.company_id = %(company)s and v.sku = told.sku
    left join catalog_product p on p.id = v.product_id
    on conflict (company_id, source, sku) do nothing
"""

_PUT_BACK = """
    update catalog_variant v set
        cost = (b.was->>'cost')::numeric, price = (b.was->>'price')::numeric, barcode = b.was->>'barcode',
        supplier_id = (b.was->>'supplier_id')::uuid, lead_days = (b.was->>'lead_days')::int,
        moq = (b.was->>'moq')::numeric, pack_multiple = (b.was->>'pack_multiple')::numeric,
        threshold_days = (b.was->>'threshold_days')::int, launched_on = (b.was->>'launched_on')::date
    from catalog_variantbefore b
    where b.company_id = %(company)s and b.source = %(source)s and b.was is not null
        and v.company_id = %(company)s and v.sku = b.sku
"""

_PUT_BACK_NAMES = """
    update catalog_product p set name = b.was->>'name', category_id = (b.was->>'category_id')::uuid
    from catalog_variantbefore b
    join catalog_variant v on v.company_id = %(company)s and v.sku = b.sku
    where b.company_id = %(company)s and b.source = %(source)s and b.was is not null and p.id = v.product_id
"""

_ARCHIVE_NEW = """
    update catalog_variant v set archived_at = now()
    from catalog_variantbefore b
    where b.company_id = %(company)s and b.source = %(source)s and b.was is null
        and v.company_id = %(company)s and v.sku = b.sku and v.archived_at is null
"""


@deed("catalog.write")
def remember_items(actor: Actor, *, skus: list[str], source: str) -> None:
    """Keep what the items are now, before `source` changes them; new SKUs are remembered as new."""
    run(_REMEMBER, {"company": actor.company_id, "source": source, "skus": skus})


@deed("catalog.write")
def restore_items(actor: Actor, *, source: str) -> None:
    """Put the items back to what they were before `source`; those it had added are archived."""
    params = {"company": actor.company_id, "source": source}
    run(_PUT_BACK_NAMES, params)
    changed = run(_PUT_BACK, params)
    archived = run(_ARCHIVE_NEW, params)
    VariantBefore.objects.of(actor).filter(source=source).delete()
    emit(actor, ItemsRestored(changed=changed, archived=archived))
