"""What is where."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from stockwright.catalog.queries import item_of
from stockwright.inventory.models import Level
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_cursor, page_of


@dataclass(frozen=True)
class LevelRow:
    """How much of an item is at a place; `stated_at` is null where nobody ever said.

    `free` is what is neither promised nor about to leave.
    """

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    on_hand: Decimal
    reserved: Decimal
    free: Decimal
    stated_at: datetime | None
    changed_at: datetime

    @property
    def known(self) -> bool:
        """Whether somebody ever said how much there is."""
        return self.stated_at is not None


def stock_of(actor: Actor, variant_id: UUID) -> list[LevelRow]:
    """An item's stock at each place, by the place's name; NotFound for another company's item."""
    item_of(actor, variant_id)
    levels = _levels(actor).filter(variant_id=variant_id).order_by("location__name")
    return [_row(level) for level in levels]


def levels_page(actor: Actor, *, search: str = "", cursor: str = "", limit: int = 50) -> Page[LevelRow]:
    """Levels by SKU and place; `search` is a part of the SKU or the name."""
    levels = _levels(actor).filter(variant__archived_at=None)
    if search:
        levels = levels.filter(Q(variant__sku__icontains=search) | Q(variant__product__name__icontains=search))
    if cursor:
        sku, place = decode_cursor(cursor, 2)
        levels = levels.filter(Q(variant__sku__gt=sku) | Q(variant__sku=sku, location__name__gt=place))
    rows = [_row(level) for level in levels.order_by("variant__sku", "location__name")[: limit + 1]]
    return page_of(rows, limit, key=lambda row: (row.sku, row.location))


def _levels(actor: Actor) -> Any:
    return Level.objects.of(actor).select_related("variant__product", "location")


def _row(level: Level) -> LevelRow:
    return LevelRow(
        variant_id=level.variant_id,
        sku=level.variant.sku,
        name=level.variant.product.name,
        location_id=level.location_id,
        location=level.location.name,
        on_hand=level.on_hand,
        reserved=level.reserved,
        free=level.free,
        stated_at=level.stated_at,
        changed_at=level.changed_at,
    )
