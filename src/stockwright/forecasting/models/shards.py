"""The parts in which a large company is forecast, kept until its run is over."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stockwright.forecasting.models.runs import ForecastRun
from stockwright.kit.tenancy import CompanyModel


class ForecastShard(CompanyModel):
    """Some items of a run: who forecasts them reads them and its witnesses, and keeps their rows at once.

    `items` is null where the run has no other shard. `series` counts what was kept, once it is `kept`.
    """

    pk = models.CompositePrimaryKey("company_id", "run_id", "number")
    run = models.ForeignKey(ForecastRun, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    number = models.PositiveIntegerField()
    items = ArrayField(models.UUIDField(), null=True)
    witnesses = ArrayField(models.UUIDField(), default=list)
    kept = models.BooleanField(default=False)
    series = models.PositiveIntegerField(default=0)
