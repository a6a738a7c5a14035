"""Days of bulk orders, and what people said of them."""

from django.db import models

from stockwright.catalog.models import Variant
from stockwright.forecasting.rules.outliers import Decision
from stockwright.inventory.models import Location
from stockwright.kit.columns import RealField
from stockwright.kit.tenancy import CompanyModel


class Outlier(CompanyModel):
    """A day on which more was sold than is believed, or of which a person said something.

    The program fills what was `sold`, what is `believed` of it, the pieces of an ordinary `good_day`, the
    number of `orders`, the pieces and the customer of the `largest`, and the `effect` of counting it in full
    on the forecast of four weeks. `found` is false where only a person points at the day. An empty `decision`
    leaves the day to the program.
    """

    pk = models.CompositePrimaryKey("company_id", "variant_id", "location_id", "day")
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    day = models.DateField()
    sold = RealField(default=0)
    believed = RealField(default=0)
    good_day = RealField(default=0)
    orders = models.PositiveIntegerField(default=0)
    largest = RealField(default=0)
    customer = models.CharField(max_length=100, blank=True, default="")
    effect = RealField(default=0)
    found = models.BooleanField(default=False)
    decision = models.CharField(
        max_length=8, blank=True, default="", choices=[(each.value, each.value) for each in Decision]
    )
    note = models.CharField(max_length=300, blank=True, default="")
    decided_by = models.CharField(max_length=200, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "-day"], name="outlier_newest")]
