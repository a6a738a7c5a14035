"""Reservations per second: through the action and over HTTP, beside pgbench writing the same rows.

python -m benchmarks.reservations [seconds]
"""

import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from benchmarks.database import fresh_database
from benchmarks.server import serving
from benchmarks.shelf import COMPANY, LOCATION, fill_shelf, token_of_shelf, variant

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Barrier

CLIENTS = 8
ITEMS = 1000
ROUNDS = 3

# The rows that one reservation writes, by the shortest way there is: as the owner, whom no policy binds.
RAW = f"""
\\set v random(1, :items)
begin;
insert into inventory_reservation (company_id, id, source, ref_type, ref_id, channel, state, fingerprint,
    reason, by)
    values ('{COMPANY}', gen_random_uuid(), gen_random_uuid()::text, '', '', 'web', 'held', '', '', 'raw');
update inventory_level set reserved = reserved + 1, version = version + 1, changed_at = now()
    where company_id = '{COMPANY}' and location_id = '{LOCATION}'
        and variant_id = ('00000000-0000-7000-8000-' || lpad(to_hex(:v::int), 12, '0'))::uuid;
insert into inventory_hold (company_id, reservation_id, number, line, variant_id, location_id, asked, held)
    values ('{COMPANY}', gen_random_uuid(), 0, 0, '{LOCATION}', '{LOCATION}', 1, 1);
insert into inventory_movement (company_id, variant_id, location_id, kind, quantity, reserved, happened_at,
    ref_type, ref_id, channel, reason, by, cause, posting_id)
    values ('{COMPANY}', '{LOCATION}', '{LOCATION}', 'reserve', 0, 1, now(), '', '', 'web', '', 'raw',
        gen_random_uuid()::text, gen_random_uuid());
insert into messaging_event (company_id, id, name, payload, by, subject, sequence)
    values ('{COMPANY}', gen_random_uuid(), 'inventory.reserved', '{{"source": "raw"}}', 'raw',
        gen_random_uuid()::text, 1);
insert into messaging_event (company_id, id, name, payload, by, subject, sequence)
    values ('{COMPANY}', gen_random_uuid(), 'inventory.stock_changed', '{{"on_hand": "1", "reserved": "1"}}', 'raw',
        gen_random_uuid()::text, 1);
end;
"""


def main(words: list[str]) -> None:
    """Fill a shelf, then let everybody take from many items and from one; medians of a few rounds."""
    seconds = int(words[0]) if words else 10
    with fresh_database():
        fill_shelf(items=ITEMS)
        print(f"{'rows':<24}{'pgbench':>12}{'action':>12}{'share':>9}{'HTTP':>12}{'share':>9}")
        token = token_of_shelf()
        for title, items in ((f"{ITEMS} different", ITEMS), ("one hot row", 1)):
            rounds = [_round(items, token, seconds) for _ in range(ROUNDS)]
            raw, done, asked = (statistics.median(figures) for figures in zip(*rounds, strict=True))
            share = statistics.median(done / raw for raw, done, _ in rounds)
            over_http = statistics.median(asked / raw for raw, _, asked in rounds)
            told = f"{title:<24}{raw:>10.0f}/s{done:>10.0f}/s{share:>9.0%}{asked:>10.0f}/s{over_http:>9.0%}"
            print(told, " of", *(f"{done / raw:.0%}" for raw, done, _ in rounds), flush=True)


def _round(items: int, token: str, seconds: int) -> tuple[float, float, float]:
    """Reservations a second: raw, through the action, over HTTP."""
    raw, done = _pgbench(items, seconds), _together(_reserve, items, seconds)
    with serving(STOCKWRIGHT_API_LIMIT="0") as address:
        return raw, done, _together(_ask, address, token, items, seconds)


def _pgbench(items: int, seconds: int) -> float:
    from stockwright.config.embedded import programs

    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(RAW)
        script.flush()
        told = subprocess.run(
            [
                *(str(programs() / "pgbench"), "-n", "-M", "prepared", "-f", script.name),
                *("-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-D", f"items={items}"),
                os.environ["DATABASE_URL"],
            ],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
    [line] = [line for line in told.splitlines() if line.startswith("tps")]
    return float(line.split()[2])


def _together(work: Callable[..., None], *words: str | int) -> float:
    """How many a second so many processes do together; each tells how many it did. The last word is the seconds."""
    many = multiprocessing.get_context("spawn")
    ready, made = many.Barrier(CLIENTS), many.Queue()
    clients = [many.Process(target=work, args=(*words, seed, ready, made)) for seed in range(CLIENTS)]
    for client in clients:
        client.start()
    total: int = sum(made.get() for _ in clients)
    for client in clients:
        client.join()
    return total / int(words[-1])


def _ask(
    address: str, token: str, items: int, seconds: int, seed: int, ready: "Barrier", told: "Queue[int]"
) -> None:
    import http.client
    import random

    link = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    choose, made = random.Random(seed), 0  # noqa: S311 - which item, no secret

    def reserve() -> None:
        lines = [{"variant_id": str(variant(choose.randint(1, items))), "quantity": 1}]
        body = json.dumps({"source": str(uuid4()), "channel": "web", "lines": lines})
        link.request("POST", "/api/v1/inventory/reserve", body, headers)
        answer = link.getresponse()
        answer.read()
        if answer.status != 201:
            raise AssertionError(answer.status)

    reserve()
    ready.wait()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        reserve()
        made += 1
    told.put(made)


def _reserve(items: int, seconds: int, seed: int, ready: "Barrier", told: "Queue[int]") -> None:
    import random

    import django

    django.setup()
    from stockwright.inventory.actions.reservations import Wish, reserve_stock
    from stockwright.kit.actor import Actor

    actor, choose, made = Actor.system(UUID(COMPANY)), random.Random(seed), 0  # noqa: S311 - which item, no secret
    one = Decimal(1)

    def reserve() -> None:
        wish = Wish(variant(choose.randint(1, items)), one)
        reserve_stock(actor, lines=[wish], source=str(uuid4()), now=datetime.now(UTC), channel="web")

    reserve()
    ready.wait()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        reserve()
        made += 1
    told.put(made)


if __name__ == "__main__":
    main(sys.argv[1:])
