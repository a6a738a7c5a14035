"""What somebody said there was, and what there was at the end of each day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stockwright.catalog.models import Variant
from stockwright.inventory.models.locations import Location
from stockwright.kit import columns
from stockwright.kit.tenancy import CompanyModel


class Statement(CompanyModel):
    """Somebody's word for how much was there at a moment; the ledger is made to agree with it."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    stated_at = models.DateTimeField()
    on_hand = columns.quantity()
    batch_id = models.UUIDField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "batch_id", "variant", "location", "stated_at"],
                name="statement_once_a_batch",
            )
        ]
        indexes = [
            models.Index(fields=["company_id", "variant", "location", "stated_at"], name="statement_by_item"),
        ]


class Snapshot(CompanyModel):
    """The stock of a variant at a location at the end of a business day, and how long it was in stock.

    `hours` tells the minutes in stock (0 to 60) of each hour of the local clock, on days with some stock and
    some lack of it; null on all others, where `in_stock_minutes` says it.
    """

    pk = models.CompositePrimaryKey("company_id", "variant_id", "location_id", "taken_on")
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    taken_on = models.DateField()
    on_hand = columns.quantity()
    reserved = columns.quantity(default=0)
    in_stock_minutes = models.PositiveSmallIntegerField()
    hours = ArrayField(models.PositiveSmallIntegerField(), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="minutes_of_a_day", condition=models.Q(in_stock_minutes__lte=1440)),
            models.CheckConstraint(name="hours_of_a_day", condition=models.Q(hours=None) | models.Q(hours__len=24)),
        ]
