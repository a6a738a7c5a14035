from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0002_stock_truth"),
        ("purchasing", "0001_initial"),
    ]

    operations = [
        # Orders that ran already are what the stock expects.
        migrations.RunSQL(
            """
            alter table purchasing_purchaseorder no force row level security;
            alter table purchasing_purchaseorderline no force row level security;
            alter table inventory_expectedmove no force row level security;
            alter table inventory_level no force row level security;
            insert into inventory_expectedmove
                (company_id, source, direction, variant_id, location_id, quantity, due_on)
                select l.company_id, 'po-line:' || l.id, 'in', l.variant_id, o.location_id,
                    l.quantity - l.received, o.expected_on
                from purchasing_purchaseorderline l join purchasing_purchaseorder o on o.id = l.order_id
                where o.state in ('draft', 'sent') and l.quantity > l.received;
            insert into inventory_level (company_id, variant_id, location_id, on_hand, reserved)
                select distinct company_id, variant_id, location_id, 0, 0 from inventory_expectedmove
                on conflict do nothing;
            update inventory_level l set inbound = e.quantity
                from (
                    select company_id, variant_id, location_id, sum(quantity) as quantity
                    from inventory_expectedmove where direction = 'in' group by 1, 2, 3
                ) e
                where l.company_id = e.company_id and l.variant_id = e.variant_id
                    and l.location_id = e.location_id;
            alter table purchasing_purchaseorder force row level security;
            alter table purchasing_purchaseorderline force row level security;
            alter table inventory_expectedmove force row level security;
            alter table inventory_level force row level security;
            """,
            migrations.RunSQL.noop,
        ),
    ]
