"""The courier as it is run: a process that can be killed at any moment, and whose work another takes up."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from tests.make.people import owner
from tests.make.receivers import Got, Reply, receiver
from tests.make.webhooks import boil, deliver_all, deliveries, told, webhook

from stockwright.messaging.rules.deliveries import LEASE


def courier() -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "STOCKWRIGHT_WEBHOOKS_TO_PRIVATE": "127.0.0.0/8"}
    return subprocess.Popen([sys.executable, "-m", "stockwright", "courier"], env=environment)


def counting(wanted: int, arrived: threading.Event) -> Callable[[Got], Reply]:
    """Answer well, and say so when that many came in."""
    seen: list[Got] = []

    def answer(got: Got) -> Reply:
        seen.append(got)
        if len(seen) == wanted:
            arrived.set()
        return Reply()

    return answer


def test_a_courier_that_is_told_to_stop_writes_down_what_it_sent() -> None:
    alice = owner()
    arrived = threading.Event()
    with receiver() as shop:
        shop.answer = counting(30, arrived)
        webhook(alice, shop.url)
        boil(alice, *(f"kettle {number % 3}" for number in range(30)))
        running = courier()
        assert arrived.wait(60)
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0
    assert {row.state for row in deliveries(alice)} == {"delivered"}
    for kettle in range(3):
        numbers = [number for name, number in map(told, shop.got) if name == f"kettle:kettle {kettle}"]
        assert numbers == list(range(1, 11))


def test_what_a_killed_courier_had_in_hand_goes_again() -> None:
    alice = owner()
    asked, release = threading.Event(), threading.Event()

    def hold(_: Got) -> Reply:
        asked.set()
        return Reply(wait_for=release)

    with receiver() as shop:
        shop.answer = hold
        webhook(alice, shop.url)
        boil(alice, "blue", "blue")
        running = courier()
        assert asked.wait(60)
        running.kill()
        running.wait()
        release.set()
        shop.will(status=200)
        assert deliver_all(datetime.now(UTC)) == 0
        assert deliver_all(datetime.now(UTC) + LEASE) == 2
    assert [told(got)[1] for got in shop.got] == [1, 1, 2]
    assert {row.state for row in deliveries(alice)} == {"delivered"}
