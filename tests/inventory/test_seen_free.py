"""What was seen to be free and is gone by the time it is taken is looked for again, and never promised twice."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from tests.make.goods import day, item, rows_of
from tests.make.people import owner
from tests.make.places import came, differences, place

from stockwright.inventory.actions.reservations import Promise, Wish, reserve_stock
from stockwright.inventory.rules.reservations import InsufficientStock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope


@pytest.fixture
def alice() -> Actor:
    return owner()


def reserve(actor: Actor, variant: UUID, pieces: int, source: str) -> Promise:
    wish = Wish(variant, Decimal(pieces))
    return reserve_stock(actor, lines=[wish], source=source, now=day(5))


@contextmanager
def meanwhile(actor: Actor, variant: UUID, pieces: int) -> Iterator["Future[Promise]"]:
    """Somebody else reserves while the deeds of this block have happened and nobody knows of them yet."""
    with ThreadPoolExecutor(1) as pool:
        with scope(actor.company_id):
            reserve(actor, variant, 4, "order:first")
            later = pool.submit(_and_leave, actor, variant, pieces)
            _until_it_waits()
        yield later


def _and_leave(actor: Actor, variant: UUID, pieces: int) -> Promise:
    try:
        return reserve(actor, variant, pieces, "order:second")
    finally:
        connection.close()


def _until_it_waits() -> None:
    until = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(
                "select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))"
            )
            if cursor.fetchone():
                return
    raise AssertionError("The second buyer does not wait.")


def test_it_is_refused_where_nothing_else_is_left(alice: Actor) -> None:
    shirt = item(alice)
    came(alice, shirt, place(alice, "Shop"), 5, "2")
    with meanwhile(alice, shirt, 3) as later, pytest.raises(InsufficientStock, match="1 of 3"):
        later.result()
    assert rows_of(alice, "select on_hand, reserved from inventory_level") == [(5, 4)]
    assert rows_of(alice, "select source from inventory_reservation") == [("order:first",)]
    assert differences(alice) == []


def test_what_is_still_free_is_promised_after_all(alice: Actor) -> None:
    shirt = item(alice)
    came(alice, shirt, place(alice, "Shop"), 5, "2")
    with meanwhile(alice, shirt, 1) as later:
        assert [share.quantity for share in later.result().lines] == [1]
    assert rows_of(alice, "select on_hand, reserved from inventory_level") == [(5, 5)]
    assert differences(alice) == []


def test_it_comes_from_another_place(alice: Actor) -> None:
    shirt = item(alice)
    shop, attic = place(alice, "Shop"), place(alice, "Attic")
    came(alice, shirt, shop, 5, "2")
    came(alice, shirt, attic, 3, "2")
    with meanwhile(alice, shirt, 3) as later:
        [share] = later.result().lines
    held = "select location_id, reserved from inventory_level order by reserved"
    assert rows_of(alice, held) == [(attic, 3), (shop, 4)]
    assert share.location_id == attic
    assert differences(alice) == []
