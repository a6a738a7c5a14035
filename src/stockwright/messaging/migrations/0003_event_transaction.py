"""Each event names the transaction that wrote it: what is new since a moment follows from that alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0002_subjects"),
    ]

    operations = [
        migrations.RunSQL(
            """
            alter table messaging_event add column written_in xid8 not null default pg_current_xact_id();
            create index event_written on messaging_event (company_id, written_in, id);
            """,
            """
            drop index event_written;
            alter table messaging_event drop column written_in;
            """,
        ),
    ]
