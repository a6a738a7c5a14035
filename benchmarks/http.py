"""The JSON door under many clients at once: who is answered, who is not, and how long it takes.

python -m benchmarks.http [clients] [requests of each]
"""

import asyncio
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from benchmarks.database import fresh_database
from benchmarks.server import free_port, serving

PATH = "/api/v1/locations"
LONGEST_SECONDS = 120


@dataclass
class Seen:
    """What the clients saw: how often each status (or what went wrong), and the seconds of each answer."""

    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def main(words: list[str]) -> None:
    """Start the web server as `stockwright up` does, and let the clients loose."""
    clients = int(words[0]) if words else 1000
    each = int(words[1]) if len(words) > 1 else 5
    os.environ["STOCKWRIGHT_API_LIMIT"] = "0"
    with fresh_database():
        token, port = _token(), free_port()
        with serving(port=port):
            _warm_up(port, token)
            started = time.perf_counter()
            seen = asyncio.run(_let_loose(port, token, clients, each))
            _report(clients, seen, time.perf_counter() - started)


def _token() -> str:
    from stockwright.accounts.actions.people import sign_up
    from stockwright.accounts.actions.tokens import make_token

    actor = sign_up(company_name="Door", email="door@example.com", password="correct horse battery")
    return make_token(actor, name="bench", role="owner")[1]


def _warm_up(port: int, token: str) -> None:
    asyncio.run(_let_loose(port, token, 8, 20))


async def _let_loose(port: int, token: str, clients: int, each: int) -> Seen:
    seen, start = Seen(), asyncio.Event()
    users = [asyncio.create_task(_client(port, token, each, start, seen)) for _ in range(clients)]
    start.set()
    await asyncio.gather(*users)
    return seen


async def _client(port: int, token: str, each: int, start: asyncio.Event, seen: Seen) -> None:
    """One client on a connection of its own, which asks again as soon as it was answered."""
    await start.wait()
    request = f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    for _ in range(each):
        begun = time.perf_counter()
        try:
            link = link or await asyncio.open_connection("127.0.0.1", port)
            link[1].write(request)
            status, stays = await asyncio.wait_for(_answer(link[0]), LONGEST_SECONDS)
        except (OSError, EOFError, TimeoutError) as error:
            seen.answers[type(error).__name__] += 1
            link = None
            continue
        seen.answers[status] += 1
        seen.seconds.append(time.perf_counter() - begun)
        if not stays:
            link[1].close()
            link = None
    if link:
        link[1].close()


async def _answer(reader: asyncio.StreamReader) -> tuple[str, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    await reader.readexactly(int(lines.get("content-length", "0")))
    return head.split()[1], lines.get("connection") != "close"


def _report(clients: int, seen: Seen, took: float) -> None:
    answered = seen.answers.pop("200", 0)
    refused = seen.answers.pop("429", 0)
    median, late = np.quantile(seen.seconds, [0.5, 0.95]) * 1000 if seen.seconds else (float("nan"), float("nan"))
    print(
        f"{clients} clients   {answered} answered   {refused} refused   {sum(seen.answers.values())} broken"
        f" {dict(seen.answers) or ''}\n"
        f"median {median:.0f} ms   95% within {late:.0f} ms   {len(seen.seconds) / took:.0f} requests/s"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
