"""Pieces of an item that were made together, and when they spoil."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Lot(CompanyModel):
    """A batch of an item with its code and the last day it may be sold (null: it keeps)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT)
    code = models.CharField(max_length=100)
    expires_on = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "variant", "code"], name="lot_code")]


class LotLevel(CompanyModel):
    """How much of a lot is at a place: the running total of the movements that name the lot."""

    pk = models.CompositePrimaryKey("company_id", "lot_id", "location_id")
    lot = models.ForeignKey(Lot, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    on_hand = columns.quantity(default=0)
