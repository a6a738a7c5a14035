"""A delta holds every new row of the ledger once, whatever order the writers commit in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from threading import Event, Timer

import pytest
from django.db import connections
from tests.make.exported import Rows, taken
from tests.make.goods import day, item, rows_of, stated
from tests.make.people import owner

from stockwright.catalog.queries import variant_ids
from stockwright.insights.actions.deltas import Delta, acknowledge_delta, open_delta
from stockwright.insights.exports.registry import DATASETS
from stockwright.insights.queries.exports import open_batch
from stockwright.insights.rules.exports import Format, NameMissing
from stockwright.inventory.actions.ledger import Entry, lock_levels, post
from stockwright.inventory.actions.locations import add_location
from stockwright.inventory.models import Location
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope

LEDGER = DATASETS["ledger"]


def delta(actor: Actor, consumer: str = "bookkeeping", *, patience: int = 0) -> Delta:
    return open_delta(actor, dataset=LEDGER, consumer=consumer, patience=patience)


def acknowledged(actor: Actor, told: Delta) -> None:
    assert told.id
    acknowledge_delta(actor, batch_id=told.id, at=day(30))


def rows_in(actor: Actor, told: Delta) -> Rows:
    rows, manifest = taken(actor, "ledger", Format.JSONL, told.narrowed)
    assert manifest["rows"] == told.rows == len(rows)
    assert told.consumer in manifest["filter"]
    return rows


def skus(actor: Actor, told: Delta) -> list[str]:
    return [row["sku"] for row in rows_in(actor, told)]


def moved(actor: Actor, sku: str) -> None:
    """Seven pieces of an item that is known come in."""
    with scope(actor.company_id):
        variant, place = variant_ids(actor, [sku])[sku], Location.objects.of(actor).get().pk
        lock_levels(actor, [(variant, place)])
        cause = f"{sku}:{new_id()}"
        post(actor, [Entry(cause, variant, place, MovementKind.ADJUSTMENT, day(1), quantity=Decimal(7))])


def shop_with(*skus: str) -> Actor:
    """A company with these items, and no stock."""
    actor = owner()
    add_location(actor, name="Main")
    for sku in skus:
        item(actor, sku)
    return actor


@contextmanager
def writing(actor: Actor, sku: str) -> Iterator[None]:
    """Somebody who has written a row to the ledger and takes their time to commit."""
    wrote, go_on = Event(), Event()

    def slowly() -> None:
        try:
            with scope(actor.company_id):
                moved(actor, sku)
                wrote.set()
                assert go_on.wait(60)
        finally:
            wrote.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(slowly)
        try:
            assert wrote.wait(60)
            yield
        finally:
            go_on.set()
            done.result(60)


def test_a_row_that_is_committed_late_with_a_lower_id_is_not_lost() -> None:
    alice = shop_with("slow", "quick")
    with writing(alice, "slow"):
        moved(alice, "quick")
        during = delta(alice)
        assert (during.id, during.rows, during.held_back) == (None, 0, True)
    after = delta(alice)
    assert skus(alice, after) == ["slow", "quick"]
    acknowledged(alice, after)
    assert delta(alice).id is None


def test_after_the_last_id_seen_the_late_row_would_be_lost() -> None:
    """The control: why the newest id that is visible is no place to go on from."""
    alice = shop_with("slow", "quick")
    newest = "select coalesce(max(id), 0) from inventory_movement"
    with writing(alice, "slow"):
        moved(alice, "quick")
        [(seen,)] = rows_of(alice, newest)
    later = rows_of(alice, f"select count(*) from inventory_movement where id > {seen}")
    assert later == [(0,)]
    assert rows_of(alice, "select count(*) from inventory_movement") == [(2,)]


def test_what_was_settled_before_is_told_while_somebody_writes() -> None:
    alice = shop_with("early", "slow", "middle")
    moved(alice, "early")
    acknowledged(alice, delta(alice))
    moved(alice, "middle")
    with writing(alice, "slow"):
        assert delta(alice).id is None
    with writing(alice, "slow"):
        assert skus(alice, delta(alice)) == ["middle"]
    acknowledged(alice, delta(alice))
    assert skus(alice, delta(alice)) == ["slow", "slow"]


def test_writers_that_follow_one_another_without_a_pause_do_not_hold_rows_back_for_ever() -> None:
    alice = shop_with("early", "first", "second")
    moved(alice, "early")
    with writing(alice, "first"):
        assert delta(alice).held_back
        second = writing(alice, "second")
        second.__enter__()
    try:
        told = delta(alice)
        assert "early" in skus(alice, told)
        assert "second" not in skus(alice, told)
    finally:
        second.__exit__(None, None, None)


def test_a_writer_that_ends_soon_is_waited_for() -> None:
    alice = shop_with("slow")
    held = writing(alice, "slow")
    held.__enter__()
    ending = Timer(0.2, lambda: held.__exit__(None, None, None))
    ending.start()
    told = delta(alice, patience=1000)
    ending.join()
    assert skus(alice, told) == ["slow"]


def test_the_same_batch_comes_again_until_it_is_acknowledged() -> None:
    alice = owner()
    stated(alice, 3, sku="a")
    first = delta(alice)
    stated(alice, 4, sku="b")
    assert delta(alice) == first
    assert rows_in(alice, first) == rows_in(alice, delta(alice))
    acknowledged(alice, first)
    acknowledged(alice, first)
    second = delta(alice)
    assert (skus(alice, second), second.after) == (["b"], first.upto)


def test_each_consumer_and_each_company_has_a_place_of_its_own() -> None:
    alice, mallory = owner(), owner()
    stated(alice, 3, sku="a")
    stated(mallory, 3, sku="m")
    first = delta(alice)
    acknowledged(alice, first)
    assert delta(alice).id is None
    assert skus(alice, delta(alice, "warehouse")) == ["a"]
    assert skus(mallory, delta(mallory)) == ["m"]


def test_a_batch_of_nobody_can_be_neither_read_nor_acknowledged() -> None:
    alice, mallory = owner(), owner()
    stated(alice, 3, sku="a")
    theirs = delta(alice)
    assert theirs.id
    with pytest.raises(NotFound):
        acknowledge_delta(mallory, batch_id=theirs.id, at=day(30))
    with scope(mallory.company_id), pytest.raises(NotFound):
        open_batch(mallory, theirs.id)
    assert delta(alice) == theirs


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_delta_without_a_name_is_refused(name: str) -> None:
    alice = owner()
    with pytest.raises(NameMissing):
        delta(alice, name)
    assert rows_of(alice, "select count(*) from insights_deltacursor") == [(0,)]
