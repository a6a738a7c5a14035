"""What was advised each day with all its terms, and what people decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models import Location
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel
from stockwright.replenishment.rules import ActionList, DecisionKind


class PlanRun(CompanyModel):
    """One morning's plan for all items."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    planned_on = models.DateField()
    forecast_run_id = models.UUIDField()
    state = models.CharField(
        max_length=10, choices=[(state, state) for state in ("running", "done", "failed")], default="running"
    )
    settings = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "state", "-finished_at"], name="plan_run_newest")]


class Advice(CompanyModel):
    """What one plan advised for one item, with every term of the calculation; kept for ever.

    The columns are what lists sort and filter by; `terms` holds the whole calculation. Only the last four
    columns change, when a person decides: the advice itself stays what it was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(PlanRun, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    action_list = models.CharField(max_length=20, choices=[(name.value, name.value) for name in ActionList])
    sku = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    location_name = models.CharField(max_length=100)
    category = models.CharField(max_length=200, blank=True)
    supplier = models.CharField(max_length=200, blank=True)
    current_stock = columns.optional_quantity()
    recommended_quantity = columns.quantity()
    order_value = columns.optional_money()
    runway_days = models.FloatField(null=True)
    stockout_on = models.DateField(null=True)
    money_at_stake = columns.money(default=0)
    priority = models.FloatField()
    confidence = models.FloatField()
    reasons = ArrayField(models.CharField(max_length=30), default=list)
    terms = models.JSONField()
    trend = ArrayField(models.FloatField(), default=list)
    shown_in = models.CharField(max_length=20, choices=[(name.value, name.value) for name in ActionList])
    flag_note = models.CharField(max_length=500, blank=True)
    ordered_quantity = columns.optional_quantity()
    order_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "run", "variant", "location"], name="advice_once_a_run")
        ]
        indexes = [
            models.Index(
                fields=["company_id", "run", "shown_in", "-priority", "id"],
                include=["supplier", "order_value", "money_at_stake"],
                name="advice_by_priority",
            ),
            models.Index(fields=["company_id", "variant", "location"], name="advice_by_item"),
        ]


class Decision(CompanyModel):
    """What a person did about an advice; the newest one of an item counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    advice_id = models.UUIDField()
    variant_id = models.UUIDField()
    location_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in DecisionKind])
    quantity = columns.optional_quantity()
    note = models.CharField(max_length=500, blank=True)
    order_id = models.UUIDField(null=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["company_id", "variant_id", "location_id", "-at"], name="decision_by_item")]
