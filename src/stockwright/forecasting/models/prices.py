"""Prices that are set for a day to come."""

from django.db import models

from stockwright.catalog.models import Variant
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class PlannedPrice(CompanyModel):
    """What an item costs from a day on, with when that was told; `price_before` is what it cost at that time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    price = columns.money()
    price_before = columns.optional_money()
    from_on = models.DateField()
    source = models.CharField(max_length=120)
    told_at = models.DateTimeField()
    told_on = models.DateField()
    told_by = models.CharField(max_length=200)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "source", "variant", "from_on"], name="planned_price_source"
            ),
            models.CheckConstraint(
                name="planned_price_ahead",
                condition=models.Q(price__gt=0, from_on__gte=models.F("told_on")),
            ),
        ]
        indexes = [models.Index(fields=["company_id", "variant", "from_on"], name="planned_price_of_item")]
