"""Goods that go from one place to another: what was planned, and every step that was taken."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.inventory.rules.transfers import Outcome, StepKind, TransferState
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Transfer(CompanyModel):
    """A document that moves goods; people call it by its number (T-1), programs by its id or their source."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField()
    origin = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=[(state.value, state.value) for state in TransferState])
    due_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "number"], name="transfer_number"),
            models.UniqueConstraint(
                fields=["company_id", "source"], name="transfer_source", condition=~models.Q(source="")
            ),
            models.CheckConstraint(
                name="transfer_goes_elsewhere", condition=~models.Q(origin=models.F("destination"))
            ),
        ]
        indexes = [models.Index(fields=["company_id", "state", "-number"], name="transfer_by_state")]

    @property
    def name(self) -> str:
        """The number as people write it."""
        return f"T-{self.number}"


class TransferLine(CompanyModel):
    """An item of a transfer: to be sent, and what became of it. `carried_*` is the value on its way now."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT)
    lot_id = models.UUIDField(null=True)
    tags = models.JSONField(default=list)
    quantity = columns.quantity()
    sent = columns.quantity(db_default=0, default=0)
    received = columns.quantity(db_default=0, default=0)
    lost = columns.quantity(db_default=0, default=0)
    returned = columns.quantity(db_default=0, default=0)
    surplus = columns.quantity(db_default=0, default=0)
    carried_average = columns.money(db_default=0, default=0)
    carried_fifo = columns.money(db_default=0, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "transfer", "number"], name="transfer_line_number"),
            models.CheckConstraint(
                name="transfer_line_adds_up",
                condition=models.Q(
                    quantity__gte=models.F("sent"),
                    sent__gte=models.F("received") + models.F("lost") + models.F("returned"),
                    received__gte=0,
                    lost__gte=0,
                    returned__gte=0,
                    surplus__gte=0,
                ),
            ),
        ]
        indexes = [models.Index(fields=["company_id", "variant"], name="transfer_line_by_item")]


class TransferStep(CompanyModel):
    """Something done to a transfer, with the posting that it made (null: it moved nothing)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in StepKind])
    source = models.CharField(max_length=120, blank=True)
    posting_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "source"], name="transfer_step_source", condition=~models.Q(source="")
            )
        ]
        indexes = [
            models.Index(fields=["company_id", "transfer", "id"], name="transfer_step_in_turn"),
            models.Index(fields=["company_id", "posting_id"], name="transfer_step_by_posting"),
        ]


class TransferStepLine(CompanyModel):
    """What a step did with a line: pieces with the value they carried, and pieces that will not be sent."""

    pk = models.CompositePrimaryKey("company_id", "step_id", "line_id")
    step = models.ForeignKey(
        TransferStep, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="lines"
    )
    line = models.ForeignKey(
        TransferLine, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    quantity = columns.quantity(default=0)
    surplus = columns.quantity(default=0)
    dropped = columns.quantity(default=0)
    outcome = models.CharField(
        max_length=10, blank=True, choices=[(outcome.value, outcome.value) for outcome in Outcome]
    )
    average_value = columns.money(default=0)
    fifo_value = columns.money(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transfer_step_line_amounts",
                condition=models.Q(quantity__gte=0, surplus__gte=0, dropped__gte=0),
            )
        ]
