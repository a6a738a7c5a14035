"""What past forecasts were worth, as sums that add up; kept for ever."""

from django.db import models
from django.db.models.functions import Now

from stockwright.forecasting.models.runs import ForecastRun
from stockwright.inventory.models import Location
from stockwright.kit import columns
from stockwright.kit.columns import RealField
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class ForecastScore(CompanyModel):
    """A run held against what was sold, summed over the items of a class and category at a place.

    `days` is 1 for a single day, `lead` days after `run.as_of`; 7, 14 or 28 for demand summed over the days up to
    `lead`. `category` is the name it had then, empty for none. What the sums mean: `engine.demand.scoring`.
    """

    pk = models.CompositePrimaryKey(
        "company_id", "run_id", "days", "lead", "demand_class", "location_id", "category"
    )
    run = models.ForeignKey(ForecastRun, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    days = models.PositiveSmallIntegerField()
    lead = models.PositiveSmallIntegerField()
    demand_class = models.CharField(max_length=15)
    category = models.CharField(max_length=200, blank=True)
    judged_on = models.DateField()
    judged = models.PositiveIntegerField()
    percent_judged = models.PositiveIntegerField(default=0)
    demand = RealField()
    forecast = RealField()
    absolute = RealField()
    squared = RealField()
    scaled = RealField()
    percent = RealField(default=0)
    weight = RealField()
    pinball = RealField()
    within_50 = models.PositiveIntegerField()
    within_80 = models.PositiveIntegerField()
    within_95 = models.PositiveIntegerField()
    below_90 = models.PositiveIntegerField()
    naive_forecast = RealField()
    naive_absolute = RealField()
    naive_squared = RealField()
    naive_scaled = RealField()
    naive_percent = RealField(default=0)
    flat_forecast = RealField()
    flat_absolute = RealField()
    flat_squared = RealField()
    flat_scaled = RealField()
    flat_percent = RealField(default=0)

    class Meta:
        indexes = [models.Index(fields=["company_id", "judged_on", "days"], name="forecast_score_by_day")]


class ScoredRun(CompanyModel):
    """How many days ahead a run was scored."""

    pk = models.CompositePrimaryKey("company_id", "run_id")
    run = models.ForeignKey(ForecastRun, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    through = models.PositiveSmallIntegerField()


class ScoredDay(CompanyModel):
    """What had been sold on a day when forecasts were held against it; sales that come later score it anew."""

    pk = models.CompositePrimaryKey("company_id", "day")
    day = models.DateField()
    ordered = columns.quantity()
    lines = models.PositiveIntegerField()


class AccuracySpell(CompanyModel):
    """A time in which the forecast was worse than it used to be; without an end while it lasts.

    `figure` is wape or bias, `found` what it was in the week that showed it, `usual` in the weeks before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    figure = models.CharField(max_length=10)
    found = RealField()
    usual = RealField()
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    noticed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id"], condition=models.Q(ended_on=None), name="accuracy_spell_one_open"
            )
        ]
