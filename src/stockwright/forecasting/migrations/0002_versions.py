import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import stockwright.kit.columns
import stockwright.kit.ids
from stockwright.kit.tenancy import SecureTables

# Forecasts of the older form cannot be read any more; the next run makes them anew.
FORGET = """
    truncate forecasting_itemforecast;
    alter table forecasting_forecastrun no force row level security;
    update forecasting_forecastrun set state = 'failed',
        reason = 'This forecast was made by an older version of the program. Forecast again.'
    where state <> 'failed';
    alter table forecasting_forecastrun force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("forecasting", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ModelVersion",
            fields=[
                ("company_id", models.UUIDField(editable=False)),
                (
                    "id",
                    models.UUIDField(
                        default=stockwright.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("first", "First"),
                            ("weekly", "Weekly"),
                            ("degraded", "Degraded"),
                            ("changed", "Changed"),
                            ("asked", "Asked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("as_of", models.DateField()),
                ("series", models.PositiveIntegerField()),
                ("selling_days", models.PositiveBigIntegerField()),
                ("engine", models.CharField(max_length=40)),
                ("settings", models.JSONField()),
                ("fingerprint", models.CharField(max_length=16)),
                ("skill", models.JSONField(default=dict)),
                ("accuracy", models.JSONField(default=dict)),
                ("seconds", models.FloatField()),
                ("digest", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("current", models.BooleanField(default=False)),
                ("held", models.BooleanField(default=False)),
                ("trained_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company_id", "number"), name="model_version_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)), fields=("company_id",), name="model_version_current"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held", False), ("current", True), _connector="OR"),
                        name="model_version_held_is_current",
                    ),
                ],
            },
        ),
        SecureTables("forecasting_modelversion"),
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="forecastrun",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="forecasting.modelversion",
            ),
        ),
        migrations.RemoveField(model_name="itemforecast", name="variance"),
        migrations.RemoveField(model_name="itemforecast", name="quantiles"),
        migrations.AddField(
            model_name="itemforecast", name="quantiles", field=models.BinaryField(), preserve_default=False
        ),
        migrations.AddField(
            model_name="itemforecast",
            name="plain",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=stockwright.kit.columns.RealField(), null=True, size=None
            ),
        ),
    ]
