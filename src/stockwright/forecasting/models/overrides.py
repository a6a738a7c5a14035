"""What people said otherwise than the forecast, and what it came to on each day."""

from django.db import models

from stockwright.catalog.models import Variant
from stockwright.forecasting.rules.overrides import Way
from stockwright.inventory.models import Location
from stockwright.kit import columns
from stockwright.kit.columns import RealField
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Override(CompanyModel):
    """A person's word on an item's demand (no location: at all places together); ended, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(
        Location, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])
    amount = columns.quantity()
    starts_on = models.DateField()
    expires_on = models.DateField()
    note = models.CharField(max_length=500)
    source = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "source"], name="override_source"),
            models.CheckConstraint(
                name="override_span",
                condition=models.Q(expires_on__gte=models.F("starts_on")) & ~models.Q(note=""),
            ),
        ]
        indexes = [
            models.Index(fields=["company_id", "-id"], name="override_newest"),
            models.Index(fields=["company_id", "variant"], name="override_of_item"),
        ]


class OverrideDay(CompanyModel):
    """What the forecast was (`base`) and what it became (`told`) on a day, in the first run that knew both."""

    pk = models.CompositePrimaryKey("company_id", "override_id", "variant_id", "location_id", "day")
    override = models.ForeignKey(Override, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    day = models.DateField()
    base = RealField()
    told = RealField()
    run_id = models.UUIDField()
