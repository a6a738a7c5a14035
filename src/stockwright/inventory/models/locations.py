"""Where stock is."""

from django.db import models
from django.db.models.functions import Now

from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Location(CompanyModel):
    """A warehouse, shop or marketplace store that holds stock.

    Orders are promised from places that sell, those with the lowest rank first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    rank = models.PositiveSmallIntegerField(db_default=100, default=100)
    sells = models.BooleanField(db_default=True, default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "name"], name="location_name")]
