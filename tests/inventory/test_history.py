"""What was there at any moment, and the balance after every movement."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.make.goods import day, item, lines, moves, sold, stated
from tests.make.people import people

from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.queries.history import stock_as_of, stock_as_of_all
from stockwright.inventory.queries.movements import MovementFilter, MovementRow, count_movements, movements_of
from stockwright.inventory.queries.stock_then import Moments, stock_then
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope

FOREVER = datetime(2100, 1, 1, tzinfo=UTC)


def everything(actor: Actor, **wanted: object) -> list[MovementRow]:
    variant, rows, cursor = item(actor), list[MovementRow](), ""
    with scope(actor.company_id):
        while True:
            page = movements_of(actor, variant, wanted=MovementFilter(**wanted), cursor=cursor, limit=3)  # type: ignore[arg-type]
            rows += page.items
            if page.next_cursor is None:
                return rows
            cursor = page.next_cursor


def traded(actor: Actor) -> None:
    """Ten stated; sales, receipts and a write-off over two weeks, one told late."""
    stated(actor, 10)
    for number in range(1, 9):
        sold(actor, lines(("shirt", number, 1)))
    post_movements(actor, movements=moves(("receipt", 4.5, 20, "r1"), ("waste", 6.5, -2, "w1")))
    post_movements(actor, movements=moves(("receipt", 2.5, 5, "late")))


def test_the_balance_after_each_movement_is_the_sum_of_those_up_to_it() -> None:
    alice = people().alice
    traded(alice)
    rows = everything(alice)
    assert [row.happened_at for row in rows] == sorted((row.happened_at for row in rows), reverse=True)
    slow = Decimal(0)
    for row in reversed(rows):
        slow += row.quantity
        assert row.balance == slow
    assert slow == 25


def test_a_filter_by_kind_leaves_the_balances_as_they_are() -> None:
    alice = people().alice
    traded(alice)
    balances = {row.id: row.balance for row in everything(alice)}
    for kinds in ({MovementKind.SALE}, {MovementKind.RECEIPT, MovementKind.WASTE}):
        rows = everything(alice, kinds=frozenset(kinds))
        assert {row.kind for row in rows} == {str(kind) for kind in kinds}
        assert all(balances[row.id] == row.balance for row in rows)


def test_a_movement_told_between_two_pages_neither_hides_nor_repeats_a_row() -> None:
    alice = people().alice
    traded(alice)
    variant, wanted = item(alice), MovementFilter()
    with scope(alice.company_id):
        first = movements_of(alice, variant, wanted=wanted, limit=4)
        before = {row.id for row in movements_of(alice, variant, wanted=wanted, limit=99).items}
    post_movements(alice, movements=moves(("receipt", 20, 100, "new"), ("receipt", 0.5, 1, "old")))
    with scope(alice.company_id):
        rest = movements_of(alice, variant, wanted=wanted, cursor=first.next_cursor or "", limit=99)
    assert {row.id for row in first.items} | {row.id for row in rest.items} >= before
    assert not {row.id for row in first.items} & {row.id for row in rest.items}
    slow = Decimal(0)
    for row in reversed(rest.items):
        slow += row.quantity
        assert row.balance == slow, "late rows count for all that came after them"


def test_as_known_then_and_as_known_now_differ_by_what_was_told_late() -> None:
    alice = people().alice
    stated(alice, 10)
    known_then = clock.now()
    post_movements(alice, movements=moves(("receipt", 1, 7, "late")))
    with scope(alice.company_id):
        then, now = (stock_as_of_all(alice, moment=day(2), known_at=known) for known in (known_then, clock.now()))
        [before] = stock_as_of_all(alice, moment=day(0.5), known_at=FOREVER)
    assert [row.quantity for row in then] == [10]
    assert [row.quantity for row in now] == [17]
    assert before.quantity == 10


def test_as_of_agrees_with_adding_up_the_ledger_by_hand() -> None:
    alice = people().alice
    traded(alice)
    rows, variant = everything(alice), item(alice)
    with scope(alice.company_id):
        for moment in [day(number / 2) for number in range(-1, 20)]:
            slow = [row for row in rows if row.happened_at <= moment]
            told = stock_as_of_all(alice, moment=moment, known_at=FOREVER, variant_ids=[variant])
            assert sum(row.quantity for row in told) == sum(row.quantity for row in slow)
            assert sum(row.average_value for row in told) == sum(row.value for row in slow)
            assert sum(stock_as_of(alice, variant, moment=moment, known_at=FOREVER).values()) == sum(
                row.quantity for row in slow
            )


def test_the_stock_of_all_items_then_is_paged_and_adds_up() -> None:
    alice = people().alice
    for number in range(7):
        stated(alice, number, sku=f"sku-{number}")
    wanted, seen, cursor = Moments(day(1), FOREVER), list[str](), ""
    with scope(alice.company_id):
        while True:
            page, totals = stock_then(alice, wanted=wanted, cursor=cursor, limit=2)
            seen += [row.sku for row in page.items]
            assert [totals.rows, totals.pieces] == [6, 21]
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
    assert seen == [f"sku-{number}" for number in range(1, 7)], "what has none is left out"


def test_another_companys_history_does_not_exist() -> None:
    everybody = people()
    traded(everybody.alice)
    variant = item(everybody.alice)
    with scope(everybody.mallory.company_id):
        assert stock_as_of_all(everybody.mallory, moment=FOREVER, known_at=FOREVER) == []
        assert count_movements(everybody.mallory, variant, wanted=MovementFilter()) == 0
        with pytest.raises(NotFound):
            movements_of(everybody.mallory, variant, wanted=MovementFilter())
    with scope(everybody.alice.company_id), pytest.raises(NotFound):
        movements_of(everybody.alice, variant, wanted=MovementFilter(location_id=uuid4()))


def test_a_row_told_late_says_when_it_was_told() -> None:
    alice = people().alice
    traded(alice)
    late = next(row for row in everything(alice) if row.happened_at == day(2.5))
    assert late.recorded_at - late.happened_at > timedelta(days=1)
