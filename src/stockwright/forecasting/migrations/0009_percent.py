from django.db import migrations, models

from stockwright.kit.columns import RealField

NAMES = ("percent", "naive_percent", "flat_percent")


class Migration(migrations.Migration):
    dependencies = [("forecasting", "0008_adopted")]

    operations = [
        migrations.AddField("forecastscore", "percent_judged", models.PositiveIntegerField(default=0)),
        *(migrations.AddField("forecastscore", name, RealField(default=0)) for name in NAMES),
    ]
