"""Items that take over the demand of others."""

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.models import Variant
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Succession(CompanyModel):
    """From `from_on` on the variant has the demand of its predecessor, times `share`.

    What the predecessor sold before that day counts as the variant's history. Where it `replaces` the predecessor,
    that one is not forecast any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    predecessor = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    share = models.DecimalField(max_digits=6, decimal_places=4)
    replaces = models.BooleanField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "variant"], name="succession_of_variant"),
            models.CheckConstraint(condition=models.Q(share__gt=0), name="succession_share"),
            models.CheckConstraint(
                condition=~models.Q(variant=models.F("predecessor")), name="succession_of_another"
            ),
        ]
        indexes = [models.Index(fields=["company_id", "predecessor"], name="succession_by_predecessor")]
