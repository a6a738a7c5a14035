"""Let the stock at any moment be added up from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0006_tracking")]

    operations = [
        migrations.RemoveIndex(model_name="movement", name="movement_by_item"),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(
                fields=["company_id", "variant", "location", "happened_at"],
                include=["recorded_at", "quantity", "average_value", "fifo_value"],
                name="movement_by_item",
            ),
        ),
    ]
