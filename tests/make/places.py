"""Stock at several places, and what all of it is worth."""

from decimal import Decimal
from uuid import UUID

from tests.make.goods import day, rows_of

from stockwright.inventory.actions.ledger import Entry, post
from stockwright.inventory.actions.locations import add_location
from stockwright.inventory.models import Level
from stockwright.inventory.queries.proof import Difference, compare_levels
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import scope


def place(actor: Actor, name: str) -> UUID:
    """The id of a new place."""
    return add_location(actor, name=name).pk


def came(actor: Actor, variant: UUID, where: UUID, pieces: float, cost: str, *, at: float = 1) -> UUID:
    """Pieces that were received at a cost each; the posting."""
    entry = Entry(
        cause=f"test:{new_id()}",
        variant_id=variant,
        location_id=where,
        kind=MovementKind.RECEIPT,
        happened_at=day(at),
        quantity=Decimal(str(pieces)),
        unit_cost=Decimal(cost),
    )
    with scope(actor.company_id):
        return post(actor, [entry]).posting_id


def reserved(actor: Actor, variant: UUID, where: UUID, pieces: float) -> None:
    """Pieces that are promised to somebody."""
    entry = Entry(
        cause=f"test:{new_id()}",
        variant_id=variant,
        location_id=where,
        kind=MovementKind.RESERVE,
        happened_at=day(1),
        reserved=Decimal(str(pieces)),
    )
    with scope(actor.company_id):
        post(actor, [entry])


def level(actor: Actor, variant: UUID, where: UUID) -> Level:
    """The level; a fresh one of zero where there is none."""
    with scope(actor.company_id):
        found = Level.objects.of(actor).filter(variant_id=variant, location_id=where).first()
        return found or Level(variant_id=variant, location_id=where)


def stock(actor: Actor, variant: UUID, where: UUID) -> Decimal:
    """How much is there."""
    return level(actor, variant, where).on_hand


def worth(actor: Actor) -> tuple[Decimal, Decimal]:
    """What all stock is worth, by both methods."""
    query = "select coalesce(sum(average_value), 0), coalesce(sum(fifo_value), 0) from inventory_level"
    [(average, fifo)] = rows_of(actor, query)
    return Decimal(str(average)), Decimal(str(fifo))


def layers_worth(actor: Actor) -> Decimal:
    """What the layers still hold."""
    [(value,)] = rows_of(actor, "select coalesce(sum(value_left), 0) from inventory_layer")
    return Decimal(str(value))


LEVELS = """
    select variant_id, location_id, on_hand, reserved, inbound, outbound, average_value, fifo_value
    from inventory_level where (on_hand, reserved, inbound, outbound, average_value, fifo_value) <> (0,0,0,0,0,0)
    order by 1, 2
"""


def levels(actor: Actor) -> list[tuple[object, ...]]:
    """Every level that is not empty."""
    return rows_of(actor, LEVELS)


def differences(actor: Actor) -> list[Difference]:
    """Every total of the stock that is not what it follows from."""
    with scope(actor.company_id):
        return compare_levels(actor)


def values(*given: object) -> tuple[object, ...]:
    """Several values side by side, to be compared at once."""
    return given
