"""How closely the pieces of an item are followed: not at all, by lot, or one by one."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.catalog.actions.items import track_item
from stockwright.catalog.models import Variant
from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.ledger import Entry, lock_levels, write
from stockwright.inventory.models import Level, LotLevel
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotFound
from stockwright.messaging.actions.events import emit_all


@deed("catalog.write")
def set_tracking(actor: Actor, *, variant_id: UUID, tracking: Tracking, now: datetime) -> Variant:
    """Follow the pieces of an item in this way from now on.

    An item that is no longer followed by lot has its pieces taken out of their lots, which stay known. Pieces
    that are there when an item begins to be followed are in no lot, or have no code yet.
    """
    if not Variant.objects.of(actor).filter(pk=variant_id).exists():
        raise NotFound(what="item")
    places = Level.objects.of(actor).filter(variant_id=variant_id).values_list("location_id", flat=True)
    lock_levels(actor, {(variant_id, place) for place in places})
    if tracking != Tracking.LOT:
        _empty_lots(actor, variant_id, now)
    return track_item(actor, variant_id=variant_id, tracking=tracking.value)


def _empty_lots(actor: Actor, variant_id: UUID, now: datetime) -> None:
    posting_id = new_id()
    held = LotLevel.objects.of(actor).filter(variant_id=variant_id, on_hand__gt=0)
    rows = held.order_by("lot_id", "location_id").values_list("lot_id", "location_id", "on_hand")
    entries = [
        Entry(
            cause=f"unfollow:{posting_id}:{number}:{suffix}",
            variant_id=variant_id,
            location_id=location_id,
            kind=MovementKind.RELABEL,
            happened_at=now,
            quantity=pieces,
            ref_type="lot",
            ref_id=str(lot_id),
            lot_id=lot_id if suffix == "out" else None,
            layered=False,
        )
        for number, (lot_id, location_id, on_hand) in enumerate(rows)
        for suffix, pieces in (("out", -on_hand), ("in", Decimal(on_hand)))
    ]
    if entries:
        emit_all(actor, write(actor, entries, posting_id=posting_id).changes)
