"""A million random deeds by eight workers that crash now and then; afterwards every total has to agree.

python -m benchmarks.deeds [deeds] [items] [minutes at most]
"""

import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from benchmarks.database import fresh_database
from benchmarks.shelf import COMPANY, LOCATION, SECOND, fill_shelf, variant

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Event

WORKERS = 8
AT_ONCE = 250
CRASHED = 17


def main(words: list[str]) -> int:
    """Let the workers loose, then prove the books; 1 where they do not agree."""
    deeds = int(words[0]) if words else 1_000_000
    items = int(words[1]) if len(words) > 1 else 2000
    minutes = float(words[2]) if len(words) > 2 else 600
    with fresh_database():
        fill_shelf(items=items, pieces=40)
        started = time.perf_counter()
        done, crashes = _let_loose(deeds, items, minutes * 60)
        seconds = time.perf_counter() - started
        print(
            f"{sum(done.values())} deeds, {crashes} crashes, {seconds:.0f} s, {sum(done.values()) / seconds:.0f}/s"
        )
        for name, times in sorted(done.items()):
            print(f"  {name:<24}{times:>10}")
        return _prove()


def _let_loose(deeds: int, items: int, seconds: float) -> tuple[Counter[str], int]:
    """Portions of deeds for processes that are replaced when they crash; what a crashed one did is not counted."""
    many = multiprocessing.get_context("spawn")
    told: Queue[Counter[str]] = many.Queue()
    enough = many.Event()
    done: Counter[str] = Counter()
    running: list[multiprocessing.process.BaseProcess] = []
    seed = crashes = 0
    until = time.monotonic() + seconds
    while not enough.is_set() or running:
        while len(running) < WORKERS and not enough.is_set():
            seed += 1
            running.append(many.Process(target=_work, args=(seed, items, told, enough)))
            running[-1].start()
        while not told.empty():
            done += told.get()
        if sum(done.values()) >= deeds or time.monotonic() > until:
            enough.set()
        crashes += sum(one.exitcode == CRASHED for one in running)
        running = [one for one in running if one.exitcode is None]
        time.sleep(0.05)
    while not told.empty():
        done += told.get()
    return done, crashes


def _work(seed: int, items: int, told: "Queue[Counter[str]]", enough: "Event") -> None:
    import django

    django.setup()
    from django.db import connection

    from stockwright.kit.problems import Problem

    worker = Worker(seed, items)
    portion = worker.choose.randint(4, 40)
    for _ in range(portion):
        if enough.is_set():
            break
        done: Counter[str] = Counter()
        for _ in range(AT_ONCE):
            deed = worker.choose.choices(worker.deeds, worker.weights)[0]
            try:
                deed()
                done[deed.__name__] += 1
            except Problem as refusal:
                done[f"refused: {refusal.code}"] += 1
        told.put(done)
    told.close()
    told.join_thread()
    worker.crash_in_the_middle()
    connection.close()


