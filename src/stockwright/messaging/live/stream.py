"""Server-sent events: a company's news, for a while, to one listener.

A stream holds a thread of the server for as long as it lasts, so there are only so many at a time, and each
ends after a while; the listener comes back by itself with the cursor it had. Where no place is left it gets
what is new and is asked to come back later. Between looks a stream holds no connection to the database.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from threading import BoundedSemaphore

from django.core.serializers.json import DjangoJSONEncoder

from stockwright.kit.actor import Actor
from stockwright.messaging.live.cursor import Cursor, read_cursor
from stockwright.messaging.live.feed import Feed, feed_of
from stockwright.messaging.live.reading import News, look

CONTENT_TYPE = "text/event-stream"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
PACE = 1.0
LASTS_SECONDS = 50
BACK_SOON, BACK_LATER = 2_000, 15_000
"""Milliseconds after which a listener comes back, with and without a place."""
BEAT_EVERY = 2
"""Looks between signs of life: by these a server finds out that its listener has left."""
INVENTORY = "inventory."

_endings: list[Callable[[], bool]] = []


class Places:
    """So many streams at a time; none at all when `most` is 0."""

    def __init__(self, most: int) -> None:
        self._free = BoundedSemaphore(most) if most else None

    def take(self) -> bool:
        """Whether a place was free."""
        return self._free is not None and self._free.acquire(blocking=False)

    def leave(self) -> None:
        """Free the place again."""
        if self._free is not None:
            self._free.release()


@cache
def places(most: int) -> Places:
    """The places of this process, which all doors share."""
    return Places(most)


def end_streams_when(ending: Callable[[], bool]) -> None:
    """Let streams end early once `ending` says so: the server stops and waits for nobody."""
    _endings.append(ending)


def seconds() -> Iterator[None]:
    """A tick each second, for as long as a stream lasts."""
    until = time.monotonic() + LASTS_SECONDS
    while time.monotonic() < until and not any(ending() for ending in _endings):
        yield
        time.sleep(PACE)


def stream(
    actor: Actor, *, last_id: str, places: Places, ticks: Iterable[None] | None = None, pace: float = PACE
) -> Iterator[bytes]:
    """The news since `last_id`, then those of each tick, as server-sent events."""
    since = read_cursor(last_id)
    if not places.take():
        yield from _at_once(actor, since)
        return
    try:
        with feed_of(actor.company_id) as feed:
            yield from _followed(actor, feed, since, ticks or seconds(), pace)
    finally:
        places.leave()


def _at_once(actor: Actor, since: Cursor | None) -> Iterator[bytes]:
    """What is new, and the wish to come back later."""
    yield f"retry: {BACK_LATER}\n\n".encode()
    found = look(actor.company_id, since)
    yield _words(actor, found.news)
    if since is not None and since.until is not None and found.is_over:
        found = look(actor.company_id, found.then)
        yield _words(actor, found.news)
    yield _stand(found.then)


def _followed(
    actor: Actor, feed: Feed, since: Cursor | None, ticks: Iterable[None], pace: float
) -> Iterator[bytes]:
    stands, position = feed.join(pace=0)
    yield f"retry: {BACK_SOON}\n\n".encode()
    if since is not None:
        yield from _missed(actor, since, stands)
    yield _stand(stands)
    for number, _ in enumerate(ticks, start=1):
        told = feed.since(position, pace=pace)
        if told is None:
            return
        news, position = told
        if news:
            yield _words(actor, news)
        elif number % BEAT_EVERY == 0:
            yield b": still here\n\n"


def _missed(actor: Actor, since: Cursor, stands: Cursor) -> Iterator[bytes]:
    """What happened between the listener's cursor and where the feed stands."""
    if since.until is not None:
        while True:
            found = look(actor.company_id, since)
            yield _words(actor, found.news)
            since = found.then
            if found.is_over:
                break
    since = Cursor(since.seen, stands.seen)
    while since.until is not None:
        found = look(actor.company_id, since)
        yield _words(actor, found.news)
        since = found.then


def _words(actor: Actor, news: list[News]) -> bytes:
    return b"".join(_told(actor, one) for one in news)


def _told(actor: Actor, one: News) -> bytes:
    """An event: in full for who may read it, else its name alone."""
    body: dict[str, object] = {"id": one.id, "name": one.name, "at": one.at}
    if actor.may("inventory.read" if one.name.startswith(INVENTORY) else "audit.read"):
        body |= {"subject": one.subject, "sequence": one.sequence, "payload": one.payload}
    return f"id: {one.cursor}\ndata: {json.dumps(body, cls=DjangoJSONEncoder)}\n\n".encode()


def _stand(cursor: Cursor) -> bytes:
    """The listener's cursor, without an event."""
    return f"id: {cursor}\n\n".encode()
