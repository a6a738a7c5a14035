"""Does a receiver of webhooks that misbehaves slow a reservation, and does it get everything once it is back?

python -m benchmarks.webhooks [reservations of each row]

One buyer reserves without a pause for breath while the courier delivers to a receiver that takes, fails, hangs, is
slow, redirects or dies. In the end it takes again, hours pass at once, and every change has to have come in order.
"""

import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from benchmarks.database import fresh_database
from benchmarks.receiver import Receiver, out_of_order, receiving
from benchmarks.shelf import COMPANY, add_receiver, fill_shelf, variant

ITEMS = 50
MANNERS = ("takes", "fails", "hangs", "is slow", "redirects", "dies")
BREATH_SECONDS = 0.01


def main(words: list[str]) -> int:
    """Print the latency beside each manner; 1 where a message is missing, made up or out of order."""
    many = int(words[0]) if words else 500
    os.environ["STOCKWRIGHT_WEBHOOKS_TO_PRIVATE"] = "1"
    with fresh_database(), receiving() as url:
        fill_shelf(items=ITEMS)
        _reserve(50)
        print(f"{'the receiver':<20}{'median ms':>12}{'95%':>10}{'messages taken':>18}")
        _tell("(there is none)", _reserve(many), 0)
        add_receiver(url)
        courier = subprocess.Popen([sys.executable, "-m", "stockwright", "courier"], env=dict(os.environ))
        try:
            time.sleep(5)
            for manner in MANNERS:
                Receiver.manner, before = manner, len(Receiver.seen)
                _let_time_pass()
                took = _reserve(many)
                _tell(manner, took, len(Receiver.seen) - before)
            Receiver.manner = "takes"
            return _compare()
        finally:
            courier.terminate()
            courier.wait()


def _tell(title: str, took: list[float], taken: int) -> None:
    late = statistics.quantiles(took, n=20)[-1]
    print(f"{title:<20}{statistics.median(took):>12.2f}{late:>10.2f}{taken:>18}", flush=True)


def _reserve(many: int) -> list[float]:
    """Milliseconds of each reservation."""
    from stockwright.inventory.actions.reservations import Wish, reserve_stock
    from stockwright.kit.actor import Actor

    actor, took = Actor.system(UUID(COMPANY)), []
    for number in range(many):
        wish = Wish(variant(number % ITEMS + 1), Decimal(1))
        started = time.perf_counter()
        reserve_stock(actor, lines=[wish], source=str(uuid4()), now=datetime.now(UTC), channel="web")
        took.append((time.perf_counter() - started) * 1000)
        time.sleep(BREATH_SECONDS)
    return took


def _let_time_pass() -> None:
    """Make every delivery that waits for its next try due, as if the hours had gone by."""
    from stockwright.kit.statements import run
    from stockwright.kit.tenancy import scope

    for statement in (
        "update messaging_endpoint set rest_until = null, failures = 0",
        "update messaging_delivery set due_at = now() where id = any(array(select id from messaging_delivery "
        "where state = 'waiting' and leased_until is null for update skip locked))",
    ):
        with scope(UUID(COMPANY)):
            run(statement, {})


def _compare() -> int:
    from stockwright.kit.statements import ask
    from stockwright.kit.tenancy import scope

    with scope(UUID(COMPANY)):
        wanted = {
            str(event)
            for (event,) in ask(
                "select e.id from messaging_event e join messaging_delivery d on d.event_id = e.id",
                {},
            )
        }
    for _ in range(180):
        if {str(one["id"]) for one in list(Receiver.seen)} >= wanted:
            break
        _let_time_pass()
        time.sleep(1)
    told = {str(one["id"]) for one in Receiver.seen}
    figures = {
        "changes of stock": len(wanted),
        "messages missing": len(wanted - told),
        "messages of nothing": len(told - wanted),
        "messages out of order": out_of_order(),
    }
    for name, number in figures.items():
        print(f"{name:<28}{number:>10}")
    return int(any(list(figures.values())[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
