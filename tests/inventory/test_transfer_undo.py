"""A step that is undone leaves stock, value and the transfer as they were."""

from decimal import Decimal

import pytest
from tests.make.goods import day, rows_of
from tests.make.people import owner
from tests.make.places import came, layers_worth, levels, stock, values, worth
from tests.make.transfers import EMPTY, Road, road

from stockwright.inventory.actions.ledger import Entry, post
from stockwright.inventory.actions.transfer_steps import (
    cancel_transfer,
    close_transfer,
    receive_transfer,
    send_transfer,
)
from stockwright.inventory.actions.transfer_undo import rehearse_step_undo, undo_transfer_step
from stockwright.inventory.actions.undo import undo_posting
from stockwright.inventory.models import Transfer
from stockwright.inventory.rules.ledger import MovementKind, NotEnoughStock
from stockwright.inventory.rules.transfers import NotTheNewestStep, Outcome, StepUndone
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope

LAYERS = "select variant_id, location_id, quantity_left, value_left from inventory_layer where quantity_left > 0"


def state(way: Road, transfer: Transfer) -> object:
    seen = way.seen(transfer)
    return levels(way.actor), rows_of(way.actor, LAYERS + " order by id"), seen.state, seen.lines, way.on_the_way()


def sent(way: Road, pieces: float = 7) -> Transfer:
    transfer = way.draft(8)
    quantities = {way.line(transfer): Decimal(str(pieces))}
    return send_transfer(way.actor, transfer_id=transfer.pk, now=day(3), quantities=quantities)


def received(way: Road, transfer: Transfer, pieces: float, *, surplus: bool = False) -> None:
    quantities = {way.line(transfer): Decimal(str(pieces))}
    receive_transfer(way.actor, transfer_id=transfer.pk, now=day(4), quantities=quantities, accept_surplus=surplus)


def sold(way: Road, pieces: float) -> None:
    entry = Entry(
        cause="sold",
        variant_id=way.shirt,
        location_id=way.shop,
        kind=MovementKind.SALE,
        happened_at=day(5),
        quantity=-Decimal(str(pieces)),
    )
    with scope(way.actor.company_id):
        post(way.actor, [entry])


def test_an_undone_step_leaves_what_was_before() -> None:
    way = road()
    transfer = way.draft(8)
    states = [state(way, transfer)]
    line = way.line(transfer)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3), quantities={line: Decimal(7)}, drop_rest=True)
    states.append(state(way, transfer))
    received(way, transfer, 3)
    states.append(state(way, transfer))
    received(way, transfer, 5, surplus=True)
    for step in reversed(way.seen(transfer).steps):
        undo_transfer_step(way.actor, step_id=step.id, now=day(9))
        assert state(way, transfer) == states.pop()
    assert not states


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_undone_end_leaves_what_was_before(outcome: Outcome) -> None:
    way = road()
    came(way.actor, way.shirt, way.shop, 2, "100")
    transfer = sent(way)
    received(way, transfer, 3)
    before = state(way, transfer)
    close_transfer(way.actor, transfer_id=transfer.pk, now=day(5), reason="", outcome=outcome)
    assert state(way, transfer) != before
    undo_transfer_step(way.actor, step_id=way.seen(transfer).steps[-1].id, now=day(9))
    assert state(way, transfer) == before


def test_a_cancelled_draft_is_a_draft_again() -> None:
    way = road()
    transfer = way.draft(8)
    before = state(way, transfer)
    cancel_transfer(way.actor, transfer_id=transfer.pk, now=day(5))
    undo_transfer_step(way.actor, step_id=way.seen(transfer).steps[-1].id, now=day(9))
    assert state(way, transfer) == before


def test_steps_are_undone_newest_first_and_once() -> None:
    way = road()
    transfer = sent(way)
    received(way, transfer, 3)
    first, second = way.seen(transfer).steps
    assert (first.undoable, second.undoable) == (False, True)
    before = state(way, transfer)
    with pytest.raises(NotTheNewestStep):
        undo_transfer_step(way.actor, step_id=first.id, now=day(9))
    assert state(way, transfer) == before
    undo_transfer_step(way.actor, step_id=second.id, now=day(9))
    with pytest.raises(StepUndone):
        undo_transfer_step(way.actor, step_id=second.id, now=day(9))
    with pytest.raises(NotFound):
        undo_transfer_step(owner(), step_id=first.id, now=day(9))


def test_what_was_sold_since_cannot_be_taken_back() -> None:
    way = road()
    transfer = sent(way)
    received(way, transfer, 7)
    sold(way, 2)
    before = state(way, transfer)
    with pytest.raises(NotEnoughStock):
        undo_transfer_step(way.actor, step_id=way.seen(transfer).steps[-1].id, now=day(9))
    assert state(way, transfer) == before


def test_no_value_is_lost_where_something_happened_since() -> None:
    way = road()
    transfer = sent(way)
    received(way, transfer, 3)
    came(way.actor, way.shirt, way.shop, 4, "100", at=5)
    before = [a + b for a, b in zip(worth(way.actor), way.on_the_way(), strict=True)]
    for step in reversed(way.seen(transfer).steps):
        undo_transfer_step(way.actor, step_id=step.id, now=day(9))
        assert [a + b for a, b in zip(worth(way.actor), way.on_the_way(), strict=True)] == before
    assert way.on_the_way() == EMPTY
    assert values(stock(way.actor, way.shirt, way.warehouse), stock(way.actor, way.shirt, way.shop)) == (10, 4)
    assert layers_worth(way.actor) == worth(way.actor)[1]


def test_undoing_the_posting_takes_the_transfer_with_it() -> None:
    way = road()
    transfer = way.draft(8)
    before = state(way, transfer)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    posting = way.seen(transfer).steps[0].posting_id
    assert posting
    undo_posting(way.actor, posting_id=posting, now=day(9))
    assert state(way, transfer) == before


def test_a_rehearsal_shows_and_changes_nothing() -> None:
    way = road()
    transfer = sent(way)
    before = state(way, transfer)
    shown = rehearse_step_undo(way.actor, step_id=way.seen(transfer).steps[0].id, now=day(9))
    assert [values(change.location_id, change.on_hand) for change in shown.changes] == [(way.warehouse, 10)]
    assert (shown.transfer.state, state(way, transfer)) == ("draft", before)
