"""What would have been sold with stock all day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stockwright.catalog.models import Variant
from stockwright.inventory.models import Location
from stockwright.kit.columns import RealField
from stockwright.kit.tenancy import CompanyModel


class DemandEstimate(CompanyModel):
    """The estimated demand of an item on those `days` of the last year on which it differs from what was sold."""

    pk = models.CompositePrimaryKey("company_id", "variant_id", "location_id")
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    as_of = models.DateField()
    days = ArrayField(models.DateField())
    demand = ArrayField(RealField())
