"""Items that are followed by lot or by piece."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from tests.make.goods import day, item, on_hand, rows_of

from stockwright.catalog.models import Variant
from stockwright.inventory.actions.ledger import Entry, post
from stockwright.inventory.actions.locations import ensure_locations
from stockwright.inventory.actions.lots import ensure_lot
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import scope


def place(actor: Actor, name: str = "Main") -> UUID:
    """The id of a place."""
    return ensure_locations(actor, [name])[name]


def tracked(actor: Actor, sku: str, tracking: str) -> UUID:
    """The id of an item whose pieces are followed."""
    variant = item(actor, sku)
    with scope(actor.company_id):
        Variant.objects.of(actor).filter(pk=variant).update(tracking=tracking)
    return variant


def posted(
    actor: Actor,
    variant_id: UUID,
    quantity: float,
    *,
    lot_id: UUID | None = None,
    at: float = 1,
    where: str = "Main",
    kind: MovementKind | None = None,
    cause: str = "",
    cost: float | None = 2,
    reverses: int | None = None,
) -> None:
    """Move pieces: a receipt, or below zero a sale, unless another kind is said."""
    entry = Entry(
        cause=cause or f"test:{new_id()}",
        variant_id=variant_id,
        location_id=place(actor, where),
        kind=kind or (MovementKind.RECEIPT if quantity > 0 else MovementKind.SALE),
        happened_at=day(at),
        quantity=Decimal(str(quantity)),
        unit_cost=Decimal(str(cost)) if quantity > 0 and cost is not None else None,
        lot_id=lot_id,
        reverses=reverses,
    )
    with scope(actor.company_id):
        post(actor, [entry])


def lot_of(actor: Actor, variant_id: UUID, code: str, quantity: float = 0, expires: date | None = None) -> UUID:
    """The id of a lot with so many pieces in Main."""
    lot_id = ensure_lot(actor, variant_id=variant_id, code=code, expires_on=expires).pk
    if quantity:
        posted(actor, variant_id, quantity, lot_id=lot_id)
    return lot_id


def lots(actor: Actor) -> object:
    """What each lot holds over all places, by code."""
    found = rows_of(
        actor,
        "select t.code, sum(k.on_hand) from inventory_lotlevel k "
        "join inventory_lot t on t.id = k.lot_id group by t.code",
    )
    return dict(found)  # type: ignore[arg-type]


def there(actor: Actor, sku: str) -> object:
    """What is on hand of an item, over all places."""
    return on_hand(actor, sku)


def told(*values: object) -> tuple[object, ...]:
    """Values of several kinds, to be compared with plain numbers."""
    return values
