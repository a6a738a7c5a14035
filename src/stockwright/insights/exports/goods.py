"""Data sets of items and whom they are ordered from."""

from django.utils.translation import gettext_lazy as _

from stockwright.insights.exports.dataset import Dataset, columns

ITEMS = Dataset(
    name="items",
    title=_("Items"),
    about=_("Every item with its cost, price, supplier and way of being ordered."),
    permission="catalog.read",
    columns=columns("""
        variant_id:id sku name category supplier barcode cost:money price:money lead_days:whole
        moq:quantity pack_multiple:quantity unit units_per_pack:quantity tracking low_stock:quantity
        threshold_days:whole launched_on:day created_at:moment archived_at:moment
    """),
    sql="""
        select v.id as variant_id, v.sku, p.name, c.name as category, s.name as supplier, v.barcode, v.cost,
            v.price, v.lead_days, v.moq, v.pack_multiple, v.unit, v.units_per_pack, v.tracking, v.low_stock,
            v.threshold_days, v.launched_on, v.created_at, v.archived_at
        from catalog_variant v
        join catalog_product p on p.id = v.product_id
        left join catalog_category c on c.id = p.category_id
        left join catalog_supplier s on s.id = v.supplier_id
        where v.company_id = %(company)s
    """,
    order="sku",
)

SUPPLIERS = Dataset(
    name="suppliers",
    title=_("Suppliers"),
    about=_("Whom goods are ordered from."),
    permission="catalog.read",
    columns=columns("supplier_id:id name email lead_days:whole payment_terms"),
    sql="""
        select id as supplier_id, name, email, lead_days, payment_terms from catalog_supplier
        where company_id = %(company)s
    """,
    order="name, supplier_id",
)
