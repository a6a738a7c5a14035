"""A wish that finds too little by the time it takes never keeps what it locked while it waits for the rest."""

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from django.db import connection
from tests.make.goods import day, item
from tests.make.people import owner
from tests.make.places import came, place

from stockwright.inventory.actions.reservations import Promise, Wish, reserve_stock
from stockwright.inventory.rules.reservations import InsufficientStock
from stockwright.kit.tenancy import scope


def _until_wait(many: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("select count(distinct pid) from pg_locks where not granted")
            if cursor.fetchone()[0] >= many:
                return
    raise AssertionError("Nobody waits.")


def test_nobody_waits_in_a_circle() -> None:
    alice = owner()
    shirt, hat = item(alice), item(alice, "hat")
    low, high = sorted([place(alice, "Shop"), place(alice, "Attic")])
    came(alice, shirt, low, 9, "2")
    came(alice, shirt, high, 5, "2")
    came(alice, hat, low, 9, "2")

    def go(source: str, *wishes: Wish) -> Promise:
        try:
            return reserve_stock(alice, lines=list(wishes), source=source, now=day(5))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        with scope(alice.company_id):
            reserve_stock(alice, lines=[Wish(shirt, Decimal(4), high)], source="o:0", now=day(5))
            one = pool.submit(go, "o:1", Wish(shirt, Decimal(3), high))
            _until_wait(1)
            two = pool.submit(go, "o:2", Wish(shirt, Decimal(1)), Wish(hat, Decimal(1)))
            _until_wait(2)
        assert isinstance(one.exception(), InsufficientStock)
        assert two.exception() is None
