"""What is stated is what there was, whatever else is told, and can be taken back."""

from datetime import datetime
from decimal import Decimal
from threading import Event
from uuid import UUID

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make.goods import books, day, events_of, item, moves, on_hand, rows_of, stated
from tests.make.people import owner, people
from tests.make.threads import together

from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.statements import state_stock, undo_statements
from stockwright.inventory.queries.history import stock_as_of
from stockwright.inventory.queries.proof import compare_levels
from stockwright.inventory.rules.statements import InvalidStatement
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotAllowed
from stockwright.kit.statements import ask_one
from stockwright.kit.tenancy import scope


@pytest.fixture
def alice() -> Actor:
    return owner()


def balance(actor: Actor, at: float) -> Decimal:
    """The ledger's stock of the shirt, so many days after the start."""
    variant_id = item(actor)
    with scope(actor.company_id):
        told = stock_as_of(actor, variant_id, moment=day(at), known_at=day(10_000))
    return sum(told.values(), Decimal(0))


def kinds(actor: Actor) -> list[str]:
    rows = rows_of(actor, "select kind from inventory_movement order by happened_at, id")
    return [str(kind) for (kind,) in rows]


def test_the_first_word_opens_the_ledger_and_the_next_corrects_it(alice: Actor) -> None:
    assert stated(alice, 10, at=0)[:4] == (1, 0, 1, 1)
    stated(alice, 7, at=5)
    assert kinds(alice) == ["opening", "count"]
    assert [balance(alice, 0), balance(alice, 4), on_hand(alice)] == [10, 10, 7]


def test_movements_after_the_moment_stay(alice: Actor) -> None:
    stated(alice, 10, at=0)
    post_movements(alice, movements=moves(("receipt", 8, 5, "r"), ("sale", 9, -1, "s")))
    stated(alice, 6, at=4)
    assert [balance(alice, 4), on_hand(alice)] == [6, 10]


def test_an_older_word_told_later_leaves_the_newer_one_true(alice: Actor) -> None:
    stated(alice, 10, at=5)
    stated(alice, 3, at=1)
    assert [balance(alice, 1), balance(alice, 4), balance(alice, 5), on_hand(alice)] == [3, 3, 10, 10]
    assert rows_of(alice, "select stated_at from inventory_level") == [(day(5),)]


def test_what_agrees_with_the_ledger_moves_nothing_and_still_counts_as_said(alice: Actor) -> None:
    stated(alice, 10, at=0)
    assert stated(alice, 10, at=5).moved == 0
    assert rows_of(alice, "select stated_at from inventory_level") == [(day(5),)]


def test_an_item_that_is_out_of_stock_from_the_start_is_known_to_be(alice: Actor) -> None:
    assert stated(alice, 0)[:4] == (1, 0, 0, 1)
    assert rows_of(alice, "select on_hand, stated_at from inventory_level") == [(0, day(0))]


def test_the_same_batch_again_changes_nothing(alice: Actor) -> None:
    batch_id = new_id()
    stated(alice, 10, batch_id=batch_id)
    before = books(alice)
    assert stated(alice, 10, batch_id=batch_id)[:4] == (0, 1, 0, 0)
    assert books(alice) == before
    assert events_of(alice).count("stock.imported") == 1


def test_a_file_of_many_days_is_true_on_each_of_them(alice: Actor) -> None:
    item(alice)
    post_movements(alice, movements=moves(("receipt", 1, 4, "r")))
    counts = {"on_hand": [5, 0, 9, 9], "at": [day(number) for number in range(4)]}
    file = pl.DataFrame({"sku": ["shirt"] * 4, "location": ["Main"] * 4, **counts})
    assert state_stock(alice, stock=file, batch_id=new_id()).stated == 4
    assert [balance(alice, at) for at in range(4)] == [5, 0, 9, 9]


def test_undone_it_is_as_if_it_had_never_been_said(alice: Actor) -> None:
    stated(alice, 10, at=0)
    post_movements(alice, movements=moves(("receipt", 2, 5, "r"), ("sale", 6, -1, "s")))
    before, batch_id = books(alice), new_id()
    stated(alice, 99, at=4, batch_id=batch_id)
    assert on_hand(alice) == 98
    assert undo_statements(alice, batch_id=batch_id) == 1
    assert books(alice) == before
    assert undo_statements(alice, batch_id=batch_id) == 0
    assert events_of(alice).count("stock.undone") == 1


