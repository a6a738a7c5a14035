"""Finding items and orders by a part of what they are called."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When

from stockwright.catalog.models import Variant
from stockwright.kit.actor import Actor
from stockwright.purchasing.models import PurchaseOrderLine


class FoundItem(NamedTuple):
    """An item by its names."""

    id: UUID
    sku: str
    name: str


class FoundOrder(NamedTuple):
    """A line of a purchase order; it opens at its item."""

    number: str
    state: str
    variant_id: UUID
    location_id: UUID
    name: str


def items_called(actor: Actor, words: str, *, limit: int) -> list[FoundItem]:
    """Items whose SKU, barcode or name holds the words; what begins with them comes first."""
    known = Q(sku__icontains=words) | Q(product__name__icontains=words) | Q(barcode=words)
    rows = Variant.objects.of(actor).filter(known, archived_at=None).annotate(nearness=_nearness(words))
    found = rows.order_by("nearness", "sku").values_list("id", "sku", "product__name")
    return [FoundItem(*row) for row in found[:limit]]


def orders_called(actor: Actor, words: str, *, limit: int) -> list[FoundOrder]:
    """Purchase orders whose number holds the words, the newest first."""
    rows = PurchaseOrderLine.objects.of(actor).filter(order__number__icontains=words)
    found = rows.order_by("-order__placed_on", "order__number").values_list(
        "order__number", "order__state", "variant_id", "order__location_id", "variant__product__name"
    )
    return [FoundOrder(*row) for row in found[:limit]]


def _nearness(words: str) -> Case:
    return Case(
        When(sku__iexact=words, then=Value(0)),
        When(sku__istartswith=words, then=Value(1)),
        When(product__name__istartswith=words, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
