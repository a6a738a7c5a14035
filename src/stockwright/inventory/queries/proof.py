"""Whether the totals of the stock agree with what they follow from: a difference is a fault of the program."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.queries.comparing import Comparison, compared
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask

# Each check gives the two sides by item and place: what has to be, and what is.
_SIDES = {
    "ledger_on_hand": (
        "select variant_id, location_id, sum(quantity) as amount from inventory_movement {own} group by 1, 2",
        "select variant_id, location_id, on_hand as amount from inventory_level {own}",
    ),
    "ledger_reserved": (
        "select variant_id, location_id, sum(reserved) as amount from inventory_movement {own} group by 1, 2",
        "select variant_id, location_id, reserved as amount from inventory_level {own}",
    ),
    "ledger_average_value": (
        "select variant_id, location_id, sum(average_value) as amount from inventory_movement {own} group by 1, 2",
        "select variant_id, location_id, average_value as amount from inventory_level {own}",
    ),
    "ledger_fifo_value": (
        "select variant_id, location_id, sum(fifo_value) as amount from inventory_movement {own} group by 1, 2",
        "select variant_id, location_id, fifo_value as amount from inventory_level {own}",
    ),
    "holds": (
        "select variant_id, location_id, sum(held) as amount from inventory_hold {own} and held > 0 group by 1, 2",
        "select variant_id, location_id, reserved as amount from inventory_level {own}",
    ),
    "inbound": (
        "select variant_id, location_id, sum(quantity) as amount from inventory_expectedmove {own} "
        "and direction = 'in' group by 1, 2",
        "select variant_id, location_id, inbound as amount from inventory_level {own}",
    ),
    "outbound": (
        "select variant_id, location_id, sum(quantity) as amount from inventory_expectedmove {own} "
        "and direction = 'out' group by 1, 2",
        "select variant_id, location_id, outbound as amount from inventory_level {own}",
    ),
    "layer_quantity": (
        "select variant_id, location_id, greatest(on_hand, 0) as amount from inventory_level {own}",
        "select variant_id, location_id, sum(quantity_left) as amount from inventory_layer {own} "
        "and quantity_left > 0 group by 1, 2",
    ),
    "layer_value": (
        "select variant_id, location_id, case when on_hand >= 0 then fifo_value else 0 end as amount "
        "from inventory_level {own}",
        "select variant_id, location_id, sum(value_left) as amount from inventory_layer {own} "
        "and quantity_left > 0 group by 1, 2",
    ),
}

_COMPARE = """
    with wanted as ({wanted}), found as ({found})
    select variant_id, location_id, coalesce(w.amount, 0), coalesce(f.amount, 0)
    from wanted w full join found f using (variant_id, location_id)
    where coalesce(w.amount, 0) <> coalesce(f.amount, 0) order by 1, 2
"""

CHECKS = tuple(_SIDES)
"""The names of the checks."""


@dataclass(frozen=True)
class Difference:
    """An item at a place where a total is not what it follows from."""

    check: str
    variant_id: UUID
    location_id: UUID
    wanted: Decimal
    found: Decimal


def differences_of(actor: Actor, check: str) -> list[Difference]:
    """Every difference of one check; none in a healthy company."""
    wanted, found = (side.format(own="where company_id = %(company)s") for side in _SIDES[check])
    rows = ask(_COMPARE.format(wanted=wanted, found=found), {"company": actor.company_id})
    return [Difference(check, *row) for row in rows]


def comparison_of(actor: Actor, check: str) -> Comparison:
    """The same check with how many rows it held against each other, and the first differences by name."""
    wanted, found = (
        f"select '' as subject, s.* from ({side.format(own='where company_id = %(company)s')}) s"
        for side in _SIDES[check]
    )
    return compared(actor, wanted=wanted, found=found)


def compare_levels(actor: Actor) -> list[Difference]:
    """Every total that is not what it follows from."""
    return [one for check in CHECKS for one in differences_of(actor, check)]
