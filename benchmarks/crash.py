"""The server, the worker, the courier and the database are killed in the middle of the load, again and again.

python -m benchmarks.crash [kills] [seconds between]

Buyers reserve, commit and release over HTTP and ask again with the same source until they are answered. In the
end every answer has to be in the books once, the books have to agree, and the receiver of the webhooks must have
been told of every change of stock, of none that was undone, and of each level's changes in order.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import psutil

from benchmarks.database import fresh_database
from benchmarks.receiver import Receiver, out_of_order, receiving
from benchmarks.server import free_port, wait_for
from benchmarks.shelf import COMPANY, add_receiver, fill_shelf, token_of_shelf, variant

BUYERS = 8
ITEMS = 50
PIECES = 1_000_000
TARGETS = ("gunicorn", "stockwright worker", "stockwright courier", "postgres")


class Buyer(threading.Thread):
    """Reserves one to three items, then commits or releases, and never gives up before an answer."""

    def __init__(self, address: str, token: str, seed: int, enough: threading.Event) -> None:
        super().__init__()
        self.choose, self.enough = random.Random(seed), enough  # noqa: S311 - which items, no secret
        self.client = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=20)
        self.answered: dict[str, tuple[str, int]] = {}

    def run(self) -> None:
        """Buy until it is enough."""
        while not self.enough.is_set():
            source = str(uuid4())
            numbers = self.choose.sample(range(1, ITEMS + 1), self.choose.choice((1, 1, 3)))
            lines = [{"variant_id": str(variant(number)), "quantity": 1} for number in numbers]
            made = self._ask("reserve", {"source": source, "lines": lines, "channel": "web"})
            word = self.choose.choice(("commit", "release", "keep"))
            if word != "keep":
                self._ask(word, {"reservation_id": made["id"]})
            self.answered[source] = (word, len(lines))

    def _ask(self, word: str, body: dict[str, object]) -> dict[str, object]:
        while True:
            try:
                answer = self.client.post(f"/api/v1/inventory/{word}", json=body)
            except httpx.HTTPError:
                time.sleep(0.1)
                continue
            if answer.status_code in (200, 201):
                return dict(answer.json())
            if answer.status_code < 500:
                raise AssertionError(f"{word}: {answer.status_code} {answer.text}")
            time.sleep(0.1)


def main(words: list[str]) -> int:
    """Kill so many times, then compare; 1 where anything is lost, doubled or made up."""
    kills = int(words[0]) if words else 20
    pause = float(words[1]) if len(words) > 1 else 6
    os.environ |= {"STOCKWRIGHT_API_LIMIT": "0", "STOCKWRIGHT_WEBHOOKS_TO_PRIVATE": "1"}
    with fresh_database() as home, receiving() as url:
        fill_shelf(items=ITEMS, pieces=PIECES)
        add_receiver(url)
        token = token_of_shelf()
        port, enough = free_port(), threading.Event()
        up = _up(port)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api/v1/health")
            buyers = [Buyer(address, token, seed, enough) for seed in range(BUYERS)]
            for buyer in buyers:
                buyer.start()
            for turn in range(kills):
                time.sleep(pause)
                print(f"kill {turn + 1}: {_kill(up, TARGETS[turn % len(TARGETS)], home)}", flush=True)
            time.sleep(pause)
            enough.set()
            for buyer in buyers:
                buyer.join()
            return _compare({source: what for buyer in buyers for source, what in buyer.answered.items()})
        finally:
            up.send_signal(signal.SIGTERM)
            up.wait()


def _up(port: int) -> "subprocess.Popen[bytes]":
    kept = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
    command = [sys.executable, "-m", "stockwright", "up", "--port", str(port)]
    return subprocess.Popen(command, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _kill(up: "subprocess.Popen[bytes]", target: str, home: Path) -> str:
    """End one kind of process without a warning: every process of it that the program has."""
    if target == "postgres":
        pid = (home / "postgres" / "postmaster.pid").read_text().splitlines()[0]
        psutil.Process(int(pid)).kill()
        return target
    victims = [one for one in psutil.Process(up.pid).children(recursive=True) if target in _words_of(one)]
    for victim in victims:
        victim.kill()
    return f"{target} ({len(victims)})"


def _words_of(process: psutil.Process) -> str:
    """The command line of a process; none of one that died before and was not fetched yet."""
    try:
        return " ".join(process.cmdline())
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return ""


def _compare(answered: dict[str, tuple[str, int]]) -> int:
    from django.db import connection

    from stockwright.inventory.queries.proof import compare_levels
    from stockwright.kit.actor import Actor
    from stockwright.kit.statements import ask
    from stockwright.kit.tenancy import scope

    connection.close()
    actor = Actor.system(UUID(COMPANY))
    events: dict[str, tuple[str, int]] = {}
    for _ in range(600):
        with scope(actor.company_id):
            rows = ask(
                "select id, subject, sequence from messaging_event where name = 'inventory.stock_changed'", {}
            )
        events = {str(event): (subject, number) for event, subject, number in rows}
        if {str(one["id"]) for one in list(Receiver.seen)} >= set(events):
            break
        time.sleep(1)
    with scope(actor.company_id):
        kept = {
            source: (state, int(asked), int(committed))
            for source, state, asked, committed in ask(
                "select r.source, r.state, sum(h.asked), sum(h.committed) from inventory_reservation r "
                "join inventory_hold h on h.reservation_id = r.id group by 1, 2",
                {},
            )
        }
        wrong = compare_levels(actor)
        [(sold,)] = ask("select coalesce(-sum(quantity), 0) from inventory_movement where kind = 'sale'", {})
    wanted = {"commit": "committed", "release": "released", "keep": "held"}
    lost = [one for one, (word, many) in answered.items() if kept.get(one, ("",))[:2] != (wanted[word], many)]
    told = {str(one["id"]) for one in Receiver.seen}
    figures = {
        "answered baskets": len(answered),
        "lost or different": len(lost),
        "doubled": int(sold) - sum(committed for _, _, committed in kept.values()),
        "differences in the books": len(wrong),
        "changes of stock": len(events),
        "webhooks received": len(Receiver.seen),
        "webhooks missing": len(set(events) - told),
        "webhooks of nothing": len(told - set(events)),
        "webhooks out of order": out_of_order(),
    }
    for name, number in figures.items():
        print(f"{name:<28}{number:>10}")
    faults = ("lost or different", "doubled", "differences in the books", "webhooks missing", "webhooks of nothing")
    return int(any(figures[name] for name in (*faults, "webhooks out of order")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
