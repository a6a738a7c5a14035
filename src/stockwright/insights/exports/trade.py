"""Data sets of what was sold and what is ordered."""

from django.utils.translation import gettext_lazy as _

from stockwright.insights.exports.dataset import Dataset, columns

SALES = Dataset(
    name="sales",
    title=_("Sales lines"),
    about=_("Every line that was sold, and returns with a quantity below zero."),
    permission="sales.read",
    columns=columns("""
        line_id:id variant_id:id sku location_id:id location channel sold_at:moment sold_on:day
        quantity:quantity revenue:money order_ref customer_ref batch_id:id recorded_at:moment
    """),
    sql="""
        select s.cause as line_id, s.variant_id, v.sku, s.location_id, o.name as location, s.channel, s.sold_at,
            s.sold_on, s.quantity, s.revenue, s.order_ref, s.customer_ref, s.batch_id, s.recorded_at
        from sales_saleline s
        join catalog_variant v on v.id = s.variant_id
        join inventory_location o on o.id = s.location_id
        where s.company_id = %(company)s
    """,
    order="sold_at, line_id",
    totals=("quantity", "revenue"),
)

ORDERS = Dataset(
    name="purchase-orders",
    title=_("Purchase orders"),
    about=_("Every order with its lines, one row for each line."),
    permission="purchasing.read",
    columns=columns("""
        order_id:id number supplier location state placed_on:day expected_on:day source
        created_at:moment line_id:id variant_id:id sku quantity:quantity received:quantity
        unit_cost:money value:money
    """),
    sql="""
        select o.id as order_id, o.number, s.name as supplier, p.name as location, o.state, o.placed_on,
            o.expected_on, o.source, o.created_at, l.id as line_id, l.variant_id, v.sku, l.quantity, l.received,
            l.unit_cost, round(l.quantity * l.unit_cost, 4) as value
        from purchasing_purchaseorder o
        join purchasing_purchaseorderline l on l.company_id = o.company_id and l.order_id = o.id
        join catalog_variant v on v.id = l.variant_id
        join inventory_location p on p.id = o.location_id
        left join catalog_supplier s on s.id = o.supplier_id
        where o.company_id = %(company)s
    """,
    order="number, sku",
    totals=("quantity", "received", "value"),
)
