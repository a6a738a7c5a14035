"""Lots and single pieces."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from tests.api.rows.trade import location
from tests.make.tracked import lot_of, place, posted, tracked

from stockwright.inventory.actions.tag_register import register_tags
from stockwright.kit.actor import Actor


def lot_product(actor: Actor) -> UUID:
    """The id of a product that is followed by lot."""
    return tracked(actor, f"MILK-{uuid4().hex[:8]}", "lot")


def lot(actor: Actor) -> UUID:
    """The id of a lot of nine pieces."""
    return lot_of(actor, lot_product(actor), f"L{uuid4().hex[:6]}", 9, date(2030, 1, 1))


def serial_product(actor: Actor) -> UUID:
    """The id of a product that is followed by piece."""
    return tracked(actor, f"PHONE-{uuid4().hex[:8]}", "serial")


def tag(actor: Actor) -> str:
    """The code of a piece in stock."""
    code = uuid4().hex
    register_tags(
        actor,
        variant_id=serial_product(actor),
        location_id=location(actor),
        codes=[code],
        now=datetime(2026, 1, 5, tzinfo=UTC),
    )
    return code


def uncoded(actor: Actor) -> dict[str, object]:
    """Codes for a product that has two pieces without one."""
    variant_id = serial_product(actor)
    posted(actor, variant_id, 2)
    return {"variant_id": variant_id, "location_id": place(actor), "codes": [uuid4().hex]}
