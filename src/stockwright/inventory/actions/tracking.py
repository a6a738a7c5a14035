"""Changing how the pieces of an item are followed."""

from uuid import UUID

from stockwright.catalog.actions.items import track_item
from stockwright.catalog.models import Variant
from stockwright.catalog.queries import item_of
from stockwright.inventory.models import Level
from stockwright.inventory.rules.tracking import TrackedWithStock
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked


@deed("catalog.write")
def change_tracking(actor: Actor, *, variant_id: UUID, tracking: str) -> Variant:
    """Follow an item by lots, serial numbers or not at all; TrackedWithStock while there is any stock of it."""
    item = item_of(actor, variant_id)
    if tracking != item.tracking:
        levels = locked(Level.objects.of(actor).filter(variant_id=variant_id))
        if any(level.on_hand or level.reserved for level in levels):
            raise TrackedWithStock(sku=item.sku)
    return track_item(actor, variant_id=variant_id, tracking=tracking)
