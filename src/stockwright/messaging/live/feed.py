"""One look each second for all listeners of a company in this process."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from uuid import UUID

from stockwright.messaging.live.cursor import Cursor
from stockwright.messaging.live.reading import News, look

MOST_KEPT = 5000


class Feed:
    """The news of a company since the first of its present listeners came.

    Whichever listener finds that the last look is too old looks for all of them; the others wait for it.
    """

    def __init__(self, company_id: UUID) -> None:
        self.listeners = 0
        self._company_id = company_id
        self._looking = Lock()
        self._looked_at = float("-inf")
        self._stands: Cursor | None = None
        self._kept: deque[News] = deque(maxlen=MOST_KEPT)
        self._count = 0

    def join(self, *, pace: float) -> tuple[Cursor, int]:
        """Where the feed stands now: the cursor up to which it has looked, and how much it has told by then."""
        with self._looking:
            self._look(pace)
            if self._stands is None:
                raise RuntimeError("A feed that has looked stands somewhere.")
            return self._stands, self._count

    def since(self, position: int, *, pace: float) -> tuple[list[News], int] | None:
        """The news after a position and the next position; None for whoever fell too far behind."""
        with self._looking:
            self._look(pace)
            missed = self._count - position
            if missed > len(self._kept):
                return None
            return list(self._kept)[len(self._kept) - missed :], self._count

    def _look(self, pace: float) -> None:
        if time.monotonic() - self._looked_at < pace:
            return
        while True:
            found = look(self._company_id, self._stands)
            self._kept.extend(found.news)
            self._count += len(found.news)
            self._stands = found.then
            if found.is_over:
                break
        self._looked_at = time.monotonic()


_feeds: dict[UUID, Feed] = {}
_changing = Lock()


@contextmanager
def feed_of(company_id: UUID) -> Iterator[Feed]:
    """The feed of a company, for as long as somebody listens."""
    with _changing:
        feed = _feeds.setdefault(company_id, Feed(company_id))
        feed.listeners += 1
    try:
        yield feed
    finally:
        with _changing:
            feed.listeners -= 1
            if not feed.listeners:
                del _feeds[company_id]
