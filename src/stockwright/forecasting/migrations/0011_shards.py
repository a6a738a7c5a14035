"""The shards of a run."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from stockwright.kit.tenancy import SecureTables


class Migration(migrations.Migration):
    dependencies = [("forecasting", "0010_notice_kinds")]

    operations = [
        migrations.AddField("forecastrun", "shards", models.PositiveIntegerField(default=1)),
        migrations.AddField("forecastrun", "common", models.JSONField(default=dict)),
        migrations.AddField("forecastrun", "then", models.CharField(blank=True, default="", max_length=40)),
        migrations.CreateModel(
            name="ForecastShard",
            fields=[
                ("company_id", models.UUIDField(editable=False)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "company_id",
                        "run_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), null=True, size=None),
                ),
                (
                    "witnesses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("kept", models.BooleanField(default=False)),
                ("series", models.PositiveIntegerField(default=0)),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="forecasting.forecastrun",
                    ),
                ),
            ],
        ),
        SecureTables("forecasting_forecastshard"),
        migrations.RunSQL(
            "alter table forecasting_forecastshard alter column company_id set statistics 0",
            migrations.RunSQL.noop,
        ),
    ]
