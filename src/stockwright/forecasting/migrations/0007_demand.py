"""What is known of the demand of the past: estimates, days of bulk orders, changes."""

from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import stockwright.kit.columns
import stockwright.kit.ids
from stockwright.kit.tenancy import SecureTables

TABLES = ("forecasting_demandestimate", "forecasting_outlier", "forecasting_demandnotice")


def _variant() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to="catalog.variant"
    )


def _location() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to="inventory.location"
    )


def _key(*names: str) -> models.CompositePrimaryKey:
    return models.CompositePrimaryKey(*names, blank=True, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
        ("inventory", "0001_initial"),
        ("forecasting", "0006_scores"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemandEstimate",
            fields=[
                ("company_id", models.UUIDField(editable=False)),
                ("pk", _key("company_id", "variant_id", "location_id")),
                ("as_of", models.DateField()),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None),
                ),
                (
                    "demand",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=stockwright.kit.columns.RealField(), size=None
                    ),
                ),
                ("location", _location()),
                ("variant", _variant()),
            ],
        ),
        migrations.CreateModel(
            name="Outlier",
            fields=[
                ("company_id", models.UUIDField(editable=False)),
                ("pk", _key("company_id", "variant_id", "location_id", "day")),
                ("day", models.DateField()),
                ("sold", stockwright.kit.columns.RealField(default=0)),
                ("believed", stockwright.kit.columns.RealField(default=0)),
                ("good_day", stockwright.kit.columns.RealField(default=0)),
                ("orders", models.PositiveIntegerField(default=0)),
                ("largest", stockwright.kit.columns.RealField(default=0)),
                ("customer", models.CharField(blank=True, default="", max_length=100)),
                ("effect", stockwright.kit.columns.RealField(default=0)),
                ("found", models.BooleanField(default=False)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("keep", "keep"), ("damp", "damp"), ("ignore", "ignore")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("decided_by", models.CharField(blank=True, default="", max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("location", _location()),
                ("variant", _variant()),
            ],
            options={"indexes": [models.Index(fields=["company_id", "-day"], name="outlier_newest")]},
        ),
        migrations.CreateModel(
            name="DemandNotice",
            fields=[
                ("company_id", models.UUIDField(editable=False)),
                (
                    "id",
                    models.UUIDField(
                        default=stockwright.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("up", "up"),
                            ("down", "down"),
                            ("dying", "dying"),
                            ("taking_off", "taking_off"),
                            ("awake", "awake"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("before", stockwright.kit.columns.RealField()),
                ("now", stockwright.kit.columns.RealField()),
                ("opened_on", models.DateField()),
                ("seen_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                ("location", _location()),
                ("variant", _variant()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company_id", "-opened_on", "-id"], name="notice_newest"),
                    models.Index(fields=["company_id", "variant", "location"], name="notice_of_item"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("company_id", "variant", "location"),
                        name="one_open_notice",
                    )
                ],
            },
        ),
        SecureTables(*TABLES),
        migrations.RunSQL(
            "".join(f"alter table {table} alter column company_id set statistics 0;" for table in TABLES),
            migrations.RunSQL.noop,
        ),
    ]
