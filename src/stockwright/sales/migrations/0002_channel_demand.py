"""Which pieces of a channel count as demand, and the returns found quickly."""

from django.db import migrations, models

from stockwright.kit.tenancy import SecureTables


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ChannelDemand",
            fields=[
                ("company_id", models.UUIDField(editable=False)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "company_id", "channel", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("channel", models.CharField(max_length=50)),
                (
                    "kind",
                    models.CharField(
                        choices=[("ordered", "ordered"), ("bought_out", "bought_out"), ("net", "net")],
                        default="ordered",
                        max_length=12,
                    ),
                ),
                ("settle_days", models.PositiveSmallIntegerField(default=14)),
            ],
        ),
        SecureTables("sales_channeldemand"),
        migrations.AddIndex(
            model_name="saleline",
            index=models.Index(
                condition=models.Q(("quantity__lt", 0)), fields=["company_id", "channel"], name="sale_returns"
            ),
        ),
    ]
