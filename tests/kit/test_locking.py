"""Locks are taken in one order, so that deeds never wait for each other in a circle."""

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, connections
from tests.make.people import colleague, owner

from stockwright.accounts.models import Membership
from stockwright.kit.actor import Actor
from stockwright.kit.locking import locked
from stockwright.kit.tenancy import scope


def crowd() -> Actor:
    """A company of several people."""
    alice = owner()
    for _ in range(3):
        colleague(alice, "viewer")
    return alice


def in_threads(*deeds: Callable[[], None]) -> None:
    """Run the deeds at once, each on a connection of its own."""

    def run(deed: Callable[[], None]) -> None:
        try:
            deed()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_rows_are_locked_in_the_order_of_their_keys() -> None:
    alice = crowd()
    with scope(alice.company_id):
        keys = [row.pk for row in locked(Membership.objects.of(alice).order_by("-created_at"))]
    assert keys == sorted(keys)
    assert len(keys) == 4


def test_a_locked_row_is_not_had_by_another_until_the_end() -> None:
    alice = crowd()
    told: list[str] = []

    def other() -> None:
        with scope(alice.company_id), connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '50ms'")
            with pytest.raises(OperationalError) as refusal:
                locked(Membership.objects.of(alice))
        told.append(type(refusal.value.__cause__).__name__)

    with scope(alice.company_id):
        locked(Membership.objects.of(alice))
        in_threads(other)
    assert told == ["LockNotAvailable"]


def test_who_asks_in_opposite_orders_makes_no_circle() -> None:
    alice = crowd()
    gate, done = threading.Barrier(2), []

    def deed(order: str) -> Callable[[], None]:
        def run() -> None:
            with scope(alice.company_id):
                gate.wait()
                done.append(len(locked(Membership.objects.of(alice).order_by(order))))

        return run

    in_threads(deed("created_at"), deed("-created_at"))
    assert done == [4, 4]


def test_without_the_one_order_there_is_a_circle() -> None:
    """The control: the same rows, taken one by one in opposite orders, block each other."""
    alice = crowd()
    with scope(alice.company_id):
        keys = sorted(Membership.objects.of(alice).values_list("pk", flat=True))
    gate, told = threading.Barrier(2), []

    def deed(first: int, then: int) -> Callable[[], None]:
        def run() -> None:
            rows = Membership.objects.of(alice)
            try:
                with scope(alice.company_id):
                    rows.select_for_update().get(pk=keys[first])
                    gate.wait()
                    rows.select_for_update().get(pk=keys[then])
            except OperationalError as error:
                told.append(type(error.__cause__).__name__)

        return run

    in_threads(deed(0, -1), deed(-1, 0))
    assert told == ["DeadlockDetected"]
