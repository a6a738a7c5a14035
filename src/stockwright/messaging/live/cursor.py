"""Where a listener stands: which transactions it has heard of.

Neither the ids nor the times of events say what is new: a transaction that began early may commit late. A
snapshot of PostgreSQL does. It names exactly the transactions whose rows could be seen at a moment, so the
events of all others are what a listener has not heard yet, whenever they come.
"""

import re
from dataclasses import dataclass
from uuid import UUID

_SNAPSHOT = re.compile(r"(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?)", re.ASCII)
NOTHING = UUID(int=0)


@dataclass(frozen=True)
class Cursor:
    """Everything of snapshot `seen` was heard, and of what came up to `until` the events up to `after`."""

    seen: str
    until: str | None = None
    after: UUID = NOTHING

    def __str__(self) -> str:
        """As listeners keep it."""
        return f"{self.seen}~{self.until}~{self.after}" if self.until else self.seen


def read_cursor(text: str) -> Cursor | None:
    """What `str` of a cursor gave, or None: whoever sends something else begins now."""
    seen, *more = text.split("~")
    if not _is_snapshot(seen):
        return None
    if not more:
        return Cursor(seen)
    try:
        until, after = more
        return Cursor(seen, until, UUID(after)) if _is_snapshot(until) else None
    except ValueError:
        return None


def newest_in(snapshot: str) -> int:
    """The number from which on no transaction had begun."""
    return int(snapshot.split(":")[1])


def _is_snapshot(text: str) -> bool:
    found = _SNAPSHOT.fullmatch(text)
    if not found:
        return False
    oldest, newest = int(found[1]), int(found[2])
    running = [int(one) for one in found[3].split(",") if one]
    inside = all(oldest <= one < newest for one in running)
    return 0 < oldest <= newest and inside and running == sorted(set(running))
