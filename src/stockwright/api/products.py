"""Products: what is sold, and on which terms it is ordered."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Amount, Counted, In, Money, Out, PageIn, PageOut, Quantity, optional
from stockwright.catalog.actions.items import archive_item, change_item, create_item
from stockwright.catalog.queries import ItemRow, ItemView, category_names, item_of, items_page
from stockwright.catalog.rules import Tracking
from stockwright.insights.queries.suppliers import SupplierRow, suppliers_of
from stockwright.inventory.actions.tracking import set_tracking
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Products"])

Days = Annotated[int, Field(ge=0, le=3650)]


class ProductRow(Out):
    """A product as lists show it. `variant_id` names it everywhere; null means unknown or the usual."""

    variant_id: UUID
    sku: str
    name: str
    category: str | None
    supplier: str | None
    cost: Money | None
    price: Money | None
    barcode: str
    lead_days: int | None
    moq: Quantity
    pack_multiple: Quantity
    threshold_days: int | None
    launched_on: date | None
    unit: str
    units_per_pack: Quantity
    tracking: str
    low_stock: Quantity | None
    archived: bool


class ProductOut(ProductRow):
    """A product with everything that is known of it."""

    product_id: UUID
    category_id: UUID | None
    supplier_id: UUID | None
    supplier_lead_days: int | None
    description: str
    options: dict[str, Any]
    created_at: datetime


class ProductFilter(PageIn):
    """Which products."""

    search: str = Field("", max_length=200, description="A part of the SKU or the name, or a whole barcode.")
    category: str = Field("", max_length=200, description="The name of a category.")
    supplier: str = Field("", max_length=200, description="The name of a supplier.")
    archived: bool = Field(False, description="The archived ones instead of those in use.")


class ProductTerms(In):
    """What may be said of a product; a category or supplier that is new is made."""

    category: str | None = optional(max_length=200)
    supplier: str | None = optional(max_length=200)
    cost: Amount | None = optional(description="What a piece costs to buy.")
    price: Amount | None = optional(description="What a piece is sold for.")
    barcode: str | None = optional(max_length=50)
    lead_days: Days | None = optional(description="From order to arrival; null: the supplier's.")
    moq: Counted | None = optional(description="The least that can be ordered.")
    pack_multiple: Counted | None = optional(description="Orders come in multiples of this.")
    threshold_days: Days | None = optional(description="Runway below which the `runway` policy orders.")
    launched_on: date | None = optional()
    unit: str | None = optional(max_length=20, description="What is counted, such as pcs or kg.")
    units_per_pack: Counted | None = optional(description="Units in one pack.")
    tracking: Literal["none", "lot", "serial"] = optional(
        description="How closely the pieces are followed; it can be changed while there is no stock."
    )
    low_stock: Counted | None = optional(description="Free stock at or below this opens an alert.")
    description: str | None = optional(max_length=20_000)


class NewProduct(ProductTerms):
    """A product with the SKU it is sold under."""

    sku: str = Field(min_length=1, max_length=100, examples=["TEA-001"])
    name: str = optional(min_length=1, max_length=300, examples=["Green tea, 100 g"])


class ProductChange(ProductTerms):
    """The fields to change; null takes a value away, what is left out stays."""

    name: str = optional(min_length=1, max_length=300)


class CategoryOut(Out):
    """A group of products."""

    name: str


class SupplierOut(Out):
    """Whom goods are ordered from."""

    id: UUID
    name: str
    email: str
    lead_days: int | None
    payment_terms: str


@router.get("/products", response=PageOut[ProductRow])
@needs("catalog.read")
def list_products(request: ApiRequest, wanted: Query[ProductFilter]) -> Page[ItemRow]:
    """The products by SKU."""
    return items_page(
        request.auth,
        search=wanted.search,
        category=wanted.category,
        supplier=wanted.supplier,
        archived=wanted.archived,
        cursor=wanted.cursor or "",
        limit=wanted.limit,
    )


@router.post("/products", response={201: ProductOut})
@needs("catalog.write")
def post_product(request: ApiRequest, body: NewProduct) -> Status[ItemView]:
    """Add a product. Fails with `sku_taken` or `invalid_item`."""
    made = create_item(request.auth, **body.changes())
    return Status(201, item_of(request.auth, made.pk))


@router.get("/products/{variant_id}", response=ProductOut)
@needs("catalog.read")
def get_product(request: ApiRequest, variant_id: UUID) -> ItemView:
    """One product. Fails with `not_found`."""
    return item_of(request.auth, variant_id)


@router.patch("/products/{variant_id}", response=ProductOut)
@needs("catalog.write")
def patch_product(request: ApiRequest, variant_id: UUID, body: ProductChange) -> ItemView:
    """Change fields of a product. Fails with `invalid_item` or `not_found`."""
    changes = body.changes()
    if tracking := changes.pop("tracking", None):
        set_tracking(request.auth, variant_id=variant_id, tracking=Tracking(tracking), now=now())
    change_item(request.auth, variant_id=variant_id, **changes)
    return item_of(request.auth, variant_id)


@router.delete("/products/{variant_id}", response={204: None})
@needs("catalog.write")
def delete_product(request: ApiRequest, variant_id: UUID) -> Status[None]:
    """Archive a product: it leaves lists, forecasts and plans, and its history stays."""
    archive_item(request.auth, variant_id=variant_id, at=now())
    return Status(204, None)


@router.post("/products/{variant_id}/restore", response=ProductOut)
@needs("catalog.write")
def restore_product(request: ApiRequest, variant_id: UUID) -> ItemView:
    """Bring an archived product back."""
    archive_item(request.auth, variant_id=variant_id, at=None)
    return item_of(request.auth, variant_id)


@router.get("/categories", response=PageOut[CategoryOut])
@needs("catalog.read")
def list_categories(request: ApiRequest) -> Page[dict[str, str]]:
    """Every category by name, on one page."""
    return Page([{"name": name} for name in category_names(request.auth)], None)


@router.get("/suppliers", response=PageOut[SupplierOut])
@needs("catalog.read")
def list_suppliers(request: ApiRequest) -> Page[SupplierRow]:
    """Every supplier by name, on one page."""
    return Page(suppliers_of(request.auth), None)
