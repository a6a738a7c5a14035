"""What is sold: products, their sellable variants, categories and suppliers."""

from decimal import Decimal

from django.db import models
from django.db.models.functions import Now

from stockwright.catalog.rules import Tracking
from stockwright.kit import columns
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import CompanyModel


class Category(CompanyModel):
    """A group of products that sell alike."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "name"], name="category_name")]


class Supplier(CompanyModel):
    """Whom goods are ordered from, and how long they take."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    lead_days = models.PositiveSmallIntegerField(null=True)
    payment_terms = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "name"], name="supplier_name")]


class Product(CompanyModel):
    """What a customer would call one thing; its variants are what is sold."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT)
    attributes = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["company_id", "name"], name="product_by_name")]


class Variant(CompanyModel):
    """The sellable unit: one SKU with its cost, price and way of being ordered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="variants")
    sku = models.CharField(max_length=100)
    options = models.JSONField(default=dict)
    barcode = models.CharField(max_length=50, blank=True)
    cost = columns.optional_money()
    price = columns.optional_money()
    supplier = models.ForeignKey(Supplier, null=True, on_delete=models.PROTECT)
    lead_days = models.PositiveSmallIntegerField(null=True)
    moq = columns.quantity(default=Decimal(0))
    pack_multiple = columns.quantity(default=Decimal(1))
    unit = models.CharField(max_length=20, db_default="pcs", default="pcs")
    units_per_pack = columns.quantity(default=Decimal(1), db_default=Decimal(1))
    tracking = models.CharField(
        max_length=10,
        default=Tracking.NONE,
        db_default=Tracking.NONE,
        choices=[(way.value, way.value) for way in Tracking],
    )
    low_stock = columns.optional_quantity()
    threshold_days = models.PositiveSmallIntegerField(null=True)
    launched_on = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "sku"], name="variant_sku"),
            models.CheckConstraint(
                name="variant_ordering_terms",
                condition=models.Q(moq__gte=0, pack_multiple__gt=0, units_per_pack__gt=0),
            ),
            models.CheckConstraint(
                name="variant_money",
                condition=(models.Q(cost=None) | models.Q(cost__gte=0))
                & (models.Q(price=None) | models.Q(price__gte=0)),
            ),
        ]
        indexes = [
            models.Index(fields=["company_id", "product"], name="variant_of_product"),
            models.Index(fields=["company_id", "barcode"], name="variant_by_barcode"),
        ]


class VariantBefore(CompanyModel):
    """What an item was before an import changed it (null: it was not there), so that it can be undone."""

    pk = models.CompositePrimaryKey("company_id", "source", "sku")
    source = models.CharField(max_length=120)
    sku = models.CharField(max_length=100)
    was = models.JSONField(null=True)
