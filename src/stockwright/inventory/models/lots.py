"""Pieces of an item that were made together, and when they spoil."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Lot(CompanyModel):
    """A batch of an item with its code and the last day it may be sold (null: it keeps).

    A blocked lot is there and not offered for sale, until somebody lets it go.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT)
    code = models.CharField(max_length=100)
    expires_on = models.DateField(null=True)
    blocked_at = models.DateTimeField(null=True)
    blocked_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "variant", "code"], name="lot_code")]
        indexes = [
            models.Index(
                fields=["company_id", "expires_on"], name="lot_by_expiry", condition=~models.Q(expires_on=None)
            )
        ]


class LotLevel(CompanyModel):
    """How much of a lot is at a place: the running total of the movements that name the lot."""

    pk = models.CompositePrimaryKey("company_id", "lot_id", "location_id")
    lot = models.ForeignKey(Lot, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    on_hand = columns.quantity(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="lot_is_no_debt", condition=models.Q(on_hand__gte=0))]
        indexes = [
            models.Index(
                fields=["company_id", "variant", "location"],
                name="lot_level_with_stock",
                condition=models.Q(on_hand__gt=0),
            )
        ]
