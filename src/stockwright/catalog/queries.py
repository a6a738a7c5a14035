"""What is sold, and on which terms it is ordered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from stockwright.catalog.models import Category, Supplier, Variant
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import CompanyQuerySet


@dataclass(frozen=True)
class ItemRow:
    """An item as lists show it."""

    variant_id: UUID
    sku: str
    name: str
    category: str | None
    supplier: str | None
    cost: Decimal | None
    price: Decimal | None
    barcode: str
    lead_days: int | None
    moq: Decimal
    pack_multiple: Decimal
    threshold_days: int | None
    launched_on: date | None
    unit: str
    units_per_pack: Decimal
    tracking: str
    low_stock: Decimal | None
    archived: bool


@dataclass(frozen=True)
class ItemView(ItemRow):
    """An item with everything that is known of it."""

    product_id: UUID
    category_id: UUID | None
    supplier_id: UUID | None
    supplier_lead_days: int | None
    description: str
    options: dict[str, str]
    created_at: datetime


@dataclass(frozen=True)
class FoundCode:
    """What a scanned code stands for: an item, and how many pieces of it."""

    variant_id: UUID
    sku: str
    name: str
    pieces: Decimal = Decimal(1)


def find_by_code(actor: Actor, code: str) -> list[FoundCode]:
    """What a scanned or typed code stands for: nothing, one item, or several that share a barcode."""
    return find_by_codes(actor, [code]).get(code.strip(), [])


def find_by_codes(actor: Actor, codes: Iterable[str]) -> dict[str, list[FoundCode]]:
    """What each of these codes stands for; a SKU goes before a barcode."""
    wanted = {code.strip() for code in codes} - {""}
    matches = Variant.objects.of(actor).filter(archived_at=None).select_related("product").order_by("sku")
    by_barcode = matches.filter(barcode__in=wanted)
    by_sku = matches.filter(sku__in=wanted)
    found: dict[str, list[FoundCode]] = {}
    for item in by_barcode:
        found.setdefault(item.barcode, []).append(_found(item))
    for item in by_sku:
        found[item.sku] = [_found(item)]
    return found


def find_by_ids(actor: Actor, variant_ids: Iterable[UUID]) -> dict[UUID, list[FoundCode]]:
    """The items with these ids, as a code would find them."""
    items = Variant.objects.of(actor).filter(pk__in=set(variant_ids)).select_related("product")
    return {item.pk: [_found(item)] for item in items}


def items_page(
    actor: Actor,
    *,
    search: str = "",
    category: str = "",
    supplier: str = "",
    archived: bool = False,
    cursor: str = "",
    limit: int = 50,
) -> Page[ItemRow]:
    """Items by SKU; `search` is a part of the SKU or name or a whole barcode, the others are names."""
    items = _items(actor).filter(archived_at__isnull=not archived)
    if search:
        items = items.filter(Q(sku__icontains=search) | Q(product__name__icontains=search) | Q(barcode=search))
    if category:
        items = items.filter(product__category__name=category)
    if supplier:
        items = items.filter(supplier__name=supplier)
    if cursor:
        items = items.filter(sku__gt=decode_cursor(cursor, 1)[0])
    rows = [ItemRow(**_fields(item)) for item in items.order_by("sku")[: limit + 1]]
    return page_of(rows, limit, key=lambda row: (row.sku,))


def item_of(actor: Actor, variant_id: UUID) -> ItemView:
    """One item; NotFound where there is none, or another company's."""
    item = _items(actor).filter(pk=variant_id).first()
    if item is None:
        raise NotFound(what="item")
    return ItemView(
        **_fields(item),
        product_id=item.product_id,
        category_id=item.product.category_id,
        supplier_id=item.supplier_id,
        supplier_lead_days=item.supplier.lead_days if item.supplier else None,
        description=item.product.description,
        options=item.options,
        created_at=item.created_at,
    )


def variant_ids(actor: Actor, skus: Iterable[str]) -> dict[str, UUID]:
    """The ids of the items with these SKUs; unknown ones are absent."""
    return dict(Variant.objects.of(actor).filter(sku__in=list(skus)).values_list("sku", "pk"))


def category_names(actor: Actor) -> list[str]:
    """Every category, by name."""
    return list(Category.objects.of(actor).order_by("name").values_list("name", flat=True))


def categories_of(actor: Actor) -> list[tuple[UUID, str]]:
    """Every category with its id, by name."""
    return list(Category.objects.of(actor).order_by("name").values_list("pk", "name"))


def supplier_names(actor: Actor) -> list[str]:
    """Every supplier, by name."""
    return list(Supplier.objects.of(actor).order_by("name").values_list("name", flat=True))


def _found(item: Variant) -> FoundCode:
    return FoundCode(item.pk, item.sku, item.product.name)


def _items(actor: Actor) -> CompanyQuerySet[Variant]:
    return Variant.objects.of(actor).select_related("product__category", "supplier")


def _fields(item: Variant) -> dict[str, Any]:
    category = item.product.category
    return {
        "variant_id": item.pk,
        "sku": item.sku,
        "name": item.product.name,
        "category": category.name if category else None,
        "supplier": item.supplier.name if item.supplier else None,
        "cost": item.cost,
        "price": item.price,
        "barcode": item.barcode,
        "lead_days": item.lead_days,
        "moq": item.moq,
        "pack_multiple": item.pack_multiple,
        "threshold_days": item.threshold_days,
        "launched_on": item.launched_on,
        "unit": item.unit,
        "units_per_pack": item.units_per_pack,
        "tracking": item.tracking,
        "low_stock": item.low_stock,
        "archived": item.archived_at is not None,
    }
