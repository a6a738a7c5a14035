"""Items that run low, and since when."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class LowStockThreshold(CompanyModel):
    """From which quantity on an item counts as low at one place; the company's is the item's own `low_stock`."""

    pk = models.CompositePrimaryKey("company_id", "variant_id", "location_id")
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    low_stock = columns.quantity()

    class Meta:
        constraints = [models.CheckConstraint(name="threshold_amount", condition=models.Q(low_stock__gte=0))]


class LowStockAlert(CompanyModel):
    """An item that ran low, at one place or (without one) in the whole company.

    It lasts until the stock is above the threshold again (`recovered_at`). A person may resolve it before
    that; then nobody is alerted again until the stock has recovered once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE)
    location = models.ForeignKey(Location, null=True, on_delete=models.CASCADE)
    opened_at = models.DateTimeField(db_default=Now())
    available = columns.quantity()
    threshold = columns.quantity()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=200, blank=True)
    recovered_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "variant", "location"],
                name="alert_once_while_low",
                condition=models.Q(recovered_at=None),
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(
                fields=["company_id", "-opened_at", "-id"],
                name="alert_open",
                condition=models.Q(resolved_at=None),
            ),
            models.Index(fields=["company_id", "-resolved_at", "-id"], name="alert_resolved"),
        ]


class AlertCheck(CompanyModel):
    """Up to which moment the changes of a company's stock were looked at."""

    company_id = models.UUIDField(primary_key=True, editable=False)
    checked_at = models.DateTimeField()
