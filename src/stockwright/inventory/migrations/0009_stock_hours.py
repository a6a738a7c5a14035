"""The hours of a day on which there was stock, kept of the days that were not in stock all day."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0008_landed")]

    operations = [
        migrations.AddField(
            model_name="snapshot",
            name="hours",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), null=True, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours", None), ("hours__len", 24), _connector="OR"), name="hours_of_a_day"
            ),
        ),
    ]
