"""Forecast runs and what each told of every item; written once, never overwritten."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.forecasting.models.versions import ModelVersion
from stockwright.inventory.models import Location
from stockwright.kit.columns import RealField
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class RunState(models.TextChoices):
    """Where a run stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ForecastRun(CompanyModel):
    """One forecast of all items: which version made it, and how good that proved on the past.

    It is made in so many `shards`, which `common` tells what they share. While they are made, `then` names the
    task that was asked for meanwhile.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    as_of = models.DateField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    series = models.PositiveIntegerField(default=0)
    engine = models.CharField(max_length=40)
    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, null=True, related_name="+")
    settings = models.JSONField(default=dict)
    levels = ArrayField(models.FloatField(), default=list)
    accuracy = models.JSONField(default=dict)
    shards = models.PositiveIntegerField(default=1)
    common = models.JSONField(default=dict)
    then = models.CharField(max_length=40, blank=True, default="")
    reason = models.TextField(blank=True)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "state", "-finished_at"], name="forecast_run_newest")]


class ItemForecast(CompanyModel):
    """The forecast of one item in one run: a day's mean and quantiles for each day after `run.as_of`.

    `mean` holds a number per day, `plain` the same without what is planned (promotions, new prices) and
    `base_mean` before people's overrides, each null where that is no other. `quantiles` are packed by
    `engine.demand.storing`. From `mean`, `dispersion` and `drift` follows the law of demand over any number of
    days. `method` names the family that says most.
    """

    pk = models.CompositePrimaryKey("company_id", "run_id", "variant_id", "location_id")
    run = models.ForeignKey(ForecastRun, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    demand_class = models.CharField(max_length=15)
    method = models.CharField(max_length=15)
    mean = ArrayField(RealField())
    base_mean = ArrayField(RealField(), null=True)
    plain = ArrayField(RealField(), null=True)
    quantiles = models.BinaryField()
    dispersion = ArrayField(RealField())
    drift = ArrayField(RealField())
    velocity_7 = RealField()
    velocity_30 = RealField()
    velocity_90 = RealField()
    outliers_capped = models.PositiveIntegerField(default=0)
    lost_estimate = RealField(default=0)

    class Meta:
        indexes = [models.Index(fields=["company_id", "variant", "location"], name="item_forecast_by_item")]
