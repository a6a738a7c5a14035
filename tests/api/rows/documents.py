"""Transfers, kits and reservations."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from tests.api.rows.trade import location, product, stocked
from tests.make.places import came

from stockwright.inventory.actions.kits import assemble_kits, set_components
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.transfer_steps import send_transfer
from stockwright.inventory.actions.transfers import draft_transfer
from stockwright.inventory.queries.transfers import transfer_of
from stockwright.inventory.rules.transfers import WantedLine
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope


def transfer(actor: Actor) -> UUID:
    """The id of a transfer of eight pieces, of which three were sent."""
    variant_id, origin_id = product(actor), location(actor)
    came(actor, variant_id, origin_id, 10, "2")
    lines = [WantedLine(variant_id, Decimal(8))]
    made = draft_transfer(actor, origin_id=origin_id, destination_id=location(actor), lines=lines)
    with scope(actor.company_id):
        line = transfer_of(actor, made.pk).lines[0].id
    now = datetime(2026, 1, 5, 8, tzinfo=UTC)
    send_transfer(actor, transfer_id=made.pk, now=now, quantities={line: Decimal(3)})
    return made.pk


def transfer_step(actor: Actor) -> UUID:
    """The id of its sending."""
    transfer_id = transfer(actor)
    with scope(actor.company_id):
        return transfer_of(actor, transfer_id).steps[0].id


def kit_build(actor: Actor) -> dict[str, object]:
    """What can be assembled and taken apart: a kit with components and stock of all."""
    kit_id, component_id, location_id = product(actor), product(actor), location(actor)
    set_components(actor, kit_id=kit_id, components=[(component_id, Decimal(2))])
    for variant_id in (kit_id, component_id):
        came(actor, variant_id, location_id, 10, "2")
    return {"kit_id": kit_id, "location_id": location_id, "quantity": "2"}


def build(actor: Actor) -> UUID:
    """The id of an assembly."""
    told = kit_build(actor)
    now = datetime(2026, 1, 5, 8, tzinfo=UTC)
    kit_id, location_id = UUID(str(told["kit_id"])), UUID(str(told["location_id"]))
    return assemble_kits(actor, kit_id=kit_id, location_id=location_id, quantity=Decimal(1), now=now).pk


def reservation(actor: Actor) -> UUID:
    """The id of a reservation of one piece."""
    return reserve_stock(
        actor,
        lines=[Wish(stocked(actor), Decimal(1))],
        source=f"test:{uuid4()}",
        now=datetime(2026, 1, 5, 12, tzinfo=UTC),
    ).reservation_id


def wish(actor: Actor) -> dict[str, object]:
    """A basket of one product."""
    return {"source": f"test:{uuid4()}", "lines": [{"variant_id": stocked(actor), "quantity": "2"}]}
