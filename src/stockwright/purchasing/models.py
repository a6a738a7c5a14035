"""Purchase orders: what is on its way."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Supplier, Variant
from stockwright.inventory.models import Location
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel
from stockwright.purchasing.rules import OrderState


class PurchaseOrder(CompanyModel):
    """An order placed with a supplier for one location."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=50)
    supplier = models.ForeignKey(Supplier, null=True, on_delete=models.PROTECT)
    location = models.ForeignKey(Location, on_delete=models.PROTECT)
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in OrderState])
    placed_on = models.DateField()
    expected_on = models.DateField()
    source = models.CharField(max_length=120)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "number"], name="order_number"),
            models.UniqueConstraint(fields=["company_id", "source"], name="order_source"),
        ]
        indexes = [models.Index(fields=["company_id", "state", "expected_on"], name="order_by_state")]


class PurchaseOrderLine(CompanyModel):
    """Pieces of one variant in an order: wanted, and arrived so far."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT)
    quantity = columns.quantity()
    received = columns.quantity(default=0)
    unit_cost = columns.optional_money()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "order", "variant"], name="order_line_variant"),
            models.CheckConstraint(
                name="order_line_quantities", condition=models.Q(quantity__gt=0, received__gte=0)
            ),
        ]
        indexes = [models.Index(fields=["company_id", "variant"], name="order_line_by_variant")]
