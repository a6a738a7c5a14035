"""Adjustments as rows."""

from decimal import Decimal
from uuid import UUID

from tests.make.goods import day

from stockwright.inventory.actions.adjustments import adjust_stock
from stockwright.inventory.models import Adjustment, Location
from stockwright.inventory.queries.effects import Wanted
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

NOW = day(5)


def main(actor: Actor) -> UUID:
    """The place called Main, which is added when it is new."""
    with scope(actor.company_id):
        place, _ = Location.objects.get_or_create(company_id=actor.company_id, name="Main")
    return place.pk


def change(actor: Actor, variant: UUID, by: float, *, cost: str | None = None) -> Wanted:
    """A line that adds or takes pieces of an item in Main."""
    return Wanted(variant, main(actor), "change_by", Decimal(str(by)), unit_cost=Decimal(cost) if cost else None)


def fix(actor: Actor, variant: UUID, to: float) -> Wanted:
    """A line that says how many pieces of an item are in Main."""
    return Wanted(variant, main(actor), "set_to", Decimal(str(to)))


def adjusted(actor: Actor, *lines: Wanted, reason: str = "correction", **more: object) -> Adjustment:
    """Lines, set right at once or asked for."""
    return adjust_stock(actor, lines=lines, reason=reason, now=NOW, **more)  # type: ignore[arg-type]
