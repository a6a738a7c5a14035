"""Data sets of stock: what is where, how it came to be, and what was said of it."""

from django.utils.translation import gettext_lazy as _

from stockwright.insights.exports.dataset import Dataset, columns

LEVELS = Dataset(
    name="levels",
    title=_("Stock"),
    about=_("What is where: on hand, reserved, coming, going, and what it is worth."),
    permission="inventory.read",
    columns=columns("""
        variant_id:id sku name location_id:id location on_hand:quantity reserved:quantity
        inbound:quantity outbound:quantity average_value:money fifo_value:money last_cost:money
        known:flag stated_at:moment changed_at:moment
    """),
    sql="""
        select l.variant_id, v.sku, p.name, l.location_id, o.name as location, l.on_hand, l.reserved, l.inbound,
            l.outbound, l.average_value, l.fifo_value, l.last_cost, l.stated_at is not null as known,
            l.stated_at, l.changed_at
        from inventory_level l
        join catalog_variant v on v.id = l.variant_id
        join catalog_product p on p.id = v.product_id
        join inventory_location o on o.id = l.location_id
        where l.company_id = %(company)s
    """,
    order="sku, location",
    totals=("on_hand", "reserved", "inbound", "outbound", "average_value", "fifo_value"),
)

LEDGER = Dataset(
    name="ledger",
    title=_("Stock movements"),
    about=_("Every row of the stock ledger. Rows are only added, so the new ones can be fetched alone."),
    permission="inventory.read",
    columns=columns("""
        id:whole variant_id:id sku location_id:id location kind quantity:quantity reserved:quantity
        unit_cost:money average_value:money fifo_value:money happened_at:moment recorded_at:moment
        ref_type ref_id channel reason by cause posting_id:id lot_id:id reverses:whole
    """),
    sql="""
        select m.id, m.variant_id, v.sku, m.location_id, o.name as location, m.kind, m.quantity, m.reserved,
            m.unit_cost, m.average_value, m.fifo_value, m.happened_at, m.recorded_at, m.ref_type, m.ref_id,
            m.channel, m.reason, m.by, m.cause, m.posting_id, m.lot_id, m.reverses
        from inventory_movement m
        join catalog_variant v on v.id = m.variant_id
        join inventory_location o on o.id = m.location_id
        where m.company_id = %(company)s
    """,
    order="id",
    totals=("quantity", "reserved", "average_value", "fifo_value"),
    ledger="inventory_movement",
)

STATEMENTS = Dataset(
    name="statements",
    title=_("Stock statements"),
    about=_("What counts and stock files said there was, and when."),
    permission="inventory.read",
    columns=columns("""
        id:whole variant_id:id sku location_id:id location on_hand:quantity stated_at:moment
        undone_at:moment batch_id:id
    """),
    sql="""
        select s.id, s.variant_id, v.sku, s.location_id, o.name as location, s.on_hand, s.stated_at, s.undone_at,
            s.batch_id
        from inventory_statement s
        join catalog_variant v on v.id = s.variant_id
        join inventory_location o on o.id = s.location_id
        where s.company_id = %(company)s
    """,
    order="id",
    totals=("on_hand",),
)
