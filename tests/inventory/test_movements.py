"""The ledger takes each movement once, and the levels are its sums."""

from decimal import Decimal

import polars as pl
import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.make.goods import books, day, events_of, item, moves, on_hand, rows_of, stated
from tests.make.people import owner, people
from tests.make.threads import together

from stockwright.inventory.actions.ledger import MovementsPosted
from stockwright.inventory.actions.locations import add_location, ensure_locations
from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.rebuild import rebuild_levels
from stockwright.inventory.queries.history import stock_as_of
from stockwright.inventory.queries.levels import levels_page, stock_of
from stockwright.inventory.queries.proof import compare_levels
from stockwright.inventory.rules.ledger import InvalidMovement, NothingMoved
from stockwright.inventory.rules.locations import LocationTaken
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.statements import ask_one, run
from stockwright.kit.tenancy import scope


@pytest.fixture
def alice() -> Actor:
    return owner()


def test_a_movement_moves_the_level_once_however_often_it_is_posted(alice: Actor) -> None:
    item(alice)
    receipt = moves(("receipt", 1, 5, "r-1"))
    assert post_movements(alice, movements=receipt) == MovementsPosted(1, 0)
    assert post_movements(alice, movements=receipt) == MovementsPosted(0, 1)
    assert on_hand(alice) == 5
    assert events_of(alice).count("stock.moved") == 1


def test_one_cause_twice_in_a_post_is_one_movement(alice: Actor) -> None:
    item(alice)
    post_movements(alice, movements=moves(("receipt", 1, 5, "r"), ("receipt", 1, 5, "r")))
    assert on_hand(alice) == 5


def test_a_sale_moves_stock_only_after_the_last_statement(alice: Actor) -> None:
    stated(alice, 10, at=2)
    done = post_movements(alice, movements=moves(("sale", 1, -1, "early"), ("sale", 3, -2, "late")))
    assert done == MovementsPosted(1, 1)
    assert on_hand(alice) == 8


def test_a_sale_of_an_item_whose_stock_nobody_stated_moves_nothing(alice: Actor) -> None:
    variant_id = item(alice)
    assert post_movements(alice, movements=moves(("sale", 1, -1, "s"))) == MovementsPosted(0, 1)
    with scope(alice.company_id):
        assert stock_of(alice, variant_id) == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (moves(("receipt", 1, 5, "good"), ("receipt", 1, 0, "bad")), NothingMoved),
        (moves(("receipt", 1, 5, "good"), ("theft", 1, -1, "bad")), InvalidMovement),
        (moves(("receipt", 1, 5, "good"), sku="unknown"), InvalidMovement),
        (moves(("receipt", 1, 5, "good")).drop("cause"), InvalidMovement),
    ],
)
def test_a_refusal_posts_nothing(alice: Actor, wrong: pl.DataFrame, problem: type[Exception]) -> None:
    item(alice)
    with pytest.raises(problem):
        post_movements(alice, movements=wrong)
    assert rows_of(alice, "select cause from inventory_movement") == []
    assert rows_of(alice, "select name from inventory_location") == []


def test_another_companys_item_and_place_are_not_known() -> None:
    everybody = people()
    variant_id = item(everybody.alice)
    place = ensure_locations(everybody.alice, ["Main"])["Main"]
    ids = pl.DataFrame({"variant_id": [str(variant_id)], "location_id": [str(place)]})
    told = pl.concat([moves(("receipt", 1, 5, "r")).drop("sku", "location"), ids], how="horizontal")
    with pytest.raises(InvalidMovement):
        post_movements(everybody.mallory, movements=told)
    with pytest.raises(NotAllowed):
        post_movements(everybody.bob, movements=told)
    post_movements(everybody.alice, movements=told)
    with scope(everybody.mallory.company_id), pytest.raises(NotFound):
        stock_of(everybody.mallory, variant_id)
    with scope(everybody.mallory.company_id):
        assert levels_page(everybody.mallory).items == []


