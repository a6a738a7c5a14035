"""Documents that set stock right or write it off, and the reasons they may have."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.inventory.rules.adjustments import AdjustmentState, ReasonKind, Way
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class AdjustmentReason(CompanyModel):
    """Why a company sets stock right or writes it off; one out of use is kept for what was done with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ReasonKind])
    active = models.BooleanField(db_default=True, default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "code"], name="adjustment_reason_code")]


class Adjustment(CompanyModel):
    """Lines of stock to be set right together, from the draft to the posting that did it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField()
    reason = models.ForeignKey(AdjustmentReason, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in AdjustmentState])
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(max_length=64)
    happened_at = models.DateTimeField(null=True)
    at_stake = columns.optional_money()
    unknown_costs = models.PositiveIntegerField(db_default=0, default=0)
    posting_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    person_id = models.UUIDField(null=True)
    by = models.CharField(max_length=200, blank=True)
    requested_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    own_approval = models.BooleanField(db_default=False, default=False)
    word = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "number"], name="adjustment_number"),
            models.UniqueConstraint(
                fields=["company_id", "source"], name="adjustment_source", condition=~models.Q(source="")
            ),
        ]
        indexes = [
            models.Index(fields=["company_id", "state", "-number"], name="adjustment_by_state"),
            models.Index(
                fields=["company_id", "posting_id"],
                name="adjustment_by_posting",
                condition=~models.Q(posting_id=None),
            ),
        ]


class AdjustmentLine(CompanyModel):
    """One item at one place: what was asked for, and once it is posted what came of it."""

    pk = models.CompositePrimaryKey("company_id", "adjustment_id", "number")
    adjustment = models.ForeignKey(
        Adjustment, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="lines"
    )
    number = models.PositiveIntegerField()
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    lot_id = models.UUIDField(null=True)
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])
    amount = columns.quantity()
    unit_cost = columns.optional_money()
    before = columns.optional_quantity()
    quantity = columns.optional_quantity()
    after = columns.optional_quantity()
    value = columns.optional_money()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="adjustment_line_says_something",
                condition=~models.Q(way=Way.CHANGE_BY, amount=0) & ~models.Q(way=Way.SET_TO, amount__lt=0),
            )
        ]
        indexes = [models.Index(fields=["company_id", "variant", "location"], name="adjustment_line_by_item")]
