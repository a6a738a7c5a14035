"""What is planned to come to a place or to leave it."""

from django.db import models

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.kit import columns
from stockwright.kit.tenancy import CompanyModel


class ExpectedMove(CompanyModel):
    """Pieces that a document (`source`, such as `po-line:<id>`) will bring in or take out, still open."""

    pk = models.CompositePrimaryKey("company_id", "source", "direction")
    source = models.CharField(max_length=120)
    direction = models.CharField(max_length=3, choices=[("in", "in"), ("out", "out")])
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    quantity = columns.quantity()
    due_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="expected_is_open", condition=models.Q(quantity__gt=0))]
        indexes = [models.Index(fields=["company_id", "variant", "location", "due_on"], name="expected_by_item")]
