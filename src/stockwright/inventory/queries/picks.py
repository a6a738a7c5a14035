"""What to take from which shelf for a reservation: first expired, first out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.models import Hold, LotLevel, Reservation
from stockwright.inventory.rules.lots import LotStock, fefo
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.problems import NotFound

Key = tuple[UUID, UUID]


@dataclass(frozen=True)
class Pick:
    """Pieces to take at a place, out of a lot where they are in one."""

    line: int
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    lot: str | None
    expires_on: date | None
    quantity: Decimal
    tracking: str


def pick_list(actor: Actor, reservation_id: UUID, *, today: date) -> list[Pick]:
    """What a reservation still holds, lot by lot in the order in which to take them, in two queries."""
    if not Reservation.objects.of(actor).filter(pk=reservation_id).exists():
        raise NotFound(what="reservation")
    held = Hold.objects.of(actor).filter(reservation_id=reservation_id, held__gt=0)
    holds = list(held.select_related("variant__product", "location").order_by("number"))
    stock, names = _stock(actor, holds)
    picks = []
    for hold in holds:
        key = (hold.variant_id, hold.location_id)
        left = hold.held
        for share in fefo(stock[key], hold.held, today):
            if share.lot_id:
                stock[key] = _without(stock[key], share.lot_id, share.quantity)
                picks.append(_pick(hold, share.quantity, names[share.lot_id]))
                left -= share.quantity
        if left:
            picks.append(_pick(hold, left, (None, None)))
    return sorted(picks, key=lambda pick: (pick.location, pick.line))


def _stock(
    actor: Actor, holds: list[Hold]
) -> tuple[dict[Key, list[LotStock]], dict[UUID, tuple[str | None, date | None]]]:
    levels = LotLevel.objects.of(actor).filter(
        variant_id__in={hold.variant_id for hold in holds},
        location_id__in={hold.location_id for hold in holds},
        on_hand__gt=0,
    )
    stock: dict[Key, list[LotStock]] = defaultdict(list)
    names: dict[UUID, tuple[str | None, date | None]] = {}
    for level in levels.select_related("lot"):
        lot = level.lot
        stock[level.variant_id, level.location_id].append(
            LotStock(lot.pk, level.on_hand, lot.expires_on, lot.blocked_at is not None)
        )
        names[lot.pk] = (lot.code, lot.expires_on)
    return stock, names


def _without(stock: list[LotStock], lot_id: UUID, quantity: Decimal) -> list[LotStock]:
    return [lot._replace(on_hand=lot.on_hand - (quantity if lot.lot_id == lot_id else ZERO)) for lot in stock]


def _pick(hold: Hold, quantity: Decimal, lot: tuple[str | None, date | None]) -> Pick:
    return Pick(
        line=hold.line,
        variant_id=hold.variant_id,
        sku=hold.variant.sku,
        name=hold.variant.product.name,
        location_id=hold.location_id,
        location=hold.location.name,
        lot=lot[0],
        expires_on=lot[1],
        quantity=quantity,
        tracking=hold.variant.tracking,
    )
