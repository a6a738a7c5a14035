"""Every movement of stock, and the totals that follow from the movements."""

from decimal import Decimal

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit import columns
from stockwright.kit.tenancy import CompanyModel


class Movement(CompanyModel):
    """A row of the stock ledger: inserted, never changed, never deleted (the database refuses)."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in MovementKind])
    quantity = columns.quantity()
    reserved = columns.quantity(db_default=0, default=0)
    average_value = columns.money(db_default=0, default=0)
    fifo_value = columns.money(db_default=0, default=0)
    unit_cost = columns.optional_money()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    ref_type = models.CharField(max_length=30, blank=True)
    ref_id = models.CharField(max_length=100, blank=True)
    channel = models.CharField(max_length=50, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=120)
    posting_id = models.UUIDField(null=True)
    lot_id = models.UUIDField(null=True)
    reverses = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "cause"], name="movement_cause"),
            models.UniqueConstraint(
                fields=["company_id", "reverses"],
                name="movement_reversed_once",
                condition=~models.Q(reverses=None),
            ),
            models.CheckConstraint(
                name="movement_moves",
                condition=~models.Q(quantity=0, reserved=0, average_value=0, fifo_value=0),
            ),
        ]
        indexes = [
            # With what the stock at any moment is added up from, so that no row has to be read for it.
            models.Index(
                fields=["company_id", "variant", "location", "happened_at"],
                include=["recorded_at", "quantity", "average_value", "fifo_value"],
                name="movement_by_item",
            ),
            models.Index(
                fields=["company_id", "posting_id"],
                name="movement_by_posting",
                condition=~models.Q(posting_id=None),
            ),
        ]


class Level(CompanyModel):
    """How much of a variant is at a location now: the running total of its movements.

    `inbound` and `outbound` are the totals of what is expected to come and go; `version` counts the changes.
    """

    pk = models.CompositePrimaryKey("company_id", "variant_id", "location_id")
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    on_hand = columns.quantity(default=0)
    reserved = columns.quantity(default=0)
    inbound = columns.quantity(db_default=0, default=0)
    outbound = columns.quantity(db_default=0, default=0)
    average_value = columns.money(db_default=0, default=0)
    fifo_value = columns.money(db_default=0, default=0)
    last_cost = columns.optional_money()
    version = models.BigIntegerField(db_default=0, default=0)
    stated_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="reserved_is_no_debt", condition=models.Q(reserved__gte=0))]

    @property
    def free(self) -> Decimal:
        """What is neither promised nor about to leave."""
        return self.on_hand - self.reserved - self.outbound
