import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import stockwright.kit.ids
from stockwright.kit.tenancy import SecureTables


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_stock_terms"), ("forecasting", "0002_versions")]

    operations = [
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("company_id", models.UUIDField(editable=False)),
                (
                    "id",
                    models.UUIDField(
                        default=stockwright.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("share", models.DecimalField(decimal_places=4, max_digits=6)),
                ("replaces", models.BooleanField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["company_id", "predecessor"], name="succession_by_predecessor")],
                "constraints": [
                    models.UniqueConstraint(fields=("company_id", "variant"), name="succession_of_variant"),
                    models.CheckConstraint(condition=models.Q(("share__gt", 0)), name="succession_share"),
                    models.CheckConstraint(
                        condition=models.Q(("variant", models.F("predecessor")), _negated=True),
                        name="succession_of_another",
                    ),
                ],
            },
        ),
        SecureTables("forecasting_succession"),
    ]
