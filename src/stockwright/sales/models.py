"""What was sold: every line once, and the daily sums that everything else reads."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models import Location
from stockwright.kit import columns
from stockwright.kit.tenancy import CompanyModel
from stockwright.sales.rules import SETTLED_AFTER_DAYS, DemandKind


class SaleLine(CompanyModel):
    """A line of a sale, or of a return when the quantity is negative.

    `cause` is the line's own fingerprint: the same line told twice, by one file or by two, is one row.
    """

    pk = models.CompositePrimaryKey("company_id", "cause")
    cause = models.UUIDField()
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    channel = models.CharField(max_length=50)
    sold_at = models.DateTimeField()
    sold_on = models.DateField()
    quantity = columns.quantity()
    revenue = columns.optional_money()
    order_ref = models.CharField(max_length=100, blank=True)
    customer_ref = models.CharField(max_length=100, blank=True)
    batch_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="sale_has_quantity", condition=~models.Q(quantity=0))]
        indexes = [
            models.Index(fields=["company_id", "variant", "sold_at"], name="sale_by_item"),
            models.Index(
                fields=["company_id", "batch_id"], name="sale_by_batch", condition=~models.Q(batch_id=None)
            ),
            models.Index(fields=["company_id", "channel"], name="sale_returns", condition=models.Q(quantity__lt=0)),
        ]


class DailySales(CompanyModel):
    """A business day of a variant at a location on a channel: ordered and returned pieces, net revenue."""

    pk = models.CompositePrimaryKey("company_id", "variant_id", "location_id", "sold_on", "channel")
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    channel = models.CharField(max_length=50)
    sold_on = models.DateField()
    ordered = columns.quantity(default=0)
    returned = columns.quantity(default=0)
    revenue = columns.money(default=0)
    lines = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["company_id", "sold_on"], name="daily_sales_by_day")]


class ChannelDemand(CompanyModel):
    """Which of a channel's pieces count as demand; a channel without a row counts what was ordered.

    What comes back within `settle_days` of the order was not bought out.
    """

    pk = models.CompositePrimaryKey("company_id", "channel")
    channel = models.CharField(max_length=50)
    kind = models.CharField(
        max_length=12, choices=[(kind.value, kind.value) for kind in DemandKind], default=DemandKind.ORDERED
    )
    settle_days = models.PositiveSmallIntegerField(default=SETTLED_AFTER_DAYS)
