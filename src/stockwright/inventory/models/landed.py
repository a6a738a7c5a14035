"""Costs that came with goods: freight, duty and the like."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.inventory.rules.landed import CostKind, Division
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class LandedCost(CompanyModel):
    """An amount that was divided over what came in; `posting_id` added it to the stock (null: none was left)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in CostKind])
    amount = columns.money()
    divided_by = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Division])
    document = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=120)
    posting_id = models.UUIDField(null=True)
    happened_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "source"], name="landed_cost_source"),
            models.CheckConstraint(name="landed_cost_costs", condition=models.Q(amount__gt=0)),
        ]
        indexes = [models.Index(fields=["company_id", "-id"], name="landed_cost_newest")]


class LandedCostLine(CompanyModel):
    """A line's share: what of it stays with the stock by each method; the rest is cost of goods sold.

    The pieces are those that were still there, so that undoing takes back only what still is.
    """

    pk = models.CompositePrimaryKey("company_id", "cost_id", "number")
    cost = models.ForeignKey(
        LandedCost, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="lines"
    )
    number = models.PositiveIntegerField()
    receipt_id = models.UUIDField()
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    quantity = columns.quantity()
    share = columns.money()
    average_pieces = columns.quantity()
    average_value = columns.money()
    fifo_pieces = columns.quantity()
    fifo_value = columns.money()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="landed_line_adds_up",
                condition=models.Q(
                    quantity__gt=0,
                    share__gte=0,
                    average_value__gte=0,
                    average_value__lte=models.F("share"),
                    fifo_value__gte=0,
                    fifo_value__lte=models.F("share"),
                ),
            )
        ]