def test_the_ledger_is_never_changed(alice: Actor) -> None:
    stated(alice, 5)
    for attempt in ("update inventory_movement set quantity = 1", "delete from inventory_movement"):
        with pytest.raises(DatabaseError), scope(alice.company_id):
            run(attempt, {})
    assert on_hand(alice) == 5


def test_stock_is_told_as_of_any_moment(alice: Actor) -> None:
    stated(alice, 5)
    post_movements(alice, movements=moves(("receipt", 2, 3, "r"), ("waste", 4, -1, "w")))
    variant_id = item(alice)
    with scope(alice.company_id):
        later = day(10_000)
        told = [
            sum(stock_as_of(alice, variant_id, moment=day(at), known_at=later).values()) for at in (-1, 1, 3, 5)
        ]
        assert told == [0, 5, 8, 7]
        assert stock_as_of(alice, variant_id, moment=later, known_at=day(0)) == {}


def test_a_wrong_level_is_found_and_made_right(alice: Actor) -> None:
    stated(alice, 5)
    assert rebuild_levels(alice) == 0
    with scope(alice.company_id):
        run("update inventory_level set on_hand = 7", {})
        found = {one.check: [one.wanted, one.found] for one in compare_levels(alice)}
        assert found == {"ledger_on_hand": [5, 7], "layer_quantity": [7, 5]}
    assert rebuild_levels(alice) == 1
    with scope(alice.company_id):
        assert compare_levels(alice) == []
    assert on_hand(alice) == 5


def test_parallel_posts_lose_nothing_and_never_block_each_other(alice: Actor) -> None:
    skus = [f"sku-{number}" for number in range(40)]
    for sku in skus:
        item(alice, sku)

    def posts(writer: int) -> None:
        order = skus if writer % 2 else skus[::-1]
        for turn in range(3):
            told = [moves(("receipt", 1, 1, f"{writer}-{turn}-{sku}"), sku=sku) for sku in order]
            post_movements(alice, movements=pl.concat(told))

    together(*(lambda writer=writer: posts(writer) for writer in range(4)))
    assert rows_of(alice, "select distinct on_hand from inventory_level") == [(Decimal(12),)]
    with scope(alice.company_id):
        assert compare_levels(alice) == []


def test_without_the_lock_an_update_is_lost(alice: Actor) -> None:
    """The control: reading a level and writing it back, as the ledger would without its lock."""
    from threading import Barrier

    stated(alice, 10)
    both_have_read = Barrier(2)

    def careless() -> None:
        with scope(alice.company_id):
            [found] = ask_one("select on_hand from inventory_level", {})
            both_have_read.wait()
            run("update inventory_level set on_hand = %(new)s", {"new": found + 1})

    together(careless, careless)
    assert on_hand(alice) == 11


def test_a_place_has_one_name(alice: Actor) -> None:
    add_location(alice, name="Main")
    with pytest.raises(LocationTaken):
        add_location(alice, name=" Main ")
    told = together(*[lambda: ensure_locations(alice, ["Main", "North"])] * 4)
    assert all(ids == told[0] for ids in told)
    assert events_of(alice).count("location.added") == 2


KINDS = st.sampled_from(["receipt", "waste", "adjustment", "sale", "return", "transfer_in"])
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        KINDS,
        st.integers(0, 20),
        st.integers(-5, 5).filter(bool),
        st.sampled_from([None, 0, 7]),
    ),
    max_size=12,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_in_whatever_order_things_are_told_the_levels_are_the_ledger(
    deeds: list[tuple[str, str, int, int, int | None]],
) -> None:
    actor = owner()
    for sku in ("a", "b"):
        item(actor, sku)
    for number, (sku, kind, at, pieces, count) in enumerate(deeds):
        post_movements(actor, movements=moves((kind, at, pieces, f"{number // 2}"), sku=sku))
        if count is not None:
            stated(actor, count, at, sku=sku)
            with scope(actor.company_id):
                assert compare_levels(actor) == []
    before = books(actor)
    assert rebuild_levels(actor) == 0
    assert books(actor) == before