class Worker:
    """One of many who do what comes to their mind, and sometimes do it twice."""

    def __init__(self, seed: int, items: int) -> None:
        from stockwright.kit.actor import Actor

        self.actor = Actor.system(UUID(COMPANY))
        self.choose = random.Random(seed)  # noqa: S311 - what happens, no secret
        self.items = items
        self.open: list[UUID] = []
        self.postings: list[UUID] = []
        self.underway: list[UUID] = []
        table: dict[Callable[[], None], int] = {
            self.reserve: 40,
            self.commit: 20,
            self.release: 10,
            self.expire: 2,
            self.receive: 10,
            self.send: 3,
            self.arrive: 4,
            self.waste: 4,
            self.count: 2,
            self.undo: 5,
        }
        self.deeds, self.weights = list(table), list(table.values())

    def reserve(self) -> None:
        from stockwright.inventory.actions.reservations import Wish, reserve_stock

        wishes = [Wish(self._item(), self._pieces()) for _ in range(self.choose.choice((1, 1, 2, 5)))]
        source, seconds = str(uuid4()), self.choose.choice((None, 1))
        partial = self.choose.random() < 0.2
        for _ in range(self._times()):
            made = reserve_stock(
                self.actor,
                lines=wishes,
                source=source,
                now=self._now(),
                channel="web",
                partial=partial,
                hold_for=timedelta(seconds=seconds) if seconds else None,
            )
        self.open.append(made.reservation_id)

    def commit(self) -> None:
        from stockwright.inventory.actions.fulfilment import commit_reservation

        if wanted := self._one_of(self.open):
            for _ in range(self._times()):
                commit_reservation(self.actor, reservation_id=wanted, now=self._now())

    def release(self) -> None:
        from stockwright.inventory.actions.fulfilment import release_reservation

        if wanted := self._one_of(self.open):
            for _ in range(self._times()):
                release_reservation(self.actor, reservation_id=wanted, now=self._now())

    def expire(self) -> None:
        from stockwright.inventory.actions.fulfilment import expire_reservations

        expire_reservations(self.actor, now=self._now())

    def receive(self) -> None:
        cost = self.choose.choice((None, Decimal(self.choose.randint(1, 900)) / 100))
        self._post([("receipt", self._item(), LOCATION, self._pieces(), cost) for _ in range(3)])

    def waste(self) -> None:
        self._post([("waste", self._item(), LOCATION, -self._pieces(), None)])

    def count(self) -> None:
        import polars as pl

        from stockwright.inventory.actions.statements import state_stock

        counted = {"sku": [f"SKU-{self.choose.randint(1, self.items)}"], "location": ["Main"]}
        stock = pl.DataFrame({**counted, "on_hand": [Decimal(self.choose.randint(0, 60))], "at": [self._now()]})
        batch_id = uuid4()
        for _ in range(self._times()):
            state_stock(self.actor, stock=stock, batch_id=batch_id)

    def send(self) -> None:
        from stockwright.inventory.actions.transfer_steps import send_transfer
        from stockwright.inventory.actions.transfers import draft_transfer
        from stockwright.inventory.rules.transfers import WantedLine

        places = [UUID(LOCATION), UUID(SECOND)]
        self.choose.shuffle(places)
        lines = [WantedLine(self._item(), self._pieces()) for _ in range(2)]
        drafted = draft_transfer(self.actor, origin_id=places[0], destination_id=places[1], lines=lines)
        self.underway.append(drafted.pk)
        send_transfer(self.actor, transfer_id=drafted.pk, now=self._now())

    def arrive(self) -> None:
        from stockwright.inventory.actions.transfer_steps import receive_transfer

        if wanted := self._one_of(self.underway):
            receive_transfer(self.actor, transfer_id=wanted, now=self._now())

    def undo(self) -> None:
        from stockwright.inventory.actions.undo import reverse_posting

        if wanted := self._one_of(self.postings):
            reverse_posting(self.actor, posting_id=wanted, now=self._now())

    def crash_in_the_middle(self) -> None:
        """Half of the workers end like this: with a deed begun and never committed."""
        from stockwright.kit.problems import Problem
        from stockwright.kit.tenancy import scope

        if self.choose.random() < 0.5:
            return
        with scope(self.actor.company_id):
            self.receive()
            with suppress(Problem):
                self.reserve()
            os._exit(CRASHED)

    def _post(self, told: list[tuple[str, UUID, str, Decimal, Decimal | None]]) -> None:
        from stockwright.inventory.actions.ledger import Entry, post
        from stockwright.inventory.rules.ledger import MovementKind
        from stockwright.kit.tenancy import scope

        deed, now = uuid4(), self._now()
        entries = [
            Entry(f"{deed}:{number}", item, UUID(place), MovementKind(kind), now, quantity=pieces, unit_cost=cost)
            for number, (kind, item, place, pieces, cost) in enumerate(told)
        ]
        with scope(self.actor.company_id):
            posted = post(self.actor, entries)
        self.postings.append(posted.posting_id)
        if self._times() == 2:
            with scope(self.actor.company_id):
                if post(self.actor, entries).posted:
                    raise AssertionError("A replay was posted.")

    def _item(self) -> UUID:
        return variant(self.choose.randint(1, self.items))

    def _pieces(self) -> Decimal:
        return Decimal(self.choose.choice((1, 1, 2, 3, 7)))

    def _times(self) -> int:
        return 2 if self.choose.random() < 0.1 else 1

    def _now(self) -> datetime:
        return datetime.now(UTC)

    def _one_of(self, made: list[UUID]) -> UUID | None:
        return made.pop(self.choose.randrange(len(made))) if made else None


def _prove() -> int:
    from stockwright.inventory.queries.proof import CHECKS, differences_of
    from stockwright.kit.actor import Actor
    from stockwright.kit.statements import ask_one
    from stockwright.kit.tenancy import scope

    actor, found = Actor.system(UUID(COMPANY)), 0
    with scope(actor.company_id):
        [rows, events] = ask_one(
            "select (select count(*) from inventory_movement), (select count(*) from messaging_event)", {}
        )
        print(f"{rows} rows in the ledger, {events} events")
        for check in CHECKS:
            wrong = differences_of(actor, check)
            found += len(wrong)
            print(f"  {check:<24}{len(wrong):>6} differences", *wrong[:3])
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
