"""Changes in the demand of items that people are told of."""

from django.db import models

from stockwright.catalog.models import Variant
from stockwright.engine.demand.notices import NoticeKind
from stockwright.inventory.models import Location
from stockwright.kit.columns import RealField
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class DemandNotice(CompanyModel):
    """An item sells otherwise than before, `since` a day: pieces a day `before` and `now`.

    Opened by the night that first saw it, seen again by each that still does, closed when it is over or has
    become what is usual. An item at a place has one open notice at most.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    location = models.ForeignKey(Location, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in NoticeKind])
    since = models.DateField()
    before = RealField()
    now = RealField()
    opened_on = models.DateField()
    seen_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "variant", "location"],
                name="one_open_notice",
                condition=models.Q(closed_on=None),
            )
        ]
        indexes = [
            models.Index(fields=["company_id", "-opened_on", "-id"], name="notice_newest"),
            models.Index(fields=["company_id", "variant", "location"], name="notice_of_item"),
        ]
