from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forecasting", "0007_demand")]

    operations = [
        migrations.AlterField(
            model_name="modelversion",
            name="why",
            field=models.CharField(
                choices=[
                    ("first", "First"),
                    ("weekly", "Weekly"),
                    ("degraded", "Degraded"),
                    ("changed", "Changed"),
                    ("asked", "Asked"),
                    ("adopted", "Adopted"),
                ],
                max_length=10,
            ),
        )
    ]
