"""Promotions and what they are of."""

from django.db import models

from stockwright.catalog.models import Category, Variant
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Promotion(CompanyModel):
    """Days on which items cost less: those of its category, or its own; cancelled, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    discount = models.DecimalField(max_digits=5, decimal_places=4)
    category = models.ForeignKey(
        Category, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=120)
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "source"], name="promotion_source"),
            models.CheckConstraint(
                name="promotion_span_and_discount",
                condition=models.Q(ends_on__gte=models.F("starts_on"), discount__gt=0, discount__lte=1),
            ),
        ]
        indexes = [models.Index(fields=["company_id", "-starts_on", "-id"], name="promotion_newest")]


class PromotionItem(CompanyModel):
    """An item that a promotion is of."""

    pk = models.CompositePrimaryKey("company_id", "promotion_id", "variant_id")
    promotion = models.ForeignKey(
        Promotion, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="items"
    )
    variant = models.ForeignKey(Variant, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)

    class Meta:
        indexes = [models.Index(fields=["company_id", "variant"], name="promotion_of_item")]
