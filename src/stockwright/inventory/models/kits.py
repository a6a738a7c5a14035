"""Items that are put together out of others, and each time that was done or taken back."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class KitComponent(CompanyModel):
    """How many pieces of a component one kit takes."""

    pk = models.CompositePrimaryKey("company_id", "kit_id", "component_id")
    kit = models.ForeignKey(
        Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    component = models.ForeignKey(
        Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    quantity = columns.quantity()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kit_component_is_another",
                condition=models.Q(quantity__gt=0) & ~models.Q(kit=models.F("component")),
            )
        ]
        indexes = [models.Index(fields=["company_id", "component"], name="kit_by_component")]


class KitBuild(CompanyModel):
    """Kits assembled (a quantity above zero) or taken apart (below) at a place, in one posting."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kit = models.ForeignKey(
        Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    location = models.ForeignKey(
        Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    quantity = columns.quantity()
    source = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    posting_id = models.UUIDField()
    built_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "source"], name="kit_build_source", condition=~models.Q(source="")
            ),
            models.CheckConstraint(name="kit_build_builds", condition=~models.Q(quantity=0)),
        ]
        indexes = [
            models.Index(fields=["company_id", "kit", "-id"], name="kit_build_by_kit"),
            models.Index(fields=["company_id", "posting_id"], name="kit_build_by_posting"),
        ]
