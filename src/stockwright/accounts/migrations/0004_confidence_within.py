from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_keepers")]

    operations = [
        migrations.AddField(
            "company",
            "confidence_within",
            models.DecimalField(max_digits=3, decimal_places=2, default=Decimal("0.30")),
        )
    ]
