"""A thousand buyers at the same moment for fifty pieces, over HTTP against the running server.

python -m benchmarks.buyers [buyers] [pieces]

First as it is, then the control: the same with the row locks, and the condition of the short way, taken out of the
server's statements, which has to sell too much, or the first part would prove nothing. Then baskets of several
items in random order, where one item is scarce: nobody may be told of a deadlock.
"""

import asyncio
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid4

import httpx

from benchmarks.database import fresh_database
from benchmarks.server import serving
from benchmarks.shelf import COMPANY, fill_shelf, token_of_shelf, variant

WITHOUT_LOCKS = """
import django
django.setup()
from stockwright.inventory.actions import reservations_sql as sql
for name, kept in (
    ("LOCK_LEVELS", " for update of l"),
    ("RESERVE_IF_FREE", " and l.on_hand - l.reserved - l.outbound >= %(quantity)s + %(kept)s"),
):
    before = getattr(sql, name)
    setattr(sql, name, before.replace(kept, ""))
    assert getattr(sql, name) != before
"""


SCENES = {
    "plain": ("one item", True, False),
    "baskets": ("baskets in random order", True, True),
    "control": ("control: one item, without locks", False, False),
}


def main(words: list[str]) -> int:
    """Play every scene in a process and a database of its own; 1 where one did not end as it has to."""
    if words and words[0] in SCENES:
        return _play(words[0], *map(int, words[1:]))
    print(f"{'':<34}{'sold':>6}{'refused':>9}{'other':>7}{'promised too much':>19}{'seconds':>9}", flush=True)
    return max(subprocess.call([sys.executable, "-m", "benchmarks.buyers", scene, *words]) for scene in SCENES)


def _play(scene: str, buyers: int = 1000, pieces: int = 50) -> int:
    title, locked, basket = SCENES[scene]
    with fresh_database():
        fill_shelf(items=20, pieces=pieces)
        token = token_of_shelf()
        with serving(changed_by="" if locked else WITHOUT_LOCKS, STOCKWRIGHT_API_LIMIT="0") as address:
            started = time.perf_counter()
            answers = asyncio.run(_buy(address, token, buyers, basket=basket))
            seconds = time.perf_counter() - started
        over = _oversold()
    sold, refused = answers.pop(201, 0), answers.pop(409, 0)
    other = answers.total()
    print(f"{title:<34}{sold:>6}{refused:>9}{other:>7}{over:>19}{seconds:>9.1f}", *answers.items(), flush=True)
    if not locked:
        return int(over == 0)
    return int(over > 0 or other > 0 or (not basket and sold != pieces))


async def _buy(address: str, token: str, buyers: int, *, basket: bool) -> Counter[object]:
    """What the buyers were answered, each over a connection of their own, all let loose at once."""
    choose = random.Random(1)  # noqa: S311 - which items, no secret
    wanted = [_wanted(choose, basket=basket) for _ in range(buyers)]
    start = asyncio.Event()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:

        async def one(lines: Sequence[dict[str, object]]) -> object:
            await start.wait()
            body = {"source": str(uuid4()), "channel": "web", "lines": lines}
            headers = {"Authorization": f"Bearer {token}"}
            try:
                answer = await client.post("/api/v1/inventory/reserve", json=body, headers=headers)
            except httpx.HTTPError as error:
                return type(error).__name__
            if answer.status_code == 409 and answer.json()["code"] != "insufficient_stock":
                return answer.json()["code"]
            return answer.status_code

        calls = [asyncio.create_task(one(lines)) for lines in wanted]
        await asyncio.sleep(0)
        start.set()
        return Counter(await asyncio.gather(*calls))


def _wanted(choose: random.Random, *, basket: bool) -> list[dict[str, object]]:
    numbers = choose.sample(range(1, 21), 5) if basket else [1]
    return [{"variant_id": str(variant(number)), "quantity": 1} for number in numbers]


def _oversold() -> int:
    """Pieces promised beyond what is there."""
    from stockwright.kit.statements import ask_one
    from stockwright.kit.tenancy import scope

    with scope(UUID(COMPANY)):
        [over] = ask_one(
            """
            select coalesce(sum(greatest(h.held - l.on_hand, 0)), 0) from inventory_level l
            join (select variant_id, sum(held) as held from inventory_hold group by 1) h using (variant_id)
            """,
            {},
        )
    return int(over)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
