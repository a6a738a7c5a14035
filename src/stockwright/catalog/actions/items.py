"""Items: added, changed, archived."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import polars as pl
from django.db import IntegrityError, transaction

from stockwright.catalog.actions.staged import ItemsAdded, checked_items, put_staged_items, stage_items
from stockwright.catalog.events import ItemAdded, ItemChanged, ItemsChanged
from stockwright.catalog.models import Category, Product, Supplier, Variant
from stockwright.catalog.rules import InvalidItem, SkuTaken, Tracking, check_amounts, check_sku, check_terms
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.money import plain
from stockwright.messaging.actions.events import emit

_OF_VARIANT = (
    "cost",
    "price",
    "barcode",
    "lead_days",
    "moq",
    "pack_multiple",
    "threshold_days",
    "launched_on",
    "unit",
    "units_per_pack",
    "tracking",
    "low_stock",
)
_OF_PRODUCT = ("name", "description")
FIELDS = (*_OF_VARIANT, *_OF_PRODUCT, "category", "supplier")
"""The fields of an item that may be given or changed; category and supplier go by name."""

_NEVER_NULL = {
    "barcode": "",
    "moq": Decimal(0),
    "pack_multiple": Decimal(1),
    "unit": "pcs",
    "units_per_pack": Decimal(1),
    "tracking": Tracking.NONE,
}


@deed("catalog.write")
def add_items(actor: Actor, *, items: pl.DataFrame) -> ItemsAdded:
    """Add the items whose SKU is new and change the others; a null leaves a field as it is.

    Columns: sku, and any of name, category, cost, price, barcode, supplier, lead_days, moq, pack_multiple,
    threshold_days, launched_on. Categories and suppliers are made by name. Of several rows with one SKU the
    last counts.
    """
    stage_items(checked_items(items))
    done = put_staged_items(actor)
    if done.added or done.changed:
        emit(actor, ItemsChanged(added=done.added, changed=done.changed))
    return done


@deed("catalog.write")
def create_item(actor: Actor, *, sku: str, **fields: Any) -> Variant:
    """Add one item: a product with one variant. `fields` are any of FIELDS; the SKU has to be new."""
    _check(fields)
    product = Product(company_id=actor.company_id, name=fields.get("name") or check_sku(sku))
    variant = Variant(company_id=actor.company_id, product=product, sku=check_sku(sku))
    _set(actor, variant, {name: value for name, value in fields.items() if value is not None})
    product.save(force_insert=True)
    try:
        with transaction.atomic():
            variant.save(force_insert=True)
    except IntegrityError as error:
        raise SkuTaken(sku=variant.sku) from error
    emit(actor, ItemAdded(variant_id=variant.pk, sku=variant.sku))
    return variant


@deed("catalog.write")
def change_item(actor: Actor, *, variant_id: UUID, **changes: Any) -> Variant:
    """Set fields of one item (any of FIELDS but tracking); null takes a value away. Nothing new is no change."""
    if "tracking" in changes:
        raise InvalidItem(detail="How an item is tracked follows its stock: use set_tracking of the stock part.")
    _check(changes)
    return _change(actor, variant_id, changes)


@deed("catalog.write")
def track_item(actor: Actor, *, variant_id: UUID, tracking: str) -> Variant:
    """Follow an item's pieces in another way; the stock part calls it once it knows that nothing is there."""
    _check({"tracking": tracking})
    return _change(actor, variant_id, {"tracking": tracking})


def _change(actor: Actor, variant_id: UUID, changes: dict[str, Any]) -> Variant:
    variant = _locked_item(actor, variant_id)
    before = _shown(variant, changes)
    _set(actor, variant, changes)
    after = _shown(variant, changes)
    if before == after:
        return variant
    variant.product.save()
    variant.save()
    changed = {name for name in after if before[name] != after[name]}
    emit(
        actor,
        ItemChanged(
            variant_id=variant.pk,
            sku=variant.sku,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        ),
    )
    return variant


@deed("catalog.write")
def archive_item(actor: Actor, *, variant_id: UUID, at: datetime | None) -> Variant:
    """Take an item out of lists, forecasts and plans from `at` on (None brings it back); history stays."""
    variant = _locked_item(actor, variant_id)
    if (variant.archived_at is None) == (at is None):
        return variant
    before, variant.archived_at = variant.archived_at, at
    variant.save(update_fields=["archived_at"])
    emit(
        actor,
        ItemChanged(
            variant_id=variant.pk,
            sku=variant.sku,
            before={"archived_at": _told(before)},
            after={"archived_at": _told(at)},
        ),
    )
    return variant


def _locked_item(actor: Actor, variant_id: UUID) -> Variant:
    return locked_one(Variant.objects.of(actor).filter(pk=variant_id).select_related("product"), what="item")


def _check(fields: dict[str, Any]) -> None:
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise InvalidItem(detail=f"An item has no field “{unknown[0]}”.")
    if "name" in fields and not (fields["name"] or "").strip():
        raise InvalidItem(detail="An item needs a name.")
    check_amounts(fields)
    check_terms(fields)


def _set(actor: Actor, variant: Variant, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name in _OF_VARIANT:
            setattr(variant, name, _default(name) if value is None else value)
        elif name in _OF_PRODUCT:
            setattr(variant.product, name, (value or "").strip())
    if "category" in fields:
        variant.product.category = _named(Category, actor, fields["category"])
    if "supplier" in fields:
        variant.supplier = _named(Supplier, actor, fields["supplier"])


def _default(name: str) -> Any:
    """What a field that cannot be null goes back to."""
    return _NEVER_NULL.get(name)


def _named(model: Any, actor: Actor, name: str | None) -> Any:
    """The category or supplier of that name, made when it is new."""
    if not (name or "").strip():
        return None
    return model.objects.get_or_create(company_id=actor.company_id, name=str(name).strip())[0]


def _shown(variant: Variant, names: dict[str, Any]) -> dict[str, str | None]:
    """The named fields as an event tells them."""
    product = variant.product
    named = {"category": product.category, "supplier": variant.supplier}
    values: dict[str, Any] = {name: row.name if row else None for name, row in named.items()}
    values |= {name: getattr(variant, name) for name in _OF_VARIANT}
    values |= {name: getattr(product, name) for name in _OF_PRODUCT}
    return {name: _told(values[name]) for name in names}


def _told(value: Any) -> str | None:
    if isinstance(value, Decimal):
        return plain(value)
    return None if value is None else str(value)
