"""Goods keep their lots, and their whole value, through transfers, adjustments and kits."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from tests.make.adjusting import adjusted, change
from tests.make.goods import day, item, rows_of
from tests.make.people import owner
from tests.make.places import differences, worth
from tests.make.tracked import lot_of, place, posted, there, told, tracked

from stockwright.inventory.actions.transfer_steps import close_transfer, receive_transfer, send_transfer
from stockwright.inventory.actions.transfer_undo import undo_transfer_posting
from stockwright.inventory.actions.transfers import draft_transfer
from stockwright.inventory.models import Transfer
from stockwright.inventory.queries.lots import lot_differences
from stockwright.inventory.rules.transfers import Outcome, WantedLine
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
HELD = """
    select p.name, t.code, k.on_hand from inventory_lotlevel k join inventory_lot t on t.id = k.lot_id
    join inventory_location p on p.id = k.location_id where k.on_hand <> 0 order by 1, 2
"""


@dataclass(frozen=True)
class Dairy:
    """Three of lot A (the first to expire), four of lot B and two in no lot, all of milk bought at 2 each."""

    actor: Actor
    milk: UUID
    shop: UUID

    def drafted(self, pieces: float) -> Transfer:
        return draft_transfer(
            self.actor,
            origin_id=place(self.actor),
            destination_id=self.shop,
            lines=[WantedLine(self.milk, Decimal(str(pieces)))],
            source="",
        )

    def sent(self, pieces: float) -> Transfer:
        return send_transfer(self.actor, transfer_id=self.drafted(pieces).pk, now=day(5))

    def held(self) -> list[tuple[object, ...]]:
        return rows_of(self.actor, HELD)

    def is_sound(self) -> bool:
        with scope(self.actor.company_id):
            return lot_differences(self.actor) == [] and differences(self.actor) == []


@pytest.fixture
def dairy() -> Dairy:
    alice = owner()
    milk, shop = tracked(alice, "milk", "lot"), place(alice, "Shop")
    lot_of(alice, milk, "A", 3, FEBRUARY)
    lot_of(alice, milk, "B", 4, MARCH)
    posted(alice, milk, 2)
    return Dairy(alice, milk, shop)


def carried(dairy: Dairy) -> tuple[object, ...]:
    return rows_of(dairy.actor, "select sum(carried_average), sum(carried_fifo) from inventory_transferline")[0]


def test_what_leaves_without_a_lot_named_arrives_in_the_lots_it_left(dairy: Dairy) -> None:
    transfer = dairy.sent(8)
    assert carried(dairy) == (16, 16)
    assert dairy.held() == []
    line = rows_of(dairy.actor, "select id from inventory_transferline")[0][0]
    assert isinstance(line, UUID)
    receive_transfer(dairy.actor, transfer_id=transfer.pk, now=day(6), quantities={line: Decimal(5)})
    assert dairy.held() == [("Shop", "A", 3), ("Shop", "B", 2)]
    receive_transfer(dairy.actor, transfer_id=transfer.pk, now=day(7))
    assert dairy.held() == [("Shop", "A", 3), ("Shop", "B", 4)]
    assert told(*worth(dairy.actor), *carried(dairy)) == (18, 18, 0, 0)
    assert dairy.is_sound()


@pytest.mark.parametrize(("outcome", "held"), [(Outcome.LOST, [("Shop", "A", 3)]), (Outcome.RETURNED, None)])
def test_what_never_came_is_settled_lot_by_lot(dairy: Dairy, outcome: Outcome, held: object) -> None:
    transfer = dairy.sent(7)
    line = rows_of(dairy.actor, "select id from inventory_transferline")[0][0]
    assert isinstance(line, UUID)
    receive_transfer(dairy.actor, transfer_id=transfer.pk, now=day(6), quantities={line: Decimal(3)})
    close_transfer(dairy.actor, transfer_id=transfer.pk, now=day(7), reason="truck", outcome=outcome)
    assert dairy.held() == (held or [("Main", "B", 4), ("Shop", "A", 3)])
    assert there(dairy.actor, "milk") == (5 if outcome == Outcome.LOST else 9)
    assert dairy.is_sound()


def test_steps_undone_one_by_one_leave_every_lot_as_it_was(dairy: Dairy) -> None:
    before, value = dairy.held(), worth(dairy.actor)
    transfer = dairy.sent(8)
    receive_transfer(dairy.actor, transfer_id=transfer.pk, now=day(6))
    steps = rows_of(dairy.actor, "select posting_id from inventory_transferstep order by id desc")
    for (posting,) in steps:
        assert isinstance(posting, UUID)
        undo_transfer_posting(dairy.actor, posting_id=posting, now=day(9))
    assert (dairy.held(), worth(dairy.actor), carried(dairy)) == (before, value, (0, 0))
    assert dairy.is_sound()


def test_an_adjustment_that_names_no_lot_takes_what_expires_first_and_tells_its_whole_value(dairy: Dairy) -> None:
    made = adjusted(dairy.actor, change(dairy.actor, dairy.milk, -5))
    assert dairy.held() == [("Main", "B", 2)]
    lines = "select quantity, value from inventory_adjustmentline"
    assert rows_of(dairy.actor, lines) == [(-5, -10)]
    adjusted(dairy.actor, change(dairy.actor, dairy.milk, 3, cost="2"), source="more")
    assert (dairy.held(), there(dairy.actor, "milk")) == ([("Main", "B", 2)], 7)
    assert made.posting_id is not None
    assert dairy.is_sound()


def test_items_that_are_not_followed_by_lot_travel_as_before() -> None:
    alice = owner()
    shirt, shop = item(alice), place(alice, "Shop")
    posted(alice, shirt, 4)
    transfer = Dairy(alice, shirt, shop).sent(3)
    receive_transfer(alice, transfer_id=transfer.pk, now=day(6))
    assert rows_of(alice, "select quantity from inventory_movement where kind = 'transfer_in'") == [(3,)]
