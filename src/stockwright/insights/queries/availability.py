"""What of a product can be sold now, and what is on its way."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Sum

from stockwright.inventory.models import Location
from stockwright.inventory.queries.levels import stock_of
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.problems import NotFound
from stockwright.purchasing.models import PurchaseOrderLine
from stockwright.purchasing.rules import OPEN


@dataclass(frozen=True)
class Availability:
    """Pieces of a product at one place or at all of them."""

    variant_id: UUID
    store_id: UUID | None
    on_hand: Decimal
    reserved: Decimal
    in_transit: Decimal
    known: bool

    @property
    def available(self) -> Decimal:
        """What is there and not promised; below zero when more is promised than there is."""
        return self.on_hand - self.reserved


def availability_of(actor: Actor, *, variant_id: UUID, location_id: UUID | None) -> Availability:
    """What there is of a product; NotFound for another company's product or place."""
    if location_id and not Location.objects.of(actor).filter(pk=location_id).exists():
        raise NotFound(what="location")
    levels = [
        level for level in stock_of(actor, variant_id) if location_id is None or level.location_id == location_id
    ]
    return Availability(
        variant_id=variant_id,
        store_id=location_id,
        on_hand=sum((level.on_hand for level in levels), ZERO),
        reserved=sum((level.reserved for level in levels), ZERO),
        in_transit=_on_its_way(actor, variant_id, location_id),
        known=any(level.known for level in levels),
    )


def _on_its_way(actor: Actor, variant_id: UUID, location_id: UUID | None) -> Decimal:
    lines = PurchaseOrderLine.objects.of(actor).filter(
        variant_id=variant_id, order__state__in=OPEN, quantity__gt=F("received")
    )
    if location_id:
        lines = lines.filter(order__location_id=location_id)
    missing: Decimal | None = lines.aggregate(missing=Sum(F("quantity") - F("received")))["missing"]
    return missing or ZERO
