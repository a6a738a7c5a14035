"""The stock that arrives with an order: in lots, with codes of its own, or just so many pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from stockwright.catalog.models import Variant
from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.ledger import Entry, lock_levels, write
from stockwright.inventory.actions.lots import LotName, ensured_lots
from stockwright.inventory.actions.tag_history import About
from stockwright.inventory.actions.tag_register import NewTags, add_tags
from stockwright.inventory.events.tags import TagsMoved
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.inventory.rules.lots import check_lot_code
from stockwright.inventory.rules.tags import NotTrackedBySerial, TagDeed, TagsNeeded, TagStatus
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO, plain
from stockwright.messaging.actions.events import emit_all
from stockwright.purchasing.models import PurchaseOrder, PurchaseOrderLine
from stockwright.purchasing.rules import InvalidOrder

REF_TYPE = "purchase_order"


@dataclass(frozen=True, slots=True)
class ArrivedLot:
    """Pieces that arrived in one lot, and the last day they may be sold."""

    code: str
    quantity: Decimal
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class ArrivedAs:
    """How the pieces of a line arrived: in which lots, and with which codes. What is in no lot stays in none."""

    lots: Sequence[ArrivedLot] = ()
    tags: Sequence[str] = ()


def post_arrivals(
    actor: Actor,
    order: PurchaseOrder,
    lines: Mapping[UUID, PurchaseOrderLine],
    arrived: Mapping[UUID, Decimal],
    details: Mapping[UUID, ArrivedAs],
    at: datetime,
) -> None:
    """Take the pieces into stock in one posting, within the caller's transaction."""
    if unordered := set(details) - set(arrived):
        raise InvalidOrder(detail=f"Lots or codes are told for {len(unordered)} items that did not arrive.")
    levels = lock_levels(actor, {(variant_id, order.location_id) for variant_id in arrived})
    _check_tags(actor, arrived, details)
    named = [LotName(item, lot.code, lot.expires_on) for item, one in details.items() for lot in one.lots]
    lots = ensured_lots(actor, named) if named else {}
    entries = [
        entry
        for variant_id, quantity in arrived.items()
        for entry in _entries(order, lines[variant_id], quantity, details.get(variant_id, ArrivedAs()), lots, at)
    ]
    posted = write(actor, entries, levels=levels)
    batches = [NewTags(item, order.location_id, one.tags) for item, one in details.items() if one.tags]
    told = []
    if batches:
        about = About(TagDeed.REGISTERED, at, posted.posting_id, REF_TYPE, order.number)
        codes = add_tags(actor, batches, about)
        status, place = TagStatus.IN_STOCK, order.location_id
        told.append(TagsMoved(about.kind, codes, status, place, posted.posting_id, REF_TYPE, order.number))
    emit_all(actor, [*told, *posted.changes])


def _check_tags(actor: Actor, arrived: Mapping[UUID, Decimal], details: Mapping[UUID, ArrivedAs]) -> None:
    """Pass silently, or TagsNeeded where an item is followed by piece and not every piece has a code."""
    items = Variant.objects.of(actor).filter(pk__in=arrived)
    for variant_id, sku, tracking in items.values_list("pk", "sku", "tracking"):
        tags = details.get(variant_id, ArrivedAs()).tags
        if tracking == Tracking.SERIAL and len(set(tags)) != arrived[variant_id]:
            raise TagsNeeded(sku=sku, wanted=plain(arrived[variant_id]), named=len(set(tags)))
        if tracking != Tracking.SERIAL and tags:
            raise NotTrackedBySerial(sku=sku)


def _entries(
    order: PurchaseOrder,
    line: PurchaseOrderLine,
    quantity: Decimal,
    arrived: ArrivedAs,
    lots: Mapping[tuple[UUID, str], UUID],
    at: datetime,
) -> list[Entry]:
    """A movement for each lot of a line and one for what is in none; the first keeps the line's own cause."""
    if any(lot.quantity <= 0 for lot in arrived.lots):
        raise InvalidOrder(detail="Every lot needs a quantity above zero.")
    loose = quantity - sum((lot.quantity for lot in arrived.lots), ZERO)
    if loose < 0:
        raise InvalidOrder(detail=f"The lots hold {plain(quantity - loose)}, and {plain(quantity)} arrived.")
    shares = [(lots[line.variant_id, check_lot_code(lot.code)], lot.quantity) for lot in arrived.lots]
    parts = [*shares, *([(None, loose)] if loose else [])]
    cause = f"receipt:{line.pk}:{plain(line.received)}"
    return [
        Entry(
            cause=f"{cause}:{number}" if number else cause,
            variant_id=line.variant_id,
            location_id=order.location_id,
            kind=MovementKind.RECEIPT,
            happened_at=at,
            quantity=pieces,
            unit_cost=line.unit_cost,
            ref_type=REF_TYPE,
            ref_id=order.number,
            lot_id=lot_id,
        )
        for number, (lot_id, pieces) in enumerate(parts)
    ]
