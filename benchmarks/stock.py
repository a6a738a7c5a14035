"""What is asked of stock all day, and whether a long ledger makes it slower.

python -m benchmarks.stock [movements]

Availability of 1,000 items at five places in one call, inside and over HTTP; the stock of 10,000 items as of a
moment after a million movements; a page of the stock list and a reservation after 100,000 movements and after ten
million.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from benchmarks.database import fresh_database
from benchmarks.server import serving
from benchmarks.shelf import COMPANY, LOCATION, fill_shelf, spread_shelf, tell_ledger, token_of_shelf, variant

if TYPE_CHECKING:
    from stockwright.kit.actor import Actor

ITEMS = 10_000
TURNS = 200


def main(words: list[str]) -> None:
    """Fill the ledger in three steps and ask after each."""
    most = int(words[0]) if words else 10_000_000
    with fresh_database():
        fill_shelf(items=ITEMS, pieces=1_000_000)
        spread_shelf(items=1000, places=5)
        heads = ("movements", "availability", "over HTTP", "stock list", "reservation", "as of")
        print(*(f"{head:>14}" for head in heads), " (ms)")
        told, token = ITEMS, token_of_shelf()
        for rows in (100_000, 1_000_000, most):
            tell_ledger(rows - told, items=ITEMS)
            told = rows
            figures = [
                _median(_availability, 30),
                _availability_over_http(token),
                _median(_stock_list, 30),
                _median(_reservation, TURNS),
                _median(_as_of, 3) if rows <= 1_000_000 else float("nan"),
            ]
            print(f"{rows:>14}", *(f"{one:>14.2f}" for one in figures), flush=True)


def _median(ask: Callable[[], object], times: int) -> float:
    """The median of the milliseconds that a question takes."""
    took = []
    for _ in range(times + 3):
        started = time.perf_counter()
        ask()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took[3:])


def _availability() -> None:
    from stockwright.inventory.queries.availability import availability_of_many
    from stockwright.kit.tenancy import scope

    actor = _actor()
    with scope(actor.company_id):
        wanted = [variant(number) for number in range(1, 1001)]
        found = availability_of_many(actor, wanted, today=datetime.now(UTC).date(), apart=True)
    if len(found) != 5000:
        raise AssertionError(f"{len(found)} levels")


def _availability_over_http(token: str) -> float:
    import httpx

    body = {"variant_ids": [str(variant(number)) for number in range(1, 1001)], "by_store": True}
    with (
        serving(STOCKWRIGHT_API_LIMIT="0") as address,
        httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=60) as client,
    ):

        def ask() -> None:
            answer = client.post(f"{address}/api/v1/inventory/availability", json=body)
            if len(answer.json()["items"]) != 5000:
                raise AssertionError(answer.text[:200])

        return _median(ask, 30)


def _stock_list() -> None:
    from stockwright.inventory.queries.levels import levels_page
    from stockwright.kit.tenancy import scope

    actor = _actor()
    with scope(actor.company_id):
        levels_page(actor, limit=50)


def _reservation() -> None:
    from stockwright.inventory.actions.reservations import Wish, reserve_stock

    now = datetime.now(UTC)
    number = now.microsecond % ITEMS + 1
    wishes = [Wish(variant(number), Decimal(1), UUID(LOCATION))]
    reserve_stock(_actor(), lines=wishes, source=str(uuid4()), now=now, channel="web")


def _as_of() -> None:
    from stockwright.inventory.queries.history import stock_as_of_all
    from stockwright.kit.tenancy import scope

    actor = _actor()
    moment = datetime.now(UTC) - timedelta(days=100)
    with scope(actor.company_id):
        stock_as_of_all(actor, moment=moment, known_at=datetime.now(UTC))


def _actor() -> "Actor":
    from stockwright.kit.actor import Actor

    return Actor.system(UUID(COMPANY))


if __name__ == "__main__":
    main(sys.argv[1:])
