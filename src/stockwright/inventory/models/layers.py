"""What the stock that is there was bought for, in the order in which it came."""

from django.db import models

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.kit import columns
from stockwright.kit.tenancy import CompanyModel


class Layer(CompanyModel):
    """Pieces that came in together at one cost; what goes out is taken from the oldest layer first."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    posting_id = models.UUIDField()
    received_at = models.DateTimeField()
    quantity = columns.quantity()
    value = columns.money()
    quantity_left = columns.quantity()
    value_left = columns.money()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="layer_holds_what_it_got",
                condition=models.Q(quantity__gt=0, quantity_left__gte=0, quantity_left__lte=models.F("quantity")),
            )
        ]
        indexes = [
            models.Index(
                fields=["company_id", "variant", "location", "id"],
                name="layer_with_stock",
                condition=models.Q(quantity_left__gt=0),
            ),
            models.Index(fields=["company_id", "posting_id"], name="layer_by_posting"),
        ]


class LayerUse(CompanyModel):
    """What a posting took out of a layer, so that undoing it puts the same pieces back."""

    pk = models.CompositePrimaryKey("company_id", "posting_id", "layer_id")
    posting_id = models.UUIDField()
    layer_id = models.BigIntegerField()
    quantity = columns.quantity()
    value = columns.money()