def test_after_its_only_statement_is_undone_stock_is_unknown_again(alice: Actor) -> None:
    batch_id = new_id()
    stated(alice, 10, batch_id=batch_id)
    undo_statements(alice, batch_id=batch_id)
    assert rows_of(alice, "select on_hand, stated_at from inventory_level") == [(0, None)]


@pytest.mark.parametrize("column", ["sku", "location", "on_hand", "at"])
def test_a_row_that_lacks_something_refuses_the_whole_file(alice: Actor, column: str) -> None:
    file = pl.DataFrame({"sku": ["a", "b"], "location": ["Main"] * 2, "on_hand": [1, 2], "at": [day(0)] * 2})
    holed = file.with_columns(pl.when(pl.col("sku") != "b").then(pl.col(column)).alias(column))
    for wrong in (holed, file.drop(column)):
        with pytest.raises(InvalidStatement):
            state_stock(alice, stock=wrong, batch_id=new_id())
    assert books(alice) == {"lines": [], "days": [], "levels": []}
    assert rows_of(alice, "select sku from catalog_variant") == []


def test_nobody_states_another_companys_stock() -> None:
    everybody = people()
    stated(everybody.alice, 10)
    before = books(everybody.alice)
    stated(everybody.mallory, 3)
    batch = rows_of(everybody.alice, "select batch_id from inventory_statement")[0][0]
    assert isinstance(batch, UUID)
    assert undo_statements(everybody.mallory, batch_id=batch) == 0
    with pytest.raises(NotAllowed):
        stated(everybody.bob, 3)
    assert books(everybody.alice) == before


def test_two_counts_at_once_leave_the_ledger_equal_to_the_levels(alice: Actor) -> None:
    item(alice)
    together(
        lambda: stated(alice, 10, at=1),
        lambda: stated(alice, 20, at=1),
        lambda: stated(alice, 30, at=2),
        lambda: post_movements(alice, movements=moves(("receipt", 3, 5, "r"))),
    )
    assert on_hand(alice) == 35
    with scope(alice.company_id):
        assert compare_levels(alice) == []


SAID = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), min_size=1, max_size=5)


@settings(max_examples=15, deadline=None)
@given(said=SAID, undone=st.sets(st.integers(0, 4)), received=st.lists(st.integers(0, 9), max_size=3))
def test_the_ledger_agrees_with_every_word_that_stands(
    said: list[tuple[int, int]], undone: set[int], received: list[int]
) -> None:
    actor = owner()
    item(actor)
    if received:
        told = [("receipt", at + 0.5, 4, f"r{number}") for number, at in enumerate(received)]
        post_movements(actor, movements=moves(*told))
    batches = [new_id() for _ in said]
    for batch_id, (at, pieces) in zip(batches, said, strict=True):
        stated(actor, pieces, at, batch_id=batch_id)
    for number in sorted(undone & set(range(len(said)))):
        undo_statements(actor, batch_id=batches[number])
    standing = {at: pieces for number, (at, pieces) in enumerate(said) if number not in undone}
    assert {at: balance(actor, at) for at in standing} == standing
    if not standing:
        assert on_hand(actor) == 4 * len(received)
    last: datetime | None = day(max(standing)) if standing else None
    assert rows_of(actor, "select stated_at from inventory_level") == [(last,)]
    with scope(actor.company_id):
        assert compare_levels(actor) == []


def test_a_sale_told_while_stock_is_being_stated_waits_and_finds_itself_counted(alice: Actor) -> None:
    stated(alice, 10, at=0)
    said = Event()

    def state() -> int:
        with scope(alice.company_id):
            stated(alice, 7, at=5)
            said.set()
            [me] = ask_one("select pg_backend_pid()", {})
            waiting = "select count(*) from pg_locks where not granted and %(me)s = any(pg_blocking_pids(pid))"
            assert any(ask_one(waiting, {"me": me}) == (1,) for _ in range(20_000)), "nobody waits"
        return 0

    def sell() -> int:
        said.wait()
        return post_movements(alice, movements=moves(("sale", 1, -1, "s"))).posted

    assert together(state, sell) == [0, 0]
    assert on_hand(alice) == 7
