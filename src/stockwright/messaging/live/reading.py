"""One cheap look at what happened in a company since a cursor."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from stockwright.kit.statements import ask_prepared
from stockwright.kit.tenancy import scope
from stockwright.messaging.live.cursor import Cursor, newest_in

MOST = 500
"""Events of one look; a listener that was away for longer gets them look after look."""

_NOW = "select pg_current_snapshot()::text"

_NEW = """
    select e.id, e.name, e.subject, e.sequence, e.at, e.payload::text
    from messaging_event e
    where e.company_id = %(company)s
      and (e.written_in >= pg_snapshot_xmax(%(seen)s::text::pg_snapshot)
           or e.written_in = any (array(select pg_snapshot_xip(%(seen)s::text::pg_snapshot))))
      and pg_visible_in_snapshot(e.written_in, %(until)s::text::pg_snapshot)
      and e.id > %(after)s
      and e.at > now() - interval '1 day'
    order by e.id
    limit %(most)s
"""


@dataclass(frozen=True)
class News:
    """An event as it is told, and the cursor of whoever heard it."""

    cursor: str
    id: UUID
    name: str
    subject: str
    sequence: int | None
    at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True)
class Look:
    """What one look found, and where the next one goes on."""

    news: list[News]
    then: Cursor

    @property
    def is_over(self) -> bool:
        """Whether nothing more had happened at the moment of the look."""
        return self.then.until is None


def look(company_id: UUID, since: Cursor | None) -> Look:
    """Up to MOST events since the cursor (None: none), without holding a connection afterwards.

    What is older than a day is not told any more; after that a listener had better ask for the whole state.
    """
    try:
        with scope(company_id):
            [(now,)] = ask_prepared(_NOW, {})
            if since is None or newest_in(since.seen) > newest_in(now):
                return Look([], Cursor(now))  # nobody was here before, or in another database than this one
            return _looked(company_id, since, since.until or now)
    finally:
        connection.close()


def _looked(company_id: UUID, since: Cursor, until: str) -> Look:
    words = {"company": company_id, "seen": since.seen, "until": until, "after": since.after, "most": MOST}
    rows = ask_prepared(_NEW, words)
    news = [_news(Cursor(since.seen, until, row[0]), *row) for row in rows]
    if len(rows) == MOST:
        return Look(news, Cursor(since.seen, until, rows[-1][0]))
    return Look(news, Cursor(until))


def _news(
    cursor: Cursor, key: UUID, name: str, subject: str, sequence: int | None, at: datetime, payload: str
) -> News:
    return News(str(cursor), key, name, subject, sequence, at, json.loads(payload))
