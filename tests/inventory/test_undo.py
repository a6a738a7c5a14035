"""Undoing a posting leaves stock, value and layers as they were; what followed is respected."""

from decimal import Decimal
from uuid import UUID

import pytest
from tests.make.goods import day, item, rows_of, stated
from tests.make.people import owner

from stockwright.accounts.actions.companies import change_company
from stockwright.inventory.actions.fulfilment import commit_reservation, release_reservation
from stockwright.inventory.actions.ledger import Entry, post
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.undo import reverse_posting, undo_posting
from stockwright.inventory.models import Location
from stockwright.inventory.queries.proof import compare_levels
from stockwright.inventory.rules.ledger import MovementKind, NotEnoughStock, PeriodClosed
from stockwright.inventory.rules.undo import AlreadyUndone, NotUndoable
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.rehearsal import rehearsed
from stockwright.kit.tenancy import scope

STATE = """
    select l.variant_id, l.location_id, l.on_hand, l.reserved, l.average_value, l.fifo_value,
        (select coalesce(array_agg((y.quantity_left, y.value_left) order by y.id), '{}') from inventory_layer y
            where y.variant_id = l.variant_id and y.location_id = l.location_id and y.quantity_left > 0)::text
    from inventory_level l order by 1, 2
"""


def main(actor: Actor) -> UUID:
    with scope(actor.company_id):
        return Location.objects.of(actor).get(name="Main").pk


def move(
    actor: Actor,
    variant: UUID,
    pieces: float,
    cause: str,
    *,
    cost: str | None = None,
    kind: str = "",
    at: float = 5,
) -> UUID:
    entry = Entry(
        cause=cause,
        variant_id=variant,
        location_id=main(actor),
        kind=MovementKind(kind or ("receipt" if pieces > 0 else "waste")),
        happened_at=day(at),
        quantity=Decimal(str(pieces)),
        unit_cost=Decimal(cost) if cost else None,
    )
    with scope(actor.company_id):
        return post(actor, [entry]).posting_id


def state(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(actor, STATE)


@pytest.mark.parametrize("pieces", [4, -3, -10])
def test_what_was_done_and_undone_leaves_the_same_state(pieces: float) -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 0)
    move(alice, shirt, 4, "a", cost="3.3333")
    move(alice, shirt, 6, "b", cost="5")
    before = state(alice)
    done = move(alice, shirt, pieces, "c", cost="7" if pieces > 0 else None)
    assert state(alice) != before
    reverse_posting(alice, posting_id=done, now=day(9))
    assert state(alice) == before
    with pytest.raises(AlreadyUndone):
        reverse_posting(alice, posting_id=done, now=day(9))
    assert state(alice) == before


def test_an_undoing_is_not_undone() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 0)
    undone = reverse_posting(alice, posting_id=move(alice, shirt, 4, "a", cost="3"), now=day(9))
    with pytest.raises(NotUndoable):
        reverse_posting(alice, posting_id=undone.posting_id, now=day(9))


def test_what_is_gone_already_cannot_be_undone() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 0)
    received = move(alice, shirt, 4, "a", cost="3")
    move(alice, shirt, -3, "b")
    before = state(alice)
    with pytest.raises(NotEnoughStock):
        reverse_posting(alice, posting_id=received, now=day(9))
    assert state(alice) == before


def test_what_a_reservation_did_is_not_undone_by_its_posting() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 10)
    for source, end in (("held", None), ("sold", commit_reservation), ("freed", release_reservation)):
        made = reserve_stock(alice, lines=[Wish(shirt, Decimal(2))], source=source, now=day(5), ref_type="count")
        if end:
            end(alice, reservation_id=made.reservation_id, now=day(6))
    before = state(alice)
    for (posting,) in rows_of(alice, "select distinct posting_id from inventory_movement where reserved <> 0"):
        for undo in (reverse_posting, undo_posting):
            with pytest.raises(NotUndoable):
                undo(alice, posting_id=UUID(str(posting)), now=day(9))
    assert state(alice) == before
    with scope(alice.company_id):
        assert compare_levels(alice) == []


def test_nothing_is_undone_while_the_books_of_today_are_closed() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 0)
    received = move(alice, shirt, 4, "a", cost="3")
    change_company(alice, closed_through=day(9).date())
    before = state(alice)
    with pytest.raises(PeriodClosed):
        reverse_posting(alice, posting_id=received, now=day(9))
    assert state(alice) == before


def test_a_closed_period_is_undone_with_the_date_of_today() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 0)
    received = move(alice, shirt, 4, "a", cost="3")
    change_company(alice, closed_through=day(6).date())
    with pytest.raises(PeriodClosed):
        move(alice, shirt, 1, "late", cost="3")
    reverse_posting(alice, posting_id=received, now=day(9))
    assert rows_of(alice, "select happened_at from inventory_movement where reverses is not null") == [(day(9),)]


def test_a_rehearsal_shows_and_changes_nothing() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 0)
    received = move(alice, shirt, 4, "a", cost="3")
    before = state(alice)
    with scope(alice.company_id):
        shown = rehearsed(lambda: reverse_posting(alice, posting_id=received, now=day(9)))
    assert shown.changes[0].on_hand == 0
    assert state(alice) == before


def test_another_companys_posting_is_not_found() -> None:
    alice, mallory = owner(), owner()
    shirt = item(alice)
    stated(alice, 0)
    received = move(alice, shirt, 4, "a", cost="3")
    with pytest.raises(NotFound):
        undo_posting(mallory, posting_id=received, now=day(9))
