"""Notices also tell of surges, new items and promotions."""

from django.db import migrations, models

KINDS = ("surge", "up", "down", "dying", "new", "taking_off", "awake", "promoted")


class Migration(migrations.Migration):
    dependencies = [("forecasting", "0009_percent")]

    operations = [
        migrations.AlterField(
            model_name="demandnotice",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=12),
        ),
    ]
